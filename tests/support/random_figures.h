#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/support/figure_world.h"

namespace taizhang::aggregator {

/// Two counties' histories at random, from a seed: dated placements, memberships, activity and
/// stages; nested clusters across counties; every temporal kind and frequency; items, sources,
/// REMAINDERs, bounds, NOT_AVAILABLE; corrections and withdrawals; structure that changes in
/// between.
class RandomFigures {
 public:
  explicit RandomFigures(uint64_t seed) : random_(seed) {}

  /// The divisions, clusters, measures and indicators of every history, and its first subjects.
  void Begin(FigureWorld& world);
  /// Rows of all sorts, committed.
  void Step(FigureWorld& world);

  /// Ids of indicators.
  [[nodiscard]] const std::vector<std::string>& totals() const { return totals_; }
  [[nodiscard]] const std::vector<std::string>& counts() const { return counts_; }

  [[nodiscard]] std::string AnyScope();
  [[nodiscard]] std::string AnyPeriod();
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
  void ChangeStructure(FigureWorld& world);
  void ChangeSubject(FigureWorld& world);
  void ObserveSome(FigureWorld& world);

  std::mt19937_64 random_;
  std::vector<std::string> totals_;
  std::vector<std::string> counts_;
};

}  // namespace taizhang::aggregator
