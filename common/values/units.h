#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/values/decimal.h"

namespace taizhang {

/// A unit that people write, as an exact multiple of its dimension's base unit (R19).
///
/// The base of area is 亩: 平方米 is 0.0015 亩 and 公顷 15 亩 exactly, while 亩 has no exact
/// value in m². Each counting unit (家, 个, 户, 件, 名, 人, 场, 次, 项, 种, 羽 …) is a dimension of
/// its own, and so are 月 and 天.
struct Unit {
  std::string_view base;  ///< base unit of the dimension, which also names it: "元"
  Decimal multiple;       ///< base units in one of this unit: 10000 for 万元
};

/// Finds a unit by what is written: any base unit or alias, with an optional multiplier in front
/// (百, 千, 万, 十万, 百万, 千万, 亿, 十亿, 百亿, 千亿, 万亿): "万元", "千亩", "亿美元", "万户".
/// INVALID_ARGUMENT names the unit and what is known.
absl::StatusOr<Unit> FindUnit(std::string_view text);

/// Whether `text` is a base unit, so that a measure may be declared in it.
bool IsBaseUnit(std::string_view text);

/// Whether `text` is a base unit that counts things or people: 家, 个, 户, 人次 …, but neither %,
/// 倍 nor 月, and no alias.
bool IsCountUnit(std::string_view text);

/// The coefficients of the units that convert to `base` (UnitFactor), ascending: 1, 5 of 吨.
std::vector<int> UnitCoefficients(std::string_view base);

/// All base units, in the order of the table.
std::vector<std::string_view> BaseUnits();

/// A unit as FindUnit finds it, in the form that amounts are converted with:
/// coefficient × 10^exponent base units, the coefficient being at most kCoefficientMax and no
/// multiple of 10.
struct UnitFactor {
  static constexpr int kCoefficientMax = 15;

  std::string_view base;
  int coefficient = 1;
  int exponent = 0;
};
std::optional<UnitFactor> LookUpUnit(std::string_view text);

/// The multiplier that `text` begins with: its size in bytes (0 where there is none) and its power
/// of ten. The longest counts: 百万 rather than 百.
struct Multiplier {
  size_t size = 0;
  int exponent = 0;
};
Multiplier LeadingMultiplier(std::string_view text);

}  // namespace taizhang
