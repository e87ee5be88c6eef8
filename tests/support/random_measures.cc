#include "tests/support/random_measures.h"

#include <iterator>

namespace taizhang::aggregator {
namespace {

constexpr uint32_t kVillage = ReporterBit(Reporter::kVillage);
constexpr uint32_t kEnterprise = ReporterBit(Reporter::kEnterprise);
constexpr uint32_t kProject = ReporterBit(Reporter::kProject);
constexpr uint32_t kTown = ReporterBit(Reporter::kTown);
constexpr uint32_t kCounty = ReporterBit(Reporter::kCounty);

constexpr auto kFlow = TemporalKind::kFlow;
constexpr auto kStock = TemporalKind::kStock;
constexpr auto kToDate = TemporalKind::kYearToDate;
constexpr auto kMonth = Frequency::kMonth;
constexpr auto kQuarter = Frequency::kQuarter;
constexpr auto kHalfYear = Frequency::kHalfYear;
constexpr auto kYear = Frequency::kYear;

const MeasureCase kMeasures[] = {
    {.id = "flow-month",
     .unit = "元",
     .kind = kFlow,
     .frequency = kMonth,
     .reporters = kVillage | kEnterprise | kProject,
     .non_negative = true,
     .decimals = 1,
     .about_tolerance = 500},
    {.id = "flow-quarter",
     .unit = "元",
     .kind = kFlow,
     .frequency = kQuarter,
     .reporters = kEnterprise,
     .itemised = true},
    {.id = "flow-year",
     .unit = "元",
     .kind = kFlow,
     .frequency = kYear,
     .reporters = kTown,
     .non_negative = true},
    {.id = "stock-month",
     .unit = "户",
     .kind = kStock,
     .frequency = kMonth,
     .reporters = kEnterprise | kProject,
     .non_negative = true,
     .carry_forward = 2},
    {.id = "stock-quarter",
     .unit = "元",
     .kind = kStock,
     .frequency = kQuarter,
     .reporters = kVillage | kEnterprise,
     .itemised = true,
     .about_tolerance = 1000},
    {.id = "stock-half",
     .unit = "户",
     .kind = kStock,
     .frequency = kHalfYear,
     .reporters = kCounty | kTown,
     .non_negative = true,
     .carry_forward = 1},
    {.id = "stock-year",
     .unit = "元",
     .kind = kStock,
     .frequency = kYear,
     .reporters = kProject,
     .carry_forward = 0,
     .decimals = 2},
    {.id = "to-date-month",
     .unit = "元",
     .kind = kToDate,
     .frequency = kMonth,
     .reporters = kEnterprise | kProject,
     .non_negative = true},
    {.id = "to-date-quarter",
     .unit = "元",
     .kind = kToDate,
     .frequency = kQuarter,
     .reporters = kEnterprise | kVillage,
     .itemised = true,
     .about_tolerance = 333},
    {.id = "to-date-half",
     .unit = "户",
     .kind = kToDate,
     .frequency = kHalfYear,
     .reporters = kTown,
     .non_negative = true},
    {.id = "days-month",
     .unit = "天",
     .kind = kFlow,
     .frequency = kMonth,
     .reporters = kEnterprise | kProject,
     .non_negative = true,
     .additive = false},
    {.id = "days-quarter",
     .unit = "天",
     .kind = kStock,
     .frequency = kQuarter,
     .reporters = kEnterprise,
     .itemised = true,
     .additive = false},
    {.id = "days-to-date",
     .unit = "天",
     .kind = kToDate,
     .frequency = kQuarter,
     .reporters = kProject,
     .additive = false},
    {.id = "rate-quarter",
     .unit = "%",
     .kind = kStock,
     .frequency = kQuarter,
     .reporters = kEnterprise | kProject,
     .decimals = 1,
     .additive = false},
    {.id = "flow-some",
     .unit = "元",
     .kind = kFlow,
     .frequency = kQuarter,
     .reporters = kEnterprise | kProject,
     .non_negative = true,
     .filter = 0},
    {.id = "stock-some",
     .unit = "户",
     .kind = kStock,
     .frequency = kQuarter,
     .reporters = kProject,
     .non_negative = true,
     .filter = 1},
    {.id = "to-date-some",
     .unit = "元",
     .kind = kToDate,
     .frequency = kQuarter,
     .reporters = kEnterprise,
     .non_negative = true,
     .filter = 2},
    {.id = "stated-number",
     .unit = "家",
     .kind = kStock,
     .frequency = kQuarter,
     .reporters = 0,
     .non_negative = true},
    {.id = "stated-yuan",
     .unit = "元",
     .kind = kToDate,
     .frequency = kQuarter,
     .reporters = 0,
     .decimals = 2,
     .about_tolerance = 200},
    {.id = "stated-rate",
     .unit = "%",
     .kind = kFlow,
     .frequency = kYear,
     .reporters = 0,
     .decimals = 3},
};

}  // namespace

const std::vector<MeasureCase>& MeasureCases() {
  static const auto& cases =
      *new std::vector<MeasureCase>(std::begin(kMeasures), std::end(kMeasures));
  return cases;
}

Filter FilterOf(int which) {
  Filter filter;
  switch (which) {
    case 0:
      filter.roles = {Role::kLeading, Role::kMember, Role::kBrandOperator};
      break;
    case 1:
      filter.stages = {Stage::kInProduction, Stage::kSigned, Stage::kCompleted};
      break;
    case 2:
      filter.party_organisation = true;
      break;
    case 3:
      filter.industries = {"C13", "A"};
      break;
    case 4:
      filter.labels = {{"green", "yes"}};
      break;
    case 5:
      filter.categories = {ProjectCategory::kInvestment, ProjectCategory::kApproval};
      break;
    case 6:
      filter.division_levels = {DivisionLevel::kTown};
      break;
    default:
      filter.items = {"item-1", "item-2"};
      break;
  }
  return filter;
}

Measure MeasureOf(const MeasureCase& c) {
  Measure measure{.unit = c.unit,
                  .decimals = c.decimals,
                  .temporal_kind = c.kind,
                  .frequency = c.frequency,
                  .reporters = c.reporters,
                  .itemised = c.itemised,
                  .additive = c.additive,
                  .non_negative = c.non_negative,
                  .about_tolerance = c.about_tolerance};
  if (c.filter >= 0) measure.filter = FilterOf(c.filter);
  if (c.carry_forward >= 0) measure.carry_forward = static_cast<uint32_t>(c.carry_forward);
  return measure;
}

}  // namespace taizhang::aggregator
