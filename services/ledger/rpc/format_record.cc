#include "services/ledger/rpc/format_record.h"

#include <string>

#include "common/wire/definition_format.h"
#include "services/ledger/core/etag.h"
#include "services/ledger/rpc/enum_tables.h"

namespace taizhang::ledger {
namespace {

void FormatRange(const DayRange& when, type::v1::DateRange& out) {
  if (when.start != kDayMin) out.set_start(FormatDay(when.start));
  if (when.end != kDayMax) out.set_end(FormatDay(when.end));
}

/// One function for each kind's own fields; each sets its part of `details`, even where nothing in
/// it is recorded.
struct DetailsFormatter {
  type::v1::Record& out;

  void operator()(std::monostate) const {}
  void operator()(const Village&) const { out.mutable_village(); }
  void operator()(const Division& division) const {
    type::v1::Division& written = *out.mutable_division();
    for (const std::string& successor : division.successors) written.add_successors(successor);
  }
  void operator()(const Enterprise& enterprise) const {
    type::v1::Enterprise& written = *out.mutable_enterprise();
    written.set_credit_code(enterprise.credit_code);
    written.set_industry(enterprise.industry);
    if (enterprise.party_organisation)
      written.set_party_organisation(*enterprise.party_organisation);
  }
  void operator()(const Project& project) const {
    type::v1::Project& written = *out.mutable_project();
    written.set_category(static_cast<type::v1::ProjectCategory>(project.category));
    for (const StageSpan& span : project.stages) {
      type::v1::StageSpan& added = *written.add_stages();
      added.set_stage(static_cast<type::v1::Stage>(span.stage));
      if (span.when != DayRange{}) FormatRange(span.when, *added.mutable_when());
    }
    for (const std::string& owner : project.owners) written.add_owners(owner);
  }
  void operator()(const Cluster& cluster) const {
    type::v1::Cluster& written = *out.mutable_cluster();
    written.set_kind(static_cast<type::v1::ClusterKind>(cluster.kind));
    for (const Seat& seat : cluster.seats) {
      type::v1::Seat& added = *written.add_seats();
      added.set_origin(static_cast<type::v1::SeatOrigin>(seat.origin));
      if (seat.count) added.set_count(*seat.count);
    }
  }
  void operator()(const Measure& measure) const {
    type::v1::Measure& written = *out.mutable_measure();
    written.set_unit(measure.unit);
    written.set_decimals(measure.decimals);
    written.set_temporal_kind(static_cast<type::v1::TemporalKind>(measure.temporal_kind));
    written.set_frequency(ToProto(measure.frequency));
    for (const Reporter reporter :
         {Reporter::kVillage, Reporter::kEnterprise, Reporter::kProject, Reporter::kNation,
          Reporter::kProvince, Reporter::kPrefecture, Reporter::kCounty, Reporter::kTown}) {
      if ((measure.reporters & ReporterBit(reporter)) != 0)
        written.add_reporters(ToProto(reporter));
    }
    written.set_itemised(measure.itemised);
    written.set_non_additive(!measure.additive);
    written.set_non_negative(measure.non_negative);
    if (measure.carry_forward) written.set_carry_forward(*measure.carry_forward);
    if (measure.due_days) written.set_due_days(*measure.due_days);
    written.set_about_tolerance(FormatTolerance(measure.about_tolerance));
    if (!measure.filter.IsEmpty()) FormatFilter(measure.filter, *written.mutable_filter());
  }
  void operator()(const Indicator& indicator) const {
    FormatIndicator(indicator, *out.mutable_indicator());
  }
};

}  // namespace

void FormatRecord(std::string_view name, const Record& record, uint64_t revision,
                  type::v1::Record& out) {
  out.set_name(std::string(name));
  out.set_display_name(record.display_name);
  out.set_english_name(record.english_name);
  out.set_description(record.description);
  for (const Label& label : record.labels) (*out.mutable_labels())[label.key] = label.value;
  for (const Placement& placement : record.placements) {
    type::v1::Placement& added = *out.add_placements();
    added.set_place(placement.place);
    if (placement.when != DayRange{}) FormatRange(placement.when, *added.mutable_when());
  }
  for (const Membership& membership : record.memberships) {
    type::v1::Membership& added = *out.add_memberships();
    added.set_cluster(membership.cluster);
    added.set_role(static_cast<type::v1::Role>(membership.role));
    if (membership.when != DayRange{}) FormatRange(membership.when, *added.mutable_when());
  }
  if (record.active != DayRange{}) FormatRange(record.active, *out.mutable_active());
  std::visit(DetailsFormatter{out}, record.details);
  out.set_etag(EtagOf(revision, name));
  out.set_revision(static_cast<int64_t>(revision));
}

void FormatObservation(const ObservationQuery& query, const ObservationRead& read,
                       type::v1::Observation& out) {
  const auto& measure = std::get<Measure>(read.measure->details);
  const Stamp& stamp = read.version.stamp;
  out.set_subject(query.subject.text());
  out.set_measure(query.measure.text());
  out.set_period(read.period.ToString());
  (read.is_contribution ? out.mutable_item() : out.mutable_source())->assign(read.id);
  if (stamp.state == ObservationState::kNotAvailable) {
    out.set_not_available(true);
  } else {
    type::v1::Amount& amount = *out.mutable_amount();
    amount.set_value(FormatScaledShort(read.version.value, measure.decimals));
    amount.set_unit(measure.unit);
    amount.set_bound(ToProto(stamp.bound));
    amount.set_quantum(stamp.quantum.ToString());
  }
  if (!read.is_contribution) out.set_basis(ToProto(stamp.basis));
  out.set_period_basis(ToProto(stamp.period_basis));
  out.set_remark(read.remark);
  const std::string key = EtagKey(out.subject(), out.measure(), read.id, out.period());
  out.set_etag(EtagOf(read.version.revision, key));
  out.set_revision(static_cast<int64_t>(read.version.revision));
}

}  // namespace taizhang::ledger
