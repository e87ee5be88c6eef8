#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/facts/structure.h"
#include "services/aggregator/core/filter.h"
#include "services/aggregator/core/holding.h"
#include "services/aggregator/core/member_amount.h"
#include "services/aggregator/core/question.h"
#include "services/aggregator/core/scope_members.h"
#include "services/aggregator/core/series.h"
#include "services/aggregator/core/tally.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {

/// What one member adds to a total.
struct MemberOutcome {
  Member member;
  /// Its numbers of R7; without amounts. What is expected counts in the partition that holds the
  /// member's record alone, all else in the one that holds its observations.
  Tally tally;
  /// Measure-periods of the question (YEAR_TO_DATE: runs) in which it is a member and passes,
  /// whatever partition its record is in.
  int64_t member_periods = 0;
  int64_t unknown_periods = 0;  ///< likewise: in which it is not known whether it passes
  /// All measure-periods in which it is a member and passes, the question's or not: maximal runs.
  absl::Span<const PeriodRange> periods;
  bool contributes = false;
  MemberAmount amount;  ///< where it contributes

  [[nodiscard]] bool is_remainder() const { return member.is_remainder(); }
  [[nodiscard]] bool is_expected() const { return tally.expected > 0; }
  /// Whether each of its measure-periods is there with an amount of its own: nothing is carried,
  /// and of a run the end is observed, and no start is missing.
  [[nodiscard]] bool IsComplete() const {
    return contributes && unknown_periods == 0 && tally.received == member_periods;
  }
};

/// What members say to one question in one partition: the one function of which totals, folds,
/// ratios and growths are made. Made once, it is asked of one member after another, of those that
/// ForEachMember visits in the question's scope.
class MemberTotal {
 public:
  /// All are kept as references; facts must not change.
  MemberTotal(const TotalQuestion& question, const ViewState& state, const Structure& structure);
  MemberTotal(const MemberTotal&) = delete;
  MemberTotal& operator=(const MemberTotal&) = delete;

  /// Over the whole question. Valid until the next call of anything here.
  const MemberOutcome& Of(const MemberInScope& member) {
    Select(member);
    return Read(window_.length());
  }

  // In parts:
  /// What follows is of this member. `member` may go, its `days` and `roles` may not.
  void Select(const MemberInScope& member);
  /// Over the first `length` measure-periods that the question reads.
  const MemberOutcome& Read(int length);
  /// Whether an amount is observed in the n-th of them, from 0, wherever the member is then.
  [[nodiscard]] bool HasAmountAt(int offset);
  /// The measure-periods that the question reads (R7, R14): of a STOCK that is folded over time all
  /// of its period, otherwise the last or the first.
  [[nodiscard]] const PeriodRange& window() const { return window_; }

  /// What it has cost so far: a step for each member, each year read of one, and each filter put
  /// to one.
  [[nodiscard]] int64_t steps() const { return steps_ + (series_ ? series_->years_read() : 0); }

 private:
  void SelectPeriods(const MemberInScope& member);
  void SelectPassing(const MemberInScope& member);
  [[nodiscard]] PassingDays PassingOf(const MemberInScope& member, const Record& record,
                                      std::optional<DivisionLevel> level) const;
  void AppendPeriods(absl::Span<const DayRange> days, const DayRange& active,
                     std::vector<PeriodRange>& out) const;
  [[nodiscard]] int64_t PeriodsIn(absl::Span<const PeriodRange> periods, PeriodRange window) const;
  struct FlowCount {
    int64_t amounts = 0;
    int64_t missing = 0;  ///< stated to be not available
    int64_t bounded = 0;
  };
  void Flow(PeriodRange window);
  void FlowIn(PeriodRange part, FlowCount& count);
  void Stock(PeriodRange window);
  void StockStanding(const Holding& holding, PeriodRange standing);
  void YearToDate(PeriodRange window);

  const TotalQuestion& question_;
  const Measure& measure_;
  const ViewState& state_;
  const Structure& structure_;
  PeriodRange window_;
  DayRule rule_;
  bool has_filter_;
  std::vector<Ordinal> items_;
  std::optional<Series> series_;
  TimeFolding folding_;
  int64_t steps_ = 0;

  // Of the member that is selected.
  Member member_;
  bool counts_ = false;  ///< it may add something: not where it is no reporter
  bool is_expected_here_ = false;
  absl::Span<const DayRange> days_;  ///< of which passing_ was made, where nothing is filtered
  DayRange active_;
  PeriodRange active_periods_;  ///< of a STOCK
  std::vector<PeriodRange> passing_;
  std::vector<PeriodRange> unknown_;
  MemberOutcome outcome_;
};

}  // namespace taizhang::aggregator
