#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/figure_world.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {

inline const std::string kCounty = "divisions/440783";
inline const std::string kChishui = "divisions/440783116";
inline const std::string kTangkou = "divisions/440783108";
inline const std::string kVillage = "divisions/440783/villages/440783108232";
inline const std::string kRice = "divisions/440783/clusters/rice";
inline const std::string kBrand = "divisions/440783/clusters/brand";
inline const std::string kMill = "divisions/440783/enterprises/mill";
inline const std::string kFarm = "divisions/440783/enterprises/farm";
inline const std::string kPlant = "divisions/440783/projects/plant";

inline constexpr uint32_t kEnterprises = ReporterBit(Reporter::kEnterprise);
inline constexpr uint32_t kProjects = ReporterBit(Reporter::kProject);
inline constexpr uint32_t kVillages = ReporterBit(Reporter::kVillage);
inline constexpr uint32_t kTowns = ReporterBit(Reporter::kTown);

/// A county with two towns, a village and two clusters; subjects, measures and indicators are each
/// test's own. Names are examples, amounts are small.
class Kaiping : public FigureWorld {
 public:
  Kaiping() {
    Put("divisions/CN", DivisionIn());
    Put("divisions/44", DivisionIn({{"divisions/CN", {}}}));
    Put("divisions/4407", DivisionIn({{"divisions/44", {}}}));
    Put(kCounty, DivisionIn({{"divisions/4407", {}}}));
    Put(kChishui, DivisionIn({{kCounty, {}}}));
    Put(kTangkou, DivisionIn({{kCounty, {}}}));
    Put(kRice, ClusterOf(ClusterKind::kIndustry));
    Put(kBrand, ClusterOf(ClusterKind::kBrand));
    Put(kVillage, VillageIn({{kTangkou, {}}}));
  }

  /// A measure and its unfiltered total, both named `id`.
  Measure& Define(const std::string& id, TemporalKind kind, Frequency frequency,
                  uint32_t reporters) {
    Put("indicators/" + id, Total(id));
    return std::get<Measure>(
        PutRecord("measures/" + id, MeasureRecord(kind, frequency, reporters)).details);
  }
  Measure& DefineFlow(Frequency frequency, uint32_t reporters = kEnterprises) {
    return Define("sales", TemporalKind::kFlow, frequency, reporters);
  }
  Measure& DefineStock(Frequency frequency, uint32_t reporters = kEnterprises) {
    return Define("jobs", TemporalKind::kStock, frequency, reporters);
  }
  Measure& DefineToDate(Frequency frequency, uint32_t reporters = kEnterprises) {
    return Define("tax", TemporalKind::kYearToDate, frequency, reporters);
  }
  Record& Enterprise(const std::string& name, std::vector<Placement> placements,
                     std::vector<Membership> memberships = {}) {
    return PutRecord(name, EnterpriseIn(std::move(placements), std::move(memberships)));
  }
  Record& Project(const std::string& name, std::vector<Placement> placements,
                  std::vector<Membership> memberships = {}) {
    return PutRecord(name, ProjectIn(std::move(placements), std::move(memberships)));
  }

  Figure Get(const std::string& scope, std::string_view indicator, std::string_view period,
             bool distinct = false) {
    const auto figure = Ask(scope, indicator, period, distinct);
    EXPECT_TRUE(figure.ok()) << figure.status();
    return figure.value_or(Figure{});
  }
  /// As people read it: "150", "≥ 3500"; "none" without a value.
  std::string Text(const std::string& scope, std::string_view indicator, std::string_view period) {
    const Figure figure = Get(scope, indicator, period);
    return figure.computed ? FormatQuantity(*figure.computed, figure.decimals) : "none";
  }
};

inline std::string TextOf(const Figure& figure) {
  return figure.computed ? FormatQuantity(*figure.computed, figure.decimals) : "none";
}
inline std::string TextOf(const std::optional<Quantity>& quantity, int decimals = 0) {
  return quantity ? FormatQuantity(*quantity, decimals) : "none";
}

}  // namespace taizhang::aggregator
