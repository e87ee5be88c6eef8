#include "services/cli/read/list_tables.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/server/logging.h"
#include "services/cli/show/change_text.h"
#include "services/cli/show/message_diff.h"
#include "services/cli/show/record_words.h"

namespace taizhang::cli {
namespace {

namespace type_v1 = taizhang::type::v1;

/// What people call it; where that is not known, the last part of its name.
std::string ShortName(const std::string& name, const RecordsByName& names) {
  const auto found = names.find(name);
  if (found == names.end()) return EscapeText(name.substr(name.rfind('/') + 1), false);
  return EscapeText(found->second.display_name(), false);
}

/// Dated entries that hold on a day; where none does, all of them, each with its dates.
template <typename Entry, typename TextOf>
std::string EntriesText(const google::protobuf::RepeatedPtrField<Entry>& entries,
                        const std::string& day, const TextOf& text_of) {
  std::vector<std::string> holding;
  std::vector<std::string> all;
  holding.reserve(static_cast<size_t>(entries.size()));
  all.reserve(static_cast<size_t>(entries.size()));
  for (const Entry& entry : entries) {
    std::string text = text_of(entry);
    all.push_back(absl::StrCat(text, " (", CompactText(entry.when()), ")"));
    if (HoldsOn(entry.when(), day)) holding.push_back(std::move(text));
  }
  return absl::StrJoin(holding.empty() ? all : holding, ", ");
}

std::string RoleText(type_v1::Role role) {
  const auto* value = type_v1::Role_descriptor()->FindValueByNumber(role);
  return role == type_v1::ROLE_UNSPECIFIED || value == nullptr
             ? ""
             : absl::StrCat(" (", EnumText(*value), ")");
}

/// "total-investment 总投资": the id is what commands are given.
std::string MeasureText(const std::string& measure, const RecordsByName& names) {
  const std::string id = measure.substr(measure.rfind('/') + 1);
  const std::string name = ShortName(measure, names);
  return name == id ? id : absl::StrCat(name, " ", id);
}

}  // namespace

std::string BothNames(const type_v1::Record& record) {
  return EscapeText(absl::StrCat(record.display_name(), record.english_name().empty() ? "" : " ",
                                 record.english_name()),
                    false);
}

RecordsTable::RecordsTable(std::string day)
    : day_(std::move(day)),
      table_({{"名称 Name"},
              {"种类 Kind"},
              {"地点 Place"},
              {"集群 Clusters"},
              {"内容 Details"},
              {"有效 Active"},
              {"记录 Record"},
              {"版次 Revision", Align::kRight}}) {}

std::vector<std::string> RecordsTable::NamesIn(const std::vector<type_v1::Record>& records) const {
  std::vector<std::string> names;
  for (const type_v1::Record& record : records) {
    for (const auto& placement : record.placements()) names.push_back(placement.place());
    for (const auto& membership : record.memberships()) names.push_back(membership.cluster());
  }
  return names;
}

void RecordsTable::Add(const type_v1::Record& record, const RecordsByName& names) {
  table_.AddRow(
      {BothNames(record), KindText(record),
       EntriesText(record.placements(), day_,
                   [&](const auto& placement) { return ShortName(placement.place(), names); }),
       EntriesText(record.memberships(), day_,
                   [&](const auto& membership) {
                     return ShortName(membership.cluster(), names) + RoleText(membership.role());
                   }),
       EscapeText(DetailsText(record, day_), false),
       record.has_active() ? CompactText(record.active()) : "", record.name(),
       absl::StrCat(record.revision())});
}

ObservationsTable::ObservationsTable()
    : table_({{"对象 Subject"},
              {"指标 Measure"},
              {"期间 Period"},
              {"项 Item"},
              {"来源 Source"},
              {"数值 Amount", Align::kRight},
              {"单位 Unit"},
              {"性质 Basis"},
              {"备注 Remark"},
              {"记录 Record"},
              {"版次 Revision", Align::kRight}}) {}

std::vector<std::string> ObservationsTable::NamesIn(
    const std::vector<type_v1::Observation>& observations) {
  std::vector<std::string> names;
  names.reserve(2 * observations.size());
  for (const type_v1::Observation& observation : observations) {
    names.push_back(observation.subject());
    names.push_back(observation.measure());
  }
  return names;
}

void ObservationsTable::Add(const type_v1::Observation& observation, const RecordsByName& names) {
  const auto measure = names.find(observation.measure());
  table_.AddRow({ShortName(observation.subject(), names), MeasureText(observation.measure(), names),
                 observation.period(), observation.item(), observation.source(),
                 AmountText(observation),
                 measure == names.end() ? "" : measure->second.measure().unit(),
                 observation.basis() == type_v1::BASIS_REMAINDER ? "REMAINDER" : "",
                 EscapeText(observation.remark(), false), observation.subject(),
                 absl::StrCat(observation.revision())});
}

}  // namespace taizhang::cli
