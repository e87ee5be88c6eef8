#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/record_rules.h"
#include "services/ledger/rpc/enum_tables.h"
#include "services/ledger/rpc/parse_enum.h"
#include "services/ledger/rpc/parse_record.h"

namespace taizhang::ledger {
namespace {

/// Where the details being read stand.
struct Place {
  const Origin& origin;
  Violations& violations;

  void Add(std::string_view field, Reason reason, std::string_view description) const {
    violations.Add(origin, field, reason, description);
  }
  template <typename To>
  To Enum(int number, bool is_valid, std::string_view field) const {
    return ParseEnum<To>(number, is_valid, origin, field, violations);
  }
};

Enterprise ParseEnterprise(const type::v1::Enterprise& written) {
  Enterprise enterprise{.credit_code = written.credit_code(), .industry = written.industry()};
  if (written.has_party_organisation())
    enterprise.party_organisation = written.party_organisation();
  return enterprise;
}

Project ParseProject(const type::v1::Project& written, RecordRow& row, const Place& place) {
  Project project;
  project.category = place.Enum<ProjectCategory>(
      written.category(), type::v1::ProjectCategory_IsValid(written.category()),
      "project.category");
  for (const type::v1::StageSpan& span : written.stages()) {
    const std::string field = absl::StrCat("project.stages[", project.stages.size(), "]");
    StageSpan& parsed = project.stages.emplace_back();
    parsed.stage =
        place.Enum<Stage>(span.stage(), type::v1::Stage_IsValid(span.stage()), field + ".stage");
    if (span.has_when() &&
        !ParseRange(span.when(), place.origin, field + ".when", parsed.when, place.violations)) {
      row.unread |= kUnreadStages;
    }
  }
  project.owners.assign(written.owners().begin(), written.owners().end());
  return project;
}

Cluster ParseCluster(const type::v1::Cluster& written, const Place& place) {
  Cluster cluster;
  cluster.kind = place.Enum<ClusterKind>(
      written.kind(), type::v1::ClusterKind_IsValid(written.kind()), "cluster.kind");
  for (const type::v1::Seat& seat : written.seats()) {
    const std::string field = absl::StrCat("cluster.seats[", cluster.seats.size(), "].origin");
    Seat& parsed = cluster.seats.emplace_back();
    parsed.origin =
        place.Enum<SeatOrigin>(seat.origin(), type::v1::SeatOrigin_IsValid(seat.origin()), field);
    if (seat.has_count()) parsed.count = seat.count();
  }
  return cluster;
}

Measure ParseMeasure(const type::v1::Measure& written, RecordRow& row, const Place& place) {
  Measure measure;
  measure.unit = written.unit();
  measure.decimals = static_cast<uint8_t>(std::min<uint32_t>(written.decimals(), UINT8_MAX));
  measure.temporal_kind = place.Enum<TemporalKind>(
      written.temporal_kind(), type::v1::TemporalKind_IsValid(written.temporal_kind()),
      "measure.temporal_kind");
  if (const std::optional<Frequency> frequency = FrequencyOf(written.frequency())) {
    measure.frequency = *frequency;
  } else {
    row.unread |= kUnreadMeaning;
    place.Add("measure.frequency", Reason::kFieldRequired, "say MONTH, QUARTER, HALF_YEAR or YEAR");
  }
  const bool too_many = static_cast<size_t>(written.reporters_size()) > kReportersMax;
  if (too_many) {
    row.unread |= kUnreadMeaning;
    place.Add("measure.reporters", Reason::kTooLarge,
              absl::StrCat("has ", written.reporters_size(), " entries; name each kind once"));
  }
  for (int i = 0; i < written.reporters_size() && !too_many; ++i) {
    const std::optional<Reporter> reporter = ReporterOf(written.reporters(i));
    if (reporter) {
      measure.reporters |= ReporterBit(*reporter);
    } else {
      row.unread |= kUnreadMeaning;
      place.Add(
          absl::StrCat("measure.reporters[", i, "]"), Reason::kValueInvalid,
          "name a kind that reports: villages, enterprises, projects, or a level of divisions");
    }
  }
  measure.itemised = written.itemised();
  measure.additive = !written.non_additive();
  measure.non_negative = written.non_negative();
  if (written.has_carry_forward()) measure.carry_forward = written.carry_forward();
  if (written.has_due_days()) measure.due_days = written.due_days();
  return measure;
}

template <typename List>
bool IsTooLong(const List& written) {
  return static_cast<size_t>(written.size()) > kFilterEntriesMax;
}

/// A list of enums in a filter, of which none may be 0. One that is too long keeps its length
/// alone, for the rule that refuses it.
template <typename To, typename IsValid>
std::vector<To> ParseEnums(const google::protobuf::RepeatedField<int>& written,
                           const IsValid& is_valid, const std::string& field, const Place& place) {
  std::vector<To> parsed;
  if (IsTooLong(written)) {
    parsed.resize(static_cast<size_t>(written.size()));
    return parsed;
  }
  for (int i = 0; i < written.size(); ++i) {
    const int number = written.Get(i);
    parsed.push_back(
        place.Enum<To>(number, number != 0 && is_valid(number), absl::StrCat(field, "[", i, "]")));
  }
  return parsed;
}

/// As above.
std::vector<DivisionLevel> ParseLevels(
    const google::protobuf::RepeatedPtrField<std::string>& written, const std::string& field,
    const Place& place) {
  std::vector<DivisionLevel> parsed;
  if (IsTooLong(written)) {
    parsed.resize(static_cast<size_t>(written.size()));
    return parsed;
  }
  for (int i = 0; i < written.size(); ++i) {
    if (const std::optional<DivisionLevel> level = LevelOf(written.Get(i))) {
      parsed.push_back(*level);
    } else {
      place.Add(absl::StrCat(field, "[", i, "]"), Reason::kValueInvalid,
                "write nation, province, prefecture, county or town");
    }
  }
  return parsed;
}

Filter ParseFilter(const type::v1::Filter& written, const std::string& path, const Place& place) {
  Filter filter;
  filter.cluster_kinds = ParseEnums<ClusterKind>(
      written.cluster_kinds(), type::v1::ClusterKind_IsValid, path + ".cluster_kinds", place);
  filter.categories = ParseEnums<ProjectCategory>(
      written.categories(), type::v1::ProjectCategory_IsValid, path + ".categories", place);
  filter.stages =
      ParseEnums<Stage>(written.stages(), type::v1::Stage_IsValid, path + ".stages", place);
  filter.roles = ParseEnums<Role>(written.roles(), type::v1::Role_IsValid, path + ".roles", place);
  filter.division_levels = ParseLevels(written.division_levels(), path + ".division_levels", place);
  filter.industries.assign(written.industries().begin(), written.industries().end());
  for (const auto& [key, value] : written.labels())
    filter.labels.push_back({.key = key, .value = NormalizedText(value)});
  std::sort(filter.labels.begin(), filter.labels.end(),
            [](const Label& a, const Label& b) { return a.key < b.key; });
  filter.items.assign(written.items().begin(), written.items().end());
  if (written.has_party_organisation()) filter.party_organisation = written.party_organisation();
  return filter;
}

Indicator ParseIndicator(const type::v1::Indicator& written, const Place& place) {
  Indicator indicator{.stated_by = written.stated_by(), .population = written.population()};
  if (written.has_total()) {
    indicator.definition =
        TotalOf{.measure = written.total().measure(),
                .filter = ParseFilter(written.total().filter(), "indicator.total.filter", place)};
  } else if (written.has_count()) {
    const int kind = written.count().kind();
    CountOf count{.filter = ParseFilter(written.count().filter(), "indicator.count.filter", place)};
    if (kind >= type::v1::RECORD_KIND_VILLAGE && kind <= type::v1::RECORD_KIND_DIVISION) {
      count.kind = static_cast<RecordKind>(kind);
    } else {
      const bool none = kind == type::v1::RECORD_KIND_UNSPECIFIED;
      place.Add("indicator.count.kind", none ? Reason::kFieldRequired : Reason::kValueInvalid,
                none ? "say what is counted: VILLAGE, ENTERPRISE, PROJECT, CLUSTER or DIVISION"
                     : "only villages, enterprises, projects, clusters and divisions are counted");
    }
    indicator.definition = std::move(count);
  }
  return indicator;
}

}  // namespace

void ParseDetails(const type::v1::Record& record, RecordRow& row, Violations& violations) {
  const Place place{.origin = row.origin, .violations = violations};
  auto& details = row.record->details;
  switch (record.details_case()) {
    case type::v1::Record::kVillage:
      details = Village{};
      break;
    case type::v1::Record::kEnterprise:
      details = ParseEnterprise(record.enterprise());
      break;
    case type::v1::Record::kProject:
      details = ParseProject(record.project(), row, place);
      break;
    case type::v1::Record::kCluster:
      details = ParseCluster(record.cluster(), place);
      break;
    case type::v1::Record::kDivision:
      details = Division{.successors = {record.division().successors().begin(),
                                        record.division().successors().end()}};
      break;
    case type::v1::Record::kMeasure:
      details = ParseMeasure(record.measure(), row, place);
      break;
    case type::v1::Record::kIndicator:
      details = ParseIndicator(record.indicator(), place);
      break;
    case type::v1::Record::DETAILS_NOT_SET:
      break;
  }
}

}  // namespace taizhang::ledger
