#include "tests/property/ledger/plain_ledger.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/values/period.h"

namespace taizhang::ledger {
namespace {

using type::v1::Record;

bool Holds(const type::v1::DateRange& when, const std::string& day) {
  return (when.start().empty() || when.start() <= day) && (when.end().empty() || day < when.end());
}

Period PeriodOf(const std::string& text) { return Period::Parse(text).value(); }

template <typename List, typename T>
bool Has(const List& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

int KindNumber(const Record& record) {
  switch (record.details_case()) {
    case Record::kVillage:
      return type::v1::RECORD_KIND_VILLAGE;
    case Record::kEnterprise:
      return type::v1::RECORD_KIND_ENTERPRISE;
    case Record::kProject:
      return type::v1::RECORD_KIND_PROJECT;
    case Record::kCluster:
      return type::v1::RECORD_KIND_CLUSTER;
    case Record::kDivision:
      return type::v1::RECORD_KIND_DIVISION;
    case Record::kMeasure:
      return type::v1::RECORD_KIND_MEASURE;
    default:
      return type::v1::RECORD_KIND_INDICATOR;
  }
}

}  // namespace

std::string PlainLedger::LineOf(const Record& record) {
  return absl::StrCat(record.name(), " ", record.display_name(), " ", record.revision());
}

std::string PlainLedger::LineOf(const type::v1::Observation& observation) {
  return absl::StrCat(observation.subject(), " ", observation.measure(), " ", observation.period(),
                      " ", observation.item(), observation.source(), " ",
                      observation.amount().value(), " ", observation.revision());
}

PlainLedger::Key PlainLedger::KeyOf(const std::string& subject, const std::string& measure,
                                    const std::string& period, const std::string& id) {
  return {measure, subject, id, period};
}

void PlainLedger::Add(const v1::WriteRecordsRequest& request,
                      const v1::WriteRecordsResponse& answer) {
  Log& log = logs_.at(answer.partition());
  if (answer.revision() == head(answer.partition())) return;  // nothing changed
  Version next = log.versions.empty() ? Version() : log.versions.back();
  next.structure_revision = head("structure");
  for (int i = 0; i < request.rows_size(); ++i) {
    if (answer.outcomes(i) == v1::OUTCOME_UNCHANGED) continue;
    const v1::Row& row = request.rows(i);
    if (row.has_record()) {
      Record& record = next.records[row.record().name()];
      record = row.record();
      record.set_revision(answer.revision());
      if (!Has(log.names, record.name())) log.names.push_back(record.name());
    } else if (row.has_withdrawn_record()) {
      next.records.erase(row.withdrawn_record());
    } else if (row.has_observation()) {
      const type::v1::Observation& written = row.observation();
      const std::string id = written.item() + written.source();
      const Key key = KeyOf(written.subject(), written.measure(), written.period(), id);
      type::v1::Observation& observation = next.observations[key];
      observation = written;
      observation.set_revision(answer.revision());
      const Period period = PeriodOf(written.period());
      const std::tuple chunk(written.measure(), written.subject(), id, period.first_year(),
                             period.months());
      if (!Has(chunks_, chunk)) chunks_.push_back(chunk);
      if (!Has(measures_, written.measure())) measures_.push_back(written.measure());
    } else {
      const type::v1::ObservationKey& key = row.withdrawn_observation();
      next.observations.erase(
          KeyOf(key.subject(), key.measure(), key.period(), key.item() + key.source()));
    }
  }
  log.versions.push_back(std::move(next));
}

PlainLedger::View PlainLedger::ViewOf(const std::string& partition, int64_t revision) const {
  const Log& log = logs_.at(partition);
  const auto at = static_cast<size_t>(revision == 0 ? head(partition) : revision);
  const Version& version = log.versions.at(at - 1);
  if (partition == "structure") return {log, version, version};
  const auto structure =
      static_cast<size_t>(revision == 0 ? head("structure") : version.structure_revision);
  return {log, version, logs_.at("structure").versions.at(structure - 1)};
}

const Record* PlainLedger::Find(const View& view, const std::string& name) {
  const bool in_structure = !absl::StrContains(name, "/villages/");
  const Standing& records = in_structure ? view.structure.records : view.version.records;
  const auto found = records.find(name);
  return found == records.end() ? nullptr : &found->second;
}

bool PlainLedger::Leads(const View& view, const std::string& from, const std::string& target,
                        const std::string& day) {
  const Record* record = Find(view, from);
  if (record == nullptr) return false;
  if (from == target) return true;
  const bool is_cluster = record->has_cluster();
  for (const auto& parent : record->memberships()) {
    if (is_cluster && Holds(parent.when(), day) && Leads(view, parent.cluster(), target, day))
      return true;
  }
  for (const auto& parent : record->placements()) {
    if (Holds(parent.when(), day) && Leads(view, parent.place(), target, day)) return true;
  }
  return false;
}

bool PlainLedger::Passes(const v1::ListRecordsRequest& request, const View& view,
                         const Record& record, const std::string& day) {
  const int kind = KindNumber(record);
  if (request.kinds_size() > 0 && !Has(request.kinds(), kind)) return false;
  for (const auto& [key, value] : request.labels()) {
    if (!record.labels().contains(key) || record.labels().at(key) != value) return false;
  }
  const std::string id = record.name().substr(record.name().rfind('/') + 1);
  const auto begins = [&](const std::string& text) {
    return absl::StartsWith(absl::AsciiStrToLower(text),
                            absl::AsciiStrToLower(request.text_prefix()));
  };
  if (!begins(id) && !begins(record.display_name()) && !begins(record.english_name())) return false;
  const bool is_upper = record.has_cluster() || record.has_division();
  if (!request.cluster().empty()) {
    bool belongs = record.has_cluster() && Leads(view, record.name(), request.cluster(), day);
    for (const auto& membership : record.memberships()) {
      belongs |= Holds(membership.when(), day) &&
                 Leads(view, membership.cluster(), request.cluster(), day);
    }
    if (!belongs) return false;
  }
  if (request.scope().empty()) return true;
  if (record.has_cluster()) return Leads(view, "divisions/440783", request.scope(), day);
  if (is_upper || record.has_village()) return Leads(view, record.name(), request.scope(), day);
  for (const auto& placement : record.placements()) {
    if (Holds(placement.when(), day) && Leads(view, placement.place(), request.scope(), day))
      return true;
  }
  return false;
}

std::vector<std::string> PlainLedger::Records(const v1::ListRecordsRequest& request,
                                              const std::string& today) const {
  const View view = ViewOf(request.partition(), request.revision());
  for (const std::string& name : {request.scope(), request.cluster()}) {
    if (!name.empty() && Find(view, name) == nullptr) return {"NOT_FOUND " + name};
  }
  std::vector<std::string> lines;
  for (const std::string& name : view.log.names) {
    const auto record = view.version.records.find(name);
    if (record == view.version.records.end()) continue;
    if (Passes(request, view, record->second, request.day().empty() ? today : request.day()))
      lines.push_back(LineOf(record->second));
  }
  return lines;
}

std::vector<std::string> PlainLedger::Observations(
    const v1::ListObservationsRequest& request) const {
  const View view = ViewOf(request.partition(), request.revision());
  auto chunks = chunks_;
  std::stable_sort(chunks.begin(), chunks.end(), [&](const auto& a, const auto& b) {
    if (request.subject().empty()) return std::get<4>(a) < std::get<4>(b);
    const auto order = [&](const auto& chunk) {
      const auto measure = std::find(measures_.begin(), measures_.end(), std::get<0>(chunk));
      return std::tuple(measure - measures_.begin(), std::get<3>(chunk));
    };
    return order(a) < order(b);
  });
  std::vector<std::string> lines;
  for (const auto& [measure, subject, id, year, months] : chunks) {
    if (request.measures_size() > 0 && !Has(request.measures(), measure)) continue;
    if (!request.subject().empty() && subject != request.subject()) continue;
    for (int slot = 0; slot * months < 12; ++slot) {
      const Period period = Period::FromMonths(year * 12 + slot * months, months);
      const auto found =
          view.version.observations.find(KeyOf(subject, measure, period.ToString(), id));
      if (found == view.version.observations.end()) continue;
      if (!request.period().empty() && !PeriodOf(request.period()).Contains(period)) continue;
      lines.push_back(LineOf(found->second));
    }
  }
  return lines;
}

}  // namespace taizhang::ledger
