#pragma once

#include <optional>
#include <string_view>

#include "common/facts/record.h"
#include "common/values/period.h"
#include "common/values/record_name.h"

namespace taizhang::aggregator {

/// A total as it is put to one partition.
struct TotalQuestion {
  const RecordName& scope;
  std::string_view measure_id;
  const Measure& measure;
  const Filter& filter;
  Period period;  ///< whole measure-periods
  TimeFold over_time = TimeFold::kNatural;
  MemberFold over_members = MemberFold::kSum;
  /// Who is a member on this day counts in every measure-period (R5); unset: who is one then.
  std::optional<Day> members_on;

  /// Whether its amounts are folded over time as they add up.
  [[nodiscard]] bool IsNatural() const {
    switch (measure.temporal_kind) {
      case TemporalKind::kFlow:
        return over_time == TimeFold::kNatural || over_time == TimeFold::kSum;
      case TemporalKind::kStock:
        return over_time == TimeFold::kNatural || over_time == TimeFold::kLast;
      case TemporalKind::kYearToDate:
      case TemporalKind::kUnspecified:
        return true;
    }
    return true;
  }
  /// Whether it adds up.
  [[nodiscard]] bool IsTotal() const { return IsNatural() && over_members == MemberFold::kSum; }
  /// Whether cells hold it at divisions and clusters: otherwise it is evaluated from members.
  [[nodiscard]] bool IsKept() const {
    return IsTotal() && filter.IsEmpty() && measure.filter.IsEmpty() && !members_on;
  }
};

/// A count of records as it is put to one partition.
struct CountQuestion {
  const RecordName& scope;
  const CountOf& count;
  Day day;  ///< on which it is read: the query's last, or the one on which members count (R5)
};

}  // namespace taizhang::aggregator
