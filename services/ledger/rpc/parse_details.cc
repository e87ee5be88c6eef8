#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/record_rules.h"
#include "services/ledger/rpc/enum_tables.h"
#include "services/ledger/rpc/parse_definition.h"
#include "services/ledger/rpc/parse_record.h"

namespace taizhang::ledger {
namespace {

Enterprise ParseEnterprise(const type::v1::Enterprise& written) {
  Enterprise enterprise{.credit_code = written.credit_code(), .industry = written.industry()};
  if (written.has_party_organisation())
    enterprise.party_organisation = written.party_organisation();
  return enterprise;
}

Project ParseProject(const type::v1::Project& written, RecordRow& row, const DetailsPlace& place) {
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

Cluster ParseCluster(const type::v1::Cluster& written, const DetailsPlace& place) {
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

Measure ParseMeasure(const type::v1::Measure& written, RecordRow& row, const DetailsPlace& place) {
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
  measure.about_tolerance = ParseTolerance(written.about_tolerance(), place);
  measure.filter = ParseFilter(written.filter(), "measure.filter", place);
  return measure;
}

}  // namespace

void ParseDetails(const type::v1::Record& record, RecordRow& row, Violations& violations) {
  const DetailsPlace place{.origin = row.origin, .violations = violations};
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
      details = ParseIndicator(record.indicator(), row, place);
      break;
    case type::v1::Record::DETAILS_NOT_SET:
      break;
  }
}

}  // namespace taizhang::ledger
