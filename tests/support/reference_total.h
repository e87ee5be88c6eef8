#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/reference_members.h"
#include "tests/support/reference_number.h"

namespace taizhang::aggregator::reference {

/// A measure's amounts as they are asked for.
struct TotalQuestion {
  /// Whether a member counts that is in these scopes on the day that decides.
  std::function<bool(const Scopes&)> counts;
  std::string scope;  ///< that roles lead to
  Filter filter;
  std::string measure_id;
  const Measure& measure;
  Period period;
  TimeFold over_time = TimeFold::kNatural;
  std::optional<Day> members_on;  ///< FIXED

  [[nodiscard]] int months() const { return static_cast<int>(measure.frequency); }
  [[nodiscard]] std::vector<Period> Periods() const;
  [[nodiscard]] TotalQuestion At(const Period& other) const;
};

/// What one member adds to a total.
struct Contribution {
  Member member;
  std::optional<Number> amount;  ///< folded over time
  int64_t amounts = 0;           ///< how many were added up in it
  bool is_expected = false;      ///< of a subject: in at least one measure-period
  bool lacks = false;            ///< of a REMAINDER: not available, late, or without its start
  // Subject-periods (R7); of a REMAINDER only `remainders`, `falls`, `partials` and `gap`.
  int64_t expected = 0;
  int64_t received = 0;
  int64_t carried = 0;
  int64_t carried_age = 0;
  int64_t bounded = 0;
  int64_t remainders = 0;
  int64_t falls = 0;
  int64_t partials = 0;
  bool gap = false;
};

/// Goes through every measure-period and every day that decides.
class Totals {
 public:
  explicit Totals(const Members& members);

  /// Of everybody who could be asked: each subject, and each scope's REMAINDER.
  [[nodiscard]] std::vector<Contribution> Of(const TotalQuestion& question) const;
  [[nodiscard]] Contribution Of(const TotalQuestion& question, const Member& member) const;
  [[nodiscard]] std::vector<Member> MembersOf(const Measure& measure) const;

  [[nodiscard]] Passing CountsIn(const TotalQuestion& question, const Member& member,
                                 const Period& period) const;
  [[nodiscard]] bool HasAmount(const TotalQuestion& question, const Member& member,
                               const Period& period) const {
    const auto report = ReportOf(question, member, period);
    return report && report->sum;
  }

 private:
  /// Amounts that were added up.
  struct Sum {
    Number number = PointAt(mpq_class(0));
    bool bounded = false;
    int64_t amounts = 0;
    void Add(const Sum& other);
  };
  /// One measure-period as a member reports it: nothing of `sum` where it is not available.
  struct Report {
    std::optional<Sum> sum;
  };
  struct Run {
    std::vector<Period> periods;
    Passing counts = Passing::kNo;
  };

  [[nodiscard]] std::optional<Report> ReportOf(const TotalQuestion& question, const Member& member,
                                               const Period& period) const;
  [[nodiscard]] std::optional<Report> Standing(const TotalQuestion& question, const Member& member,
                                               const Period& period, int64_t& age) const;
  [[nodiscard]] Contribution Flow(const TotalQuestion& question, const Member& member) const;
  [[nodiscard]] Contribution Stock(const TotalQuestion& question, const Member& member) const;
  [[nodiscard]] Contribution YearToDate(const TotalQuestion& question, const Member& member) const;
  [[nodiscard]] std::vector<Run> RunsOf(const TotalQuestion& question, const Member& member) const;
  void AddRun(const TotalQuestion& question, const Run& run, Contribution& out, Sum& worth) const;
  static Sum Worth(const Sum& end, const Sum& start, const Measure& measure);
  static void FoldTime(const TotalQuestion& question, const std::vector<Sum>& sums,
                       Contribution& out);

  const Members& members_;
  std::map<std::pair<std::string, std::string>,
           std::map<Period, std::vector<std::pair<std::string, PlainObservation>>>>
      said_;  ///< by subject and measure
};

}  // namespace taizhang::aggregator::reference
