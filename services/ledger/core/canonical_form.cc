#include "services/ledger/core/canonical_form.h"

#include <cstdint>
#include <variant>

#include "services/ledger/core/canonical_writer.h"

namespace taizhang::ledger {
namespace {

// Whether the details have fields that came after the first form.
template <typename Details>
bool HasLaterFields(const Details& /*details*/) {
  return false;
}
bool HasLaterFields(const Division& division) { return !division.successors.empty(); }
bool HasLaterFields(const Measure& measure) {
  return measure.about_tolerance != 0 || !measure.filter.IsEmpty();
}
bool HasLaterFields(const Indicator& indicator) { return HasLaterParts(indicator); }

/// One function for each kind's own fields.
struct DetailsWriter {
  CanonicalWriter& out;

  void operator()(std::monostate) const {}
  void operator()(const Village&) const {}
  void operator()(const Division& division) const {
    if (HasLaterFields(division)) out.PutTexts(division.successors);
  }
  void operator()(const Enterprise& enterprise) const {
    out.Put(enterprise.credit_code);
    out.Put(enterprise.industry);
    out.PutOptional(enterprise.party_organisation);
  }
  void operator()(const Project& project) const {
    out.PutEnum(project.category);
    out.Put(uint64_t{project.stages.size()});
    for (const StageSpan& span : project.stages) {
      out.PutEnum(span.stage);
      out.Put(span.when);
    }
    out.PutTexts(project.owners);
  }
  void operator()(const Cluster& cluster) const {
    out.PutEnum(cluster.kind);
    out.Put(uint64_t{cluster.seats.size()});
    for (const Seat& seat : cluster.seats) {
      out.PutEnum(seat.origin);
      out.PutOptional(seat.count);
    }
  }
  void operator()(const Measure& measure) const {
    out.Put(measure.unit);
    out.Put(uint64_t{measure.decimals});
    out.PutEnum(measure.temporal_kind);
    out.PutEnum(measure.frequency);
    out.Put(uint64_t{measure.reporters});
    out.Put(uint64_t{measure.itemised});
    out.Put(uint64_t{measure.additive});
    out.Put(uint64_t{measure.non_negative});
    out.PutOptional(measure.carry_forward);
    out.PutOptional(measure.due_days);
    if (!HasLaterFields(measure)) return;
    out.Put(uint64_t{measure.about_tolerance});
    PutFilter(measure.filter, out);
  }
  void operator()(const Indicator& indicator) const { PutIndicator(indicator, out); }
};

/// Which alternative the details are. Fields that came later have numbers of their own where they
/// are set, so that all older forms stay as they were.
uint64_t DetailsTag(const Record& record) {
  constexpr uint64_t kWithLaterFields = 16;
  const bool has_later =
      std::visit([](const auto& of) { return HasLaterFields(of); }, record.details);
  return uint64_t{record.details.index()} + (has_later ? kWithLaterFields : 0);
}

void PutRecord(const RecordRow& row, CanonicalWriter& out) {
  out.Put(row.name.text());
  out.Put(row.etag);
  out.Put(uint64_t{row.record != nullptr} | static_cast<uint64_t>(row.existence) << 1U);
  if (row.record == nullptr) return;
  const Record& record = *row.record;
  out.Put(record.display_name);
  out.Put(record.english_name);
  out.Put(record.description);
  out.PutLabels(record.labels);
  out.Put(uint64_t{record.placements.size()});
  for (const Placement& placement : record.placements) {
    out.Put(placement.place);
    out.Put(placement.when);
  }
  out.Put(uint64_t{record.memberships.size()});
  for (const Membership& membership : record.memberships) {
    out.Put(membership.cluster);
    out.PutEnum(membership.role);
    out.Put(membership.when);
  }
  out.Put(record.active);
  out.Put(DetailsTag(record));
  std::visit(DetailsWriter{out}, record.details);
}

void PutObservation(const ObservationRow& row, CanonicalWriter& out) {
  const uint64_t flags =
      (uint64_t{row.withdraw} << 0U) | (uint64_t{row.not_available} << 1U) |
      (static_cast<uint64_t>(row.basis) << 2U) | (static_cast<uint64_t>(row.period_basis) << 4U) |
      (static_cast<uint64_t>(row.amount.bound) << 8U) |
      (static_cast<uint64_t>(row.amount.number.scale()) << 12U) |
      (static_cast<uint64_t>(row.existence) << 17U) | (uint64_t{row.quantum.has_value()} << 19U);
  out.Put(flags);
  out.Put(static_cast<uint64_t>(row.period.first_month()));
  out.Put(static_cast<uint64_t>(row.period.months()));
  out.Put(row.subject);
  out.Put(row.measure);
  out.Put(row.item);
  out.Put(row.source);
  out.Put(row.amount.number.coefficient());
  out.Put(row.amount.unit);
  out.Put(row.remark);
  out.Put(row.etag);
  if (!row.quantum) return;
  const Decimal quantum = row.quantum->Normalized();
  out.Put(quantum.coefficient());
  out.Put(static_cast<uint64_t>(quantum.scale()));
}

}  // namespace

std::string CanonicalForm(const Rows& rows) {
  constexpr size_t kBytesNear = 192;
  CanonicalWriter out((rows.records.size() + rows.observations.size()) * kBytesNear);
  out.Put(uint64_t{rows.records.size()});
  for (const RecordRow& row : rows.records) PutRecord(row, out);
  out.Put(uint64_t{rows.observations.size()});
  for (const ObservationRow& row : rows.observations) PutObservation(row, out);
  return out.Take();
}

}  // namespace taizhang::ledger
