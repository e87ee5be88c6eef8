#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "services/aggregator/core/query.h"
#include "tests/support/figure_world.h"
#include "tests/support/random_definitions.h"

namespace taizhang::aggregator {

/// Two counties' histories at random, from a seed: dated placements, memberships, activity and
/// stages; nested clusters across counties; every temporal kind and frequency; items, sources,
/// REMAINDERs, bounds, NOT_AVAILABLE; corrections and withdrawals; structure that changes in
/// between.
class RandomFigures {
 public:
  explicit RandomFigures(uint64_t seed);

  /// The divisions, clusters, measures and indicators of every history, and its first subjects.
  void Begin(FigureWorld& world);
  /// Rows of all sorts, committed.
  void Step(FigureWorld& world);

  /// Ids of indicators.
  [[nodiscard]] const std::vector<std::string>& totals() const { return totals_; }
  [[nodiscard]] const std::vector<std::string>& counts() const { return counts_; }

  [[nodiscard]] const std::vector<std::string>& made() const { return made_; }

  [[nodiscard]] FigureQuery AnyQuery();
  [[nodiscard]] std::string AnyScope();
  [[nodiscard]] std::string AnyPeriod();
  Day AnyDay();
  uint64_t Below(uint64_t limit) { return random_() % limit; }
  template <typename T>
  const T& Pick(const std::vector<T>& values) {
    return values[Below(values.size())];
  }

 private:
  bool Chance(uint64_t percent) { return Below(100) < percent; }

  DayRange AnyDays();
  Role AnyRole() { return static_cast<Role>(Below(4)); }
  std::vector<Placement> AnyPlacements(const std::string& county);
  std::vector<Membership> AnyMemberships();
  Record AnySubject(const std::string& name);
  Record AnyProject(Record record);
  Filter AnyFilter();
  Said AnySaid(bool non_negative);

  void PutStructure(FigureWorld& world);
  void PutMeasures(FigureWorld& world);
  void PutTotal(FigureWorld& world, const std::string& measure_id, bool filtered);
  void PutDefinitions(FigureWorld& world);
  void PutDefinition(FigureWorld& world, size_t slot);
  void ChangeDefinition(FigureWorld& world);
  void ChangeStructure(FigureWorld& world);
  void ChangeSubject(FigureWorld& world);
  void ObserveSome(FigureWorld& world);
  /// What somebody says of a figure: close to it, where there is one.
  void StateSome(FigureWorld& world);
  Period AnyPeriodOf(Frequency frequency);

  /// How orderly a history is, in percent: one in which everything happens has few figures.
  struct Habits {
    uint64_t dated = 0;          ///< edges of dated things that are not open
    uint64_t bounded = 0;        ///< amounts
    uint64_t not_available = 0;  ///< observations
    uint64_t left_out = 0;       ///< periods of a stretch that is observed
    uint64_t huge = 0;           ///< amounts of 27 digits
  };

  std::mt19937_64 random_;
  Habits habits_;
  std::vector<std::string> totals_;
  std::vector<std::string> counts_;
  std::vector<std::string> made_;    ///< of figures
  std::vector<FigureQuery> stated_;  ///< what something is stated of
  RandomDefinitions definitions_;
};

}  // namespace taizhang::aggregator
