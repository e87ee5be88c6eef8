#include "services/ledger/rpc/enum_tables.h"

#include <array>
#include <utility>

namespace taizhang::ledger {
namespace {

constexpr std::array<std::pair<type::v1::Frequency, Frequency>, 4> kFrequencies = {{
    {type::v1::FREQUENCY_MONTH, Frequency::kMonth},
    {type::v1::FREQUENCY_QUARTER, Frequency::kQuarter},
    {type::v1::FREQUENCY_HALF_YEAR, Frequency::kHalfYear},
    {type::v1::FREQUENCY_YEAR, Frequency::kYear},
}};

constexpr std::array<std::pair<type::v1::Reporter, Reporter>, 8> kReporters = {{
    {type::v1::REPORTER_VILLAGE, Reporter::kVillage},
    {type::v1::REPORTER_ENTERPRISE, Reporter::kEnterprise},
    {type::v1::REPORTER_PROJECT, Reporter::kProject},
    {type::v1::REPORTER_NATION, Reporter::kNation},
    {type::v1::REPORTER_PROVINCE, Reporter::kProvince},
    {type::v1::REPORTER_PREFECTURE, Reporter::kPrefecture},
    {type::v1::REPORTER_COUNTY, Reporter::kCounty},
    {type::v1::REPORTER_TOWN, Reporter::kTown},
}};

constexpr std::array<std::pair<type::v1::Bound, Bound>, 6> kBounds = {{
    {type::v1::BOUND_EXACT, Bound::kExact},
    {type::v1::BOUND_ABOUT, Bound::kAbout},
    {type::v1::BOUND_AT_LEAST, Bound::kAtLeast},
    {type::v1::BOUND_MORE_THAN, Bound::kMoreThan},
    {type::v1::BOUND_AT_MOST, Bound::kAtMost},
    {type::v1::BOUND_LESS_THAN, Bound::kLessThan},
}};

constexpr std::array<std::pair<type::v1::Basis, Basis>, 2> kBases = {{
    {type::v1::BASIS_WHOLE, Basis::kWhole},
    {type::v1::BASIS_REMAINDER, Basis::kRemainder},
}};

constexpr std::array<std::pair<type::v1::PeriodBasis, PeriodBasis>, 3> kPeriodBases = {{
    {type::v1::PERIOD_BASIS_STATED, PeriodBasis::kStated},
    {type::v1::PERIOD_BASIS_ASSUMED, PeriodBasis::kAssumed},
    {type::v1::PERIOD_BASIS_RECURRING, PeriodBasis::kRecurring},
}};

template <typename Table>
auto Ours(const Table& table, int number) {
  std::optional<typename Table::value_type::second_type> found;
  for (const auto& [proto, ours] : table) {
    if (static_cast<int>(proto) == number) found = ours;
  }
  return found;
}

template <typename Table, typename E>
auto Protos(const Table& table, E value) {
  auto found = table.front().first;
  for (const auto& [proto, ours] : table) {
    if (ours == value) found = proto;
  }
  return found;
}

}  // namespace

std::optional<Frequency> FrequencyOf(int number) { return Ours(kFrequencies, number); }
type::v1::Frequency ToProto(Frequency frequency) { return Protos(kFrequencies, frequency); }

std::optional<Reporter> ReporterOf(int number) { return Ours(kReporters, number); }
type::v1::Reporter ToProto(Reporter reporter) { return Protos(kReporters, reporter); }

std::optional<Bound> BoundOf(int number) { return Ours(kBounds, number); }
type::v1::Bound ToProto(Bound bound) { return Protos(kBounds, bound); }

std::optional<Basis> BasisOf(int number) { return Ours(kBases, number); }
type::v1::Basis ToProto(Basis basis) { return Protos(kBases, basis); }

std::optional<PeriodBasis> PeriodBasisOf(int number) { return Ours(kPeriodBases, number); }
type::v1::PeriodBasis ToProto(PeriodBasis basis) { return Protos(kPeriodBases, basis); }

std::optional<DivisionLevel> LevelOf(std::string_view name) {
  for (const DivisionLevel level :
       {DivisionLevel::kNation, DivisionLevel::kProvince, DivisionLevel::kPrefecture,
        DivisionLevel::kCounty, DivisionLevel::kTown}) {
    if (LevelName(level) == name) return level;
  }
  return std::nullopt;
}

}  // namespace taizhang::ledger
