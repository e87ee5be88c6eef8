#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/status/reason.h"
#include "services/aggregator/core/figure.h"
#include "services/aggregator/core/query.h"
#include "tests/support/plain_world.h"
#include "tests/support/reference_total.h"

namespace taizhang::aggregator {

/// A figure by the rules, or what is wrong with the question: any one of the reasons.
struct ReferenceAnswer {
  Figure figure;
  std::optional<reference::Number> exact;  ///< `computed` before it is rounded
  std::set<Reason> errors;
};

namespace reference {

/// What stands at a node: its number and how much of it is there.
struct Part {
  std::optional<Number> number;
  NoValue no_value = NoValue::kNone;
  bool may_have = false;  ///< without a number: whether bounds alone leave it undefined
  Completeness completeness;
  std::optional<DistinctSubjects> distinct;
  bool needs_distinct = false;                     ///< for a population
  std::vector<std::optional<Coverage>> coverages;  ///< of each leaf
  int64_t remainders = 0;
  int64_t falls = 0;
  int64_t gaps = 0;
  int64_t partials = 0;
  int64_t filled = 0;
  int filled_decimals = 0;
  bool is_complete = true;
  bool only_grows = false;
  std::optional<Pairing> pairing;
  std::string whole;
  int64_t ranked = 0;

  void Lack(NoValue reason);
};

/// Where and when a node is read.
struct Reading {
  std::string scope;
  Period period;
  std::optional<Day> members_on;
  bool fill = false;

  [[nodiscard]] Reading Over(const Period& other) const;
  [[nodiscard]] Reading In(const std::string& other) const;
};

struct Shape {
  std::string unit;
  int decimals = 0;
};

struct Statement {
  std::string source;
  PlainObservation observation;
  const Measure* measure = nullptr;
};

/// A total with what is stated of it.
struct StatedTotal {
  TotalOf total;
  std::string stated_by;   ///< R3's default taken; may be empty
  std::string population;  ///< of the indicator that names it
};

}  // namespace reference

/// Plain and slow: each figure from what stands, through every record, every measure-period and
/// every day that decides, by exact fractions. Knows nothing of plans, ordinals or cells, and
/// shares with the engine only values and the structs of records and figures.
class ReferenceModel {
 public:
  explicit ReferenceModel(const PlainWorld& world) : members_(world), totals_(members_) {}

  [[nodiscard]] ReferenceAnswer Answer(const FigureQuery& query) const;

  /// To which an indicator's figures are rounded.
  [[nodiscard]] int DecimalsOf(const Indicator& indicator) const {
    return ShapeOf(indicator).decimals;
  }

  /// The total of a measure without filter over whoever `counts`.
  [[nodiscard]] reference::Number TotalWhere(
      const std::function<bool(const reference::Scopes&)>& counts, const std::string& scope,
      const std::string& measure, const Period& period) const;

 private:
  using Number = reference::Number;
  using Part = reference::Part;
  using Reading = reference::Reading;
  using Contribution = reference::Contribution;
  using TotalQuestion = reference::TotalQuestion;
  using StatedTotal = reference::StatedTotal;

  [[nodiscard]] const Measure* FindMeasure(const std::string& name) const;
  /// Without it nothing is stated, but the rest stands.
  [[nodiscard]] const Measure* FindStatedMeasure(const std::string& name) const;
  [[nodiscard]] const Indicator* FindIndicator(const std::string& name) const;

  // Units and decimals, from the definitions alone.
  reference::Shape ShapeOf(const Indicator& indicator) const;
  reference::Shape ShapeOf(const TotalOf& total, const std::string& stated_by) const;
  reference::Shape ShapeOf(const Expression& expression) const;
  reference::Shape ShapeOf(const Arithmetic& arithmetic,
                           const std::vector<reference::Shape>& of) const;
  reference::Shape ShapeOf(const Ratio& ratio) const;

  // Leaves.
  Part PartOf(const Indicator& indicator, const Reading& reading) const;
  Part PartOf(const StatedTotal& total, const Reading& reading) const;
  Part PartOf(const CountOf& count, const std::string& stated_by, const Reading& reading) const;
  Part CountAt(const CountOf& count, const std::string& scope, Day day) const;
  [[nodiscard]] TotalQuestion QuestionOf(const TotalOf& total, const Reading& reading) const;
  Part Together(const TotalQuestion& question, const std::vector<Contribution>& contributions,
                MemberFold fold) const;
  static void FoldMembers(const std::vector<Contribution>& contributions, MemberFold fold,
                          bool additive, Part& part);
  bool Covers(const Measure& measure, const Period& period) const;

  // Nodes.
  Part PartOf(const Expression& expression, const Reading& reading) const;
  Part Computed(const Arithmetic& arithmetic, const std::vector<Part>& of) const;
  Part Shifted(const Shift& shift, const Expression& operand, const Reading& reading) const;
  Part Windowed(const Window& window, const Expression& operand, const Reading& reading) const;
  Part RatioOf(const Ratio& ratio, const Reading& reading) const;
  Part GrowthOf(const Growth& growth, const Expression& operand, const Reading& reading) const;
  void GrowthOfMembers(const Growth& growth, const TotalOf& total, const Reading& current,
                       const Reading& base, Part& current_part, Part& base_part) const;
  [[nodiscard]] bool IsLikeForLike(const TotalQuestion& current, const TotalQuestion& base,
                                   const Contribution& c, const Contribution& b) const;
  Part ShareOf(const Share& share, const Expression& operand, const Reading& reading) const;
  Part RankOf(const Expression& operand, const Reading& reading) const;
  /// What a growth's operand is a total of, if it is one, directly or by indicators' names.
  [[nodiscard]] std::optional<TotalOf> AsTotal(const Expression& operand) const;

  // What is stated.
  [[nodiscard]] std::string StatedBy(const Indicator& indicator) const;
  [[nodiscard]] std::vector<reference::Statement> StatementsOf(const std::string& scope,
                                                               const std::string& measure,
                                                               const Period& period) const;
  void Fill(const std::string& stated_by, const std::string& unit, const Reading& reading,
            const std::function<bool(const std::string&)>& is_there, Part& part) const;
  [[nodiscard]] std::optional<Coverage> PopulationCoverage(const std::string& stated_by,
                                                           const Reading& reading,
                                                           Part& part) const;
  void AddStated(const std::string& stated_by, const std::string& unit, const Reading& reading,
                 const Part& part, const std::optional<Coverage>& coverage, Figure& figure) const;

  reference::Members members_;
  reference::Totals totals_;
  mutable std::set<Reason> errors_;
};

}  // namespace taizhang::aggregator
