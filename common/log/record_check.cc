#include "common/log/record_check.h"

#include <cstdint>
#include <string>

#include "common/facts/record.h"
#include "common/values/decimal.h"
#include "common/values/division_code.h"
#include "common/values/period.h"
#include "common/values/record_name.h"

namespace taizhang {
namespace {

using storage::v1::StoredRecord;

template <typename E>
bool Has(uint32_t number, E last) {
  return number <= static_cast<uint32_t>(last);
}

template <typename Numbers, typename E>
bool AllHave(const Numbers& numbers, E last) {
  for (const uint32_t number : numbers) {
    if (!Has(number, last)) return false;
  }
  return true;
}

bool IsName(const std::string& text) { return RecordName::Parse(text).ok(); }
bool IsNameOrEmpty(const std::string& text) { return text.empty() || IsName(text); }

bool InRange(const storage::v1::DayRange& range) {
  const auto is_day = [](int32_t day) { return kDayMin <= day && day <= kDayMax; };
  return (!range.has_start() || is_day(range.start())) && (!range.has_end() || is_day(range.end()));
}

const char* FindInCommon(const StoredRecord& stored, Ordinal texts_end) {
  if (stored.display_name() >= texts_end) return "display_name";
  if (stored.english_name() >= texts_end) return "english_name";
  if (stored.description() >= texts_end) return "description";
  if (!InRange(stored.active())) return "active";
  for (const auto& label : stored.labels()) {
    if (label.value() >= texts_end) return "labels.value";
  }
  for (const auto& placement : stored.placements()) {
    if (!IsName(placement.place())) return "placements.place";
    if (!InRange(placement.when())) return "placements.when";
  }
  for (const auto& membership : stored.memberships()) {
    if (!IsName(membership.cluster())) return "memberships.cluster";
    if (!Has(membership.role(), Role::kBrandOperator)) return "memberships.role";
    if (!InRange(membership.when())) return "memberships.when";
  }
  return nullptr;
}

const char* FindIn(const storage::v1::Project& project) {
  if (!Has(project.category(), ProjectCategory::kOther)) return "project.category";
  for (const auto& span : project.stages()) {
    if (!Has(span.stage(), Stage::kCancelled)) return "project.stages.stage";
    if (!InRange(span.when())) return "project.stages.when";
  }
  for (const std::string& owner : project.owners()) {
    if (!IsName(owner)) return "project.owners";
  }
  return nullptr;
}

const char* FindIn(const storage::v1::Cluster& cluster) {
  if (!Has(cluster.kind(), ClusterKind::kPark)) return "cluster.kind";
  for (const auto& seat : cluster.seats()) {
    if (!Has(seat.origin(), SeatOrigin::kEnterprise)) return "cluster.seats.origin";
  }
  return nullptr;
}

const char* FindIn(const storage::v1::Division& division) {
  for (const std::string& successor : division.successors()) {
    if (!IsName(successor)) return "division.successors";
  }
  return nullptr;
}

bool IsFrequency(uint32_t months) {
  return months == 1 || months == 3 || months == 6 || months == 12;
}

constexpr uint32_t kAllReporters =
    ReporterBit(Reporter::kVillage) | ReporterBit(Reporter::kEnterprise) |
    ReporterBit(Reporter::kProject) | ReporterBit(Reporter::kNation) |
    ReporterBit(Reporter::kProvince) | ReporterBit(Reporter::kPrefecture) |
    ReporterBit(Reporter::kCounty) | ReporterBit(Reporter::kTown);

const char* FindIn(const storage::v1::Measure& measure) {
  if (measure.decimals() > static_cast<uint32_t>(Decimal::kMaxScale)) return "measure.decimals";
  if (!Has(measure.temporal_kind(), TemporalKind::kYearToDate)) return "measure.temporal_kind";
  if (!IsFrequency(measure.frequency())) return "measure.frequency";
  if ((measure.reporters() & ~kAllReporters) != 0) return "measure.reporters";
  return nullptr;
}

const char* FindIn(const storage::v1::Filter& filter) {
  if (!AllHave(filter.cluster_kinds(), ClusterKind::kPark)) return "filter.cluster_kinds";
  if (!AllHave(filter.categories(), ProjectCategory::kOther)) return "filter.categories";
  if (!AllHave(filter.stages(), Stage::kCancelled)) return "filter.stages";
  if (!AllHave(filter.roles(), Role::kBrandOperator)) return "filter.roles";
  if (!AllHave(filter.division_levels(), DivisionLevel::kVillage)) return "filter.division_levels";
  return nullptr;
}

const char* FindIn(const storage::v1::Indicator& indicator) {
  if (!IsNameOrEmpty(indicator.stated_by())) return "indicator.stated_by";
  if (!IsNameOrEmpty(indicator.population())) return "indicator.population";
  if (indicator.has_total()) {
    if (!IsName(indicator.total().measure())) return "indicator.total.measure";
    return FindIn(indicator.total().filter());
  }
  if (indicator.has_count()) {
    const uint32_t kind = indicator.count().kind();
    if (kind == 0 || !Has(kind, RecordKind::kIndicator)) return "indicator.count.kind";
    return FindIn(indicator.count().filter());
  }
  return nullptr;
}

}  // namespace

const char* FindDamage(const StoredRecord& stored, Ordinal texts_end) {
  if (const char* damage = FindInCommon(stored, texts_end)) return damage;
  switch (stored.details_case()) {
    case StoredRecord::kVillage:
    case StoredRecord::kEnterprise:
      return nullptr;
    case StoredRecord::kDivision:
      return FindIn(stored.division());
    case StoredRecord::kProject:
      return FindIn(stored.project());
    case StoredRecord::kCluster:
      return FindIn(stored.cluster());
    case StoredRecord::kMeasure:
      return FindIn(stored.measure());
    case StoredRecord::kIndicator:
      return FindIn(stored.indicator());
    case StoredRecord::DETAILS_NOT_SET:
      break;
  }
  return "details";
}

}  // namespace taizhang
