#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/facts/facts_at.h"
#include "common/facts/record.h"
#include "common/values/interval.h"
#include "services/aggregator/core/amount_rules.h"
#include "services/aggregator/core/periods.h"
#include "services/aggregator/core/plan_table.h"

namespace taizhang::aggregator {

/// What a member says of one measure-period: its items together (R8), or its newest REMAINDER (R2).
struct PeriodAmount {
  bool observed = false;  ///< an amount, or stated to be not available
  bool has_amount = false;
  bool bounded = false;  ///< one of its amounts is not EXACT
  Counters counters;     ///< `count` amounts

  friend bool operator==(const PeriodAmount&, const PeriodAmount&) = default;
};

/// Adds one observed amount.
void AddVersion(PeriodAmount& amount, Int128 value, Bound bound, const AmountRules& rules);

/// On which day membership decides of a measure-period (R5).
inline DayRule DayRuleOf(const Measure& measure) {
  return measure.temporal_kind == TemporalKind::kStock ? DayRule::kLastDay
                                                       : DayRule::kLastActiveDay;
}

/// Reads one member's observations of one measure from facts. Keeps the year that was read last;
/// made once, it is pointed at one member after another. Facts must not change between Select and
/// the last read.
class Series {
 public:
  /// `items`, where not null: only these count; a period that has only others is observed without
  /// an amount.
  Series(ObservationsAt table, Ordinal ordinal, const Measure& measure,
         const std::vector<Ordinal>* items = nullptr);

  /// `years`: all in which it may be observed.
  void Select(Member member, YearRange years);

  /// Years in which the member may be observed: first > last where in none.
  [[nodiscard]] int first_year() const { return first_year_; }
  [[nodiscard]] int last_year() const { return last_year_; }
  [[nodiscard]] Frequency frequency() const { return frequency_; }
  [[nodiscard]] bool non_negative() const { return rules_.non_negative; }

  /// Bit n: the n-th measure-period of the year is observed.
  uint32_t ObservedIn(int year) {
    if (year_ != year) Load(year);
    return observed_;
  }
  /// Those of the year that was read last of which one exact amount is all that is said.
  [[nodiscard]] uint32_t exact() const { return exact_; }
  [[nodiscard]] Int128 ExactAt(int slot) const { return table_.ValueAt(single_, slot); }
  [[nodiscard]] bool IsObserved(PeriodIndex k) {
    const YearSlot at = YearSlotOf(k, frequency_);
    return (ObservedIn(at.year) >> static_cast<unsigned>(at.slot) & 1U) != 0;
  }
  /// Valid until another year is read.
  const PeriodAmount& At(PeriodIndex k);
  /// By its place in a year; `year` must be the one that was read last.
  const PeriodAmount& AtSlot(int slot);
  /// Strictly before `k`; strictly after `k` and before `end`.
  std::optional<PeriodIndex> LastBefore(PeriodIndex k);
  std::optional<PeriodIndex> FirstAfter(PeriodIndex k, PeriodIndex end);

  /// Years that were read so far: what reading costs.
  [[nodiscard]] int64_t years_read() const { return years_read_; }

 private:
  void Load(int year);
  void AddContribution(PeriodAmount& amount, ObservationTable::Handle handle, Ordinal id, int slot,
                       bool inexact, bool& not_available);
  PeriodAmount ContributionAt(int slot);
  PeriodAmount RemainderAt(int slot);

  ObservationsAt table_;
  Ordinal ordinal_;
  Frequency frequency_;
  int in_year_;
  AmountRules rules_;
  const std::vector<Ordinal>* items_;
  YearRange measure_years_;  ///< of all members
  int first_year_;
  int last_year_;
  int64_t years_read_ = 0;
  Member member_;
  int year_ = -1;  ///< the one that is loaded
  uint32_t observed_ = 0;
  uint32_t read_ = 0;  ///< bit n: amounts_[n] is of the loaded year
  std::array<PeriodAmount, 12> amounts_;
  ObservationTable::Handle first_ = 0;   ///< chunk of the loaded year
  ObservationTable::Handle single_ = 0;  ///< the only one that counts; 0: several
  uint32_t exact_ = 0;                   ///< of `single_`: plain exact amounts
};

}  // namespace taizhang::aggregator
