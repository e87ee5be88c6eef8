#include "common/log/details_codec.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/log/definition_codec.h"

namespace taizhang {
namespace {

namespace stored = storage::v1;

template <typename E>
uint32_t NumberOf(E value) {
  return static_cast<uint32_t>(value);
}

// One overload for each alternative of Record::details.
struct DetailsEncoder {
  stored::StoredRecord& out;

  void operator()(std::monostate /*none*/) const { out.clear_details(); }
  void operator()(const Village& /*village*/) const { out.mutable_village(); }
  void operator()(const Division& division) const {
    stored::Division& to = *out.mutable_division();
    for (const std::string& successor : division.successors) to.add_successors(successor);
  }

  void operator()(const Enterprise& enterprise) const {
    stored::Enterprise& to = *out.mutable_enterprise();
    to.set_credit_code(enterprise.credit_code);
    to.set_industry(enterprise.industry);
    if (enterprise.party_organisation) to.set_party_organisation(*enterprise.party_organisation);
  }

  void operator()(const Project& project) const {
    stored::Project& to = *out.mutable_project();
    to.set_category(NumberOf(project.category));
    for (const StageSpan& span : project.stages) {
      stored::StageSpan& stage = *to.add_stages();
      stage.set_stage(NumberOf(span.stage));
      if (span.when != DayRange{}) EncodeDayRange(span.when, *stage.mutable_when());
    }
    for (const std::string& owner : project.owners) to.add_owners(owner);
  }

  void operator()(const Cluster& cluster) const {
    stored::Cluster& to = *out.mutable_cluster();
    to.set_kind(NumberOf(cluster.kind));
    for (const Seat& seat : cluster.seats) {
      stored::Seat& seats = *to.add_seats();
      seats.set_origin(NumberOf(seat.origin));
      if (seat.count) seats.set_count(*seat.count);
    }
  }

  void operator()(const Measure& measure) const {
    stored::Measure& to = *out.mutable_measure();
    to.set_unit(measure.unit);
    to.set_decimals(measure.decimals);
    to.set_temporal_kind(NumberOf(measure.temporal_kind));
    to.set_frequency(NumberOf(measure.frequency));
    to.set_reporters(measure.reporters);
    to.set_itemised(measure.itemised);
    to.set_additive(measure.additive);
    to.set_non_negative(measure.non_negative);
    if (measure.carry_forward) to.set_carry_forward(*measure.carry_forward);
    if (measure.due_days) to.set_due_days(*measure.due_days);
    to.set_about_tolerance(measure.about_tolerance);
    if (!measure.filter.IsEmpty()) EncodeFilter(measure.filter, *to.mutable_filter());
  }

  void operator()(const Indicator& indicator) const {
    EncodeIndicator(indicator, *out.mutable_indicator());
  }
};

Enterprise DecodeEnterprise(const stored::Enterprise& in) {
  Enterprise enterprise;
  enterprise.credit_code = in.credit_code();
  enterprise.industry = in.industry();
  if (in.has_party_organisation()) enterprise.party_organisation = in.party_organisation();
  return enterprise;
}

Project DecodeProject(const stored::Project& in) {
  Project project;
  project.category = static_cast<ProjectCategory>(in.category());
  for (const auto& stage : in.stages()) {
    project.stages.push_back({static_cast<Stage>(stage.stage()), DecodeDayRange(stage.when())});
  }
  project.owners.assign(in.owners().begin(), in.owners().end());
  return project;
}

Cluster DecodeCluster(const stored::Cluster& in) {
  Cluster cluster;
  cluster.kind = static_cast<ClusterKind>(in.kind());
  for (const auto& seat : in.seats()) {
    cluster.seats.push_back(
        {static_cast<SeatOrigin>(seat.origin()),
         seat.has_count() ? std::optional<uint32_t>(seat.count()) : std::nullopt});
  }
  return cluster;
}

Measure DecodeMeasure(const stored::Measure& in) {
  Measure measure;
  measure.unit = in.unit();
  measure.decimals = static_cast<uint8_t>(in.decimals());
  measure.temporal_kind = static_cast<TemporalKind>(in.temporal_kind());
  measure.frequency = static_cast<Frequency>(in.frequency());
  measure.reporters = in.reporters();
  measure.itemised = in.itemised();
  measure.additive = in.additive();
  measure.non_negative = in.non_negative();
  if (in.has_carry_forward()) measure.carry_forward = in.carry_forward();
  if (in.has_due_days()) measure.due_days = in.due_days();
  measure.about_tolerance = static_cast<uint16_t>(in.about_tolerance());
  measure.filter = DecodeFilter(in.filter());
  return measure;
}

}  // namespace

void EncodeDayRange(const DayRange& range, stored::DayRange& out) {
  if (range.start != kDayMin) out.set_start(range.start);
  if (range.end != kDayMax) out.set_end(range.end);
}

DayRange DecodeDayRange(const stored::DayRange& in) {
  return {in.has_start() ? in.start() : kDayMin, in.has_end() ? in.end() : kDayMax};
}

void EncodeDetails(const Record& record, stored::StoredRecord& out) {
  std::visit(DetailsEncoder{out}, record.details);
}

void DecodeDetails(const stored::StoredRecord& in, Record& record) {
  switch (in.details_case()) {
    case stored::StoredRecord::kVillage:
      record.details = Village{};
      break;
    case stored::StoredRecord::kEnterprise:
      record.details = DecodeEnterprise(in.enterprise());
      break;
    case stored::StoredRecord::kProject:
      record.details = DecodeProject(in.project());
      break;
    case stored::StoredRecord::kCluster:
      record.details = DecodeCluster(in.cluster());
      break;
    case stored::StoredRecord::kDivision:
      record.details = Division{
          .successors = {in.division().successors().begin(), in.division().successors().end()}};
      break;
    case stored::StoredRecord::kMeasure:
      record.details = DecodeMeasure(in.measure());
      break;
    case stored::StoredRecord::kIndicator:
      record.details = DecodeIndicator(in.indicator());
      break;
    case stored::StoredRecord::DETAILS_NOT_SET:
      record.details = std::monostate{};
      break;
  }
}

}  // namespace taizhang
