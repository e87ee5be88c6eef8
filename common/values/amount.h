#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/values/bound.h"
#include "common/values/decimal.h"
#include "common/values/int128.h"

namespace taizhang {

/// An amount in a measure's base unit: `value` counts 10^-decimals of it. `quantum` is the
/// precision in which it was written, in base units (69.45亿元: 1,000,000 元).
struct Amount {
  Int128 value = 0;
  Bound bound = Bound::kExact;
  Decimal quantum;

  friend bool operator==(const Amount&, const Amount&) = default;
};

/// An amount as written, before it is converted to a measure's unit.
struct WrittenAmount {
  Decimal number;
  std::string unit;  ///< as written, multiplier words included; may be empty, or a multiplier alone
  Bound bound = Bound::kExact;
};

/// Reads what people write: `[bound word] number [multiplier] [余|多] [unit] [bound word]`, 余 and
/// 多 standing behind the number (20余万元) or behind the multiplier (3万余户). Bound words (R1):
///
///     in front   超 超过 超出 突破 逾 大于 多于 高于 不止 >        MORE_THAN
///                不低于 不少于 不小于 至少 最少 ≥ ≧ >=             AT_LEAST
///                近 接近 将近 不足 不到 小于 少于 低于 <            LESS_THAN
///                不超过 不大于 不高于 不多于 至多 最多 ≤ ≦ <=      AT_MOST
///                约 大约 大概 近似 ≈ ~                            ABOUT
///                = 达 达到                                       EXACT
///     behind     以上 余 多 + AT_LEAST    以内 之内 以下 AT_MOST    左右 上下 ABOUT
///
/// 达 only says that the number was reached, so a word behind the number wins over it: 达3500余个
/// is AT_LEAST. Any other two words that disagree are INVALID_ARGUMENT, and so are a unit that is
/// not known and anything left over; the message says what could not be read.
///
/// Digits, letters and signs may be of full width (NarrowText), minus may be U+2212. Blanks
/// (U+0020, U+00A0, U+3000) around the parts are allowed. Superscripts and numbers in circles are
/// no digits. Chinese numerals are not read: "六成以上" is refused, write "60%以上".
absl::StatusOr<WrittenAmount> ParseAmount(std::string_view text);

/// Converts to `base_unit`, which satisfies IsBaseUnit, at `decimals` (0 to Decimal::kMaxScale).
/// An empty unit means the base unit, a multiplier alone counts it ("3万" of 元 is 30,000 元).
/// INVALID_ARGUMENT where the dimension differs, or where the value is not a whole number of
/// 10^-decimals base units; OUT_OF_RANGE where it has more than kMaxAmountDigits digits.
absl::StatusOr<Amount> ToBaseUnit(const WrittenAmount& written, std::string_view base_unit,
                                  int decimals);

/// `amount` as if it had been written in `quantum`. INVALID_ARGUMENT, saying why, unless that is
/// above 0, its digits fit 64 bits, and the amount, which has `decimals`, is a multiple of it.
absl::StatusOr<Amount> WithQuantum(const Amount& amount, const Decimal& quantum, int decimals);

/// INVALID_ARGUMENT, saying what would be right, unless some spelling of an amount of `base_unit`
/// can have the quantum: a power of ten of one of the units that convert to it. So a log has few
/// hundred of them.
absl::Status CheckQuantumIsSpelt(const Decimal& quantum, std::string_view base_unit);

}  // namespace taizhang
