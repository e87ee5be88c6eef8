#include "services/ledger/core/canonical_form.h"

#include <cstdint>
#include <variant>

namespace taizhang::ledger {
namespace {

/// Numbers as varints, texts behind their length: no two sequences of calls give the same bytes.
class Writer {
 public:
  explicit Writer(size_t reserve) { bytes_.reserve(reserve); }

  void Put(uint64_t number) {
    char buffer[10];
    size_t size = 0;
    for (; number >= 0x80; number >>= 7U)
      buffer[size++] = static_cast<char>(0x80U | (number & 0x7FU));
    buffer[size++] = static_cast<char>(number);
    bytes_.append(buffer, size);
  }
  void Put(Int128 number) {
    Put(static_cast<uint64_t>(number));
    Put(static_cast<uint64_t>(number >> 64U));
  }
  void Put(std::string_view text) {
    Put(uint64_t{text.size()});
    bytes_.append(text);
  }
  void Put(const DayRange& when) {
    Put(static_cast<uint64_t>(when.start - kDayMin));
    Put(static_cast<uint64_t>(when.end - kDayMin));
  }
  template <typename E>
  void PutEnum(E value) {
    Put(static_cast<uint64_t>(value));
  }
  template <typename T>
  void PutOptional(const std::optional<T>& value) {
    Put(value ? uint64_t{*value} + 1 : 0);
  }
  std::string Take() { return std::move(bytes_); }

  void PutLabels(const std::vector<Label>& labels) {
    Put(uint64_t{labels.size()});
    for (const Label& label : labels) {
      Put(label.key);
      Put(label.value);
    }
  }
  template <typename E>
  void PutEnums(const std::vector<E>& values) {
    Put(uint64_t{values.size()});
    for (const E value : values) PutEnum(value);
  }
  void PutTexts(const std::vector<std::string>& texts) {
    Put(uint64_t{texts.size()});
    for (const std::string& text : texts) Put(text);
  }

 private:
  std::string bytes_;
};

/// One function for each kind's own fields.
struct DetailsWriter {
  Writer& out;

  void operator()(std::monostate) const {}
  void operator()(const Village&) const {}
  void operator()(const Division& division) const {
    if (!division.successors.empty()) out.PutTexts(division.successors);
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
  }
  void operator()(const Indicator& indicator) const {
    out.Put(uint64_t{indicator.definition.index()});
    if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) {
      out.Put(total->measure);
      PutFilter(total->filter);
    } else if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
      out.PutEnum(count->kind);
      PutFilter(count->filter);
    }
    out.Put(indicator.stated_by);
    out.Put(indicator.population);
  }

  void PutFilter(const Filter& filter) const {
    out.PutEnums(filter.cluster_kinds);
    out.PutEnums(filter.categories);
    out.PutEnums(filter.stages);
    out.PutEnums(filter.roles);
    out.PutEnums(filter.division_levels);
    out.PutTexts(filter.industries);
    out.PutLabels(filter.labels);
    out.PutTexts(filter.items);
    out.PutOptional(filter.party_organisation);
  }
};

/// Which alternative the details are. Fields that came later have numbers of their own where they
/// are set, so that all older forms stay as they were.
uint64_t DetailsTag(const Record& record) {
  constexpr uint64_t kWithSuccessors = 16;
  const auto* division = std::get_if<Division>(&record.details);
  const bool has_successors = division != nullptr && !division->successors.empty();
  return uint64_t{record.details.index()} + (has_successors ? kWithSuccessors : 0);
}

void PutRecord(const RecordRow& row, Writer& out) {
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

void PutObservation(const ObservationRow& row, Writer& out) {
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
  Writer out((rows.records.size() + rows.observations.size()) * kBytesNear);
  out.Put(uint64_t{rows.records.size()});
  for (const RecordRow& row : rows.records) PutRecord(row, out);
  out.Put(uint64_t{rows.observations.size()});
  for (const ObservationRow& row : rows.observations) PutObservation(row, out);
  return out.Take();
}

}  // namespace taizhang::ledger
