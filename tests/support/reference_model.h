#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/values/interval.h"
#include "common/values/record_name.h"
#include "tests/support/plain_world.h"

namespace taizhang::aggregator {

/// The computed part of a figure, by the rules read literally.
struct ReferenceFigure {
  Int128 value = 0;
  Interval interval;
  bool about = false;
  int64_t amounts = 0;
  int64_t expected = 0;
  int64_t received = 0;
  int64_t carried = 0;
  int64_t carried_age = 0;
  int64_t bounded = 0;
  int64_t remainders = 0;
  int64_t falls = 0;
  int64_t gaps = 0;
  int64_t partials = 0;
  int64_t subjects_expected = 0;
  int64_t subjects_contributing = 0;

  friend bool operator==(const ReferenceFigure&, const ReferenceFigure&) = default;
};
std::string Describe(const ReferenceFigure& figure);

/// Plain and slow: goes through every record, every measure-period and every day that decides, and
/// knows nothing of plans, ordinals or cells. Shares with the engine only the values and the record
/// structs.
class ReferenceModel {
 public:
  explicit ReferenceModel(const PlainWorld& world);

  /// A subject, or what the REMAINDER statements of a scope make up.
  struct Member {
    std::string name;
    bool is_remainder = false;
  };
  using Scopes = std::set<std::string>;

  /// Whether a member counts that is in these scopes on the day that decides.
  using Counts = std::function<bool(const Scopes&)>;

  [[nodiscard]] ReferenceFigure Total(const std::string& scope, const TotalOf& total,
                                      const Period& period) const;
  /// Without filter, over whoever `counts`.
  [[nodiscard]] ReferenceFigure TotalWhere(const Counts& counts, const std::string& measure,
                                           const Period& period) const;
  [[nodiscard]] ReferenceFigure Count(const std::string& scope, const CountOf& count,
                                      const Period& period) const;

 private:
  enum class Answer { kNo, kUnknown, kYes };
  /// The amounts of one member and measure-period, or of a sum of them.
  struct Sum {
    Int128 value = 0;
    Int128 lower = 0;
    Int128 upper = 0;
    bool has_lower = true;
    bool has_upper = true;
    bool lower_open = false;
    bool upper_open = false;
    bool about = false;
    bool bounded = false;
    int64_t amounts = 0;

    void Add(const Sum& other);
    [[nodiscard]] Interval ToInterval() const;
  };
  /// One measure-period as a member reports it: nothing of `sum` where it is not available.
  struct Report {
    std::optional<Sum> sum;
  };
  struct Question;

  [[nodiscard]] const Record* Find(const std::string& name) const;
  void Up(const std::string& place, Day day, int depth, Scopes& scopes) const;
  [[nodiscard]] Scopes ScopesOn(const Member& member, Day day) const;
  [[nodiscard]] bool IsActive(const Member& member, Day day) const;
  [[nodiscard]] Answer RoleAnswer(const Filter& filter, const Record& record,
                                  const std::string& scope, Day day) const;
  [[nodiscard]] Answer Passes(const Filter& filter, const Member& member, const std::string& scope,
                              Day day) const;
  /// Whether it counts in a measure-period; nothing in it where the member is never active in it.
  [[nodiscard]] Answer CountsIn(const Question& question, const Member& member,
                                const Period& period) const;

  [[nodiscard]] ReferenceFigure Evaluate(const Question& question) const;
  void AddFlow(const Question& question, const Member& member, ReferenceFigure& figure,
               Sum& sum) const;
  void AddStock(const Question& question, const Member& member, ReferenceFigure& figure,
                Sum& sum) const;
  void AddYearToDate(const Question& question, const Member& member, ReferenceFigure& figure,
                     Sum& sum) const;
  [[nodiscard]] std::optional<Report> ReportOf(const Question& question, const Member& member,
                                               const Period& period) const;
  [[nodiscard]] static Sum Difference(const Sum& end, const Sum& start, const Measure& measure);
  [[nodiscard]] std::optional<Report> Standing(const Question& question, const Member& member,
                                               const Period& period, int64_t& age) const;

  const PlainWorld& world_;
  std::map<std::pair<std::string, std::string>,
           std::map<Period, std::vector<std::pair<std::string, PlainObservation>>>>
      said_;  ///< by subject and measure
};

}  // namespace taizhang::aggregator
