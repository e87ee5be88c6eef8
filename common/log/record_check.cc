#include "common/log/record_check.h"

#include <cstdint>
#include <string>

#include "common/facts/record.h"
#include "common/log/definition_check.h"
#include "common/log/number_check.h"
#include "common/values/decimal.h"
#include "common/values/period.h"

namespace taizhang {
namespace {

using storage::v1::StoredRecord;

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
    if (!HasNumber(membership.role(), Role::kBrandOperator)) return "memberships.role";
    if (!InRange(membership.when())) return "memberships.when";
  }
  return nullptr;
}

const char* FindIn(const storage::v1::Project& project) {
  if (!HasNumber(project.category(), ProjectCategory::kOther)) return "project.category";
  for (const auto& span : project.stages()) {
    if (!HasNumber(span.stage(), Stage::kCancelled)) return "project.stages.stage";
    if (!InRange(span.when())) return "project.stages.when";
  }
  for (const std::string& owner : project.owners()) {
    if (!IsName(owner)) return "project.owners";
  }
  return nullptr;
}

const char* FindIn(const storage::v1::Cluster& cluster) {
  if (!HasNumber(cluster.kind(), ClusterKind::kPark)) return "cluster.kind";
  for (const auto& seat : cluster.seats()) {
    if (!HasNumber(seat.origin(), SeatOrigin::kEnterprise)) return "cluster.seats.origin";
  }
  return nullptr;
}

const char* FindIn(const storage::v1::Division& division) {
  for (const std::string& successor : division.successors()) {
    if (!IsName(successor)) return "division.successors";
  }
  return nullptr;
}

constexpr uint32_t kAllReporters =
    ReporterBit(Reporter::kVillage) | ReporterBit(Reporter::kEnterprise) |
    ReporterBit(Reporter::kProject) | ReporterBit(Reporter::kNation) |
    ReporterBit(Reporter::kProvince) | ReporterBit(Reporter::kPrefecture) |
    ReporterBit(Reporter::kCounty) | ReporterBit(Reporter::kTown);

constexpr uint32_t kTolerancesEnd = 10'000;

const char* FindIn(const storage::v1::Measure& measure) {
  if (measure.decimals() > static_cast<uint32_t>(Decimal::kMaxScale)) return "measure.decimals";
  if (!HasNumber(measure.temporal_kind(), TemporalKind::kYearToDate))
    return "measure.temporal_kind";
  if (!IsFrequency(measure.frequency())) return "measure.frequency";
  if ((measure.reporters() & ~kAllReporters) != 0) return "measure.reporters";
  if (measure.about_tolerance() >= kTolerancesEnd) return "measure.about_tolerance";
  // One without conditions is never written.
  if (measure.has_filter() && measure.filter().ByteSizeLong() == 0) return "measure.filter";
  return FindDamageInFilter(measure.filter());
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
      return FindDamageInIndicator(stored.indicator());
    case StoredRecord::DETAILS_NOT_SET:
      break;
  }
  return "details";
}

}  // namespace taizhang
