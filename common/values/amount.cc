#include "common/values/amount.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/values/interval.h"
#include "common/values/text.h"
#include "common/values/units.h"

namespace taizhang {
namespace {

/// Longer texts are not looked at: no amount needs them.
constexpr size_t kTextSizeMax = 256;

constexpr std::string_view kFixedBlank = "\u00A0";

struct BoundWord {
  std::string_view word;
  Bound bound;
  bool yields = false;  ///< to a bound word behind the number: 达3500余个 is AT_LEAST
};

/// In front of the number. Where one begins another, the longer stands first.
constexpr auto kWordsBefore = std::to_array<BoundWord>({
    {"超过", Bound::kMoreThan},  {"超出", Bound::kMoreThan},    {"超", Bound::kMoreThan},
    {"突破", Bound::kMoreThan},  {"逾", Bound::kMoreThan},      {"大于", Bound::kMoreThan},
    {"多于", Bound::kMoreThan},  {"高于", Bound::kMoreThan},    {"不止", Bound::kMoreThan},
    {"不低于", Bound::kAtLeast}, {"不少于", Bound::kAtLeast},   {"不小于", Bound::kAtLeast},
    {"至少", Bound::kAtLeast},   {"最少", Bound::kAtLeast},     {"≥", Bound::kAtLeast},
    {"≧", Bound::kAtLeast},      {">=", Bound::kAtLeast},       {">", Bound::kMoreThan},
    {"近似", Bound::kAbout},     {"近", Bound::kLessThan},      {"不足", Bound::kLessThan},
    {"不到", Bound::kLessThan},  {"接近", Bound::kLessThan},    {"将近", Bound::kLessThan},
    {"小于", Bound::kLessThan},  {"少于", Bound::kLessThan},    {"低于", Bound::kLessThan},
    {"不超过", Bound::kAtMost},  {"不大于", Bound::kAtMost},    {"不高于", Bound::kAtMost},
    {"不多于", Bound::kAtMost},  {"至多", Bound::kAtMost},      {"最多", Bound::kAtMost},
    {"≤", Bound::kAtMost},       {"≦", Bound::kAtMost},         {"<=", Bound::kAtMost},
    {"<", Bound::kLessThan},     {"大约", Bound::kAbout},       {"大概", Bound::kAbout},
    {"约", Bound::kAbout},       {"≈", Bound::kAbout},          {"~", Bound::kAbout},
    {"=", Bound::kExact},        {"达到", Bound::kExact, true}, {"达", Bound::kExact, true},
});

/// At the end; all of kWordAfterSize bytes.
constexpr auto kWordsAfter = std::to_array<BoundWord>({
    {"以上", Bound::kAtLeast},
    {"以内", Bound::kAtMost},
    {"之内", Bound::kAtMost},
    {"以下", Bound::kAtMost},
    {"左右", Bound::kAbout},
    {"上下", Bound::kAbout},
});
constexpr size_t kWordAfterSize = 6;

absl::string_view Abseil(std::string_view text) { return {text.data(), text.size()}; }

absl::Status Unreadable(std::string_view text, std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("cannot read the amount \"", Abseil(text), "\": ", Abseil(why)));
}

void SkipBlanks(std::string_view& text) {
  while (!text.empty()) {
    if (text[0] == ' ') {
      text.remove_prefix(1);
    } else if (text.starts_with(kFixedBlank)) {
      text.remove_prefix(kFixedBlank.size());
    } else {
      return;
    }
  }
}

void DropBlanksAtEnd(std::string_view& text) {
  while (!text.empty()) {
    if (text.back() == ' ') {
      text.remove_suffix(1);
    } else if (text.ends_with(kFixedBlank)) {
      text.remove_suffix(kFixedBlank.size());
    } else {
      return;
    }
  }
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// Bytes of the run that only a number can be made of; Decimal::Parse judges it. A + behind it is
/// "and more" (3500+).
size_t NumberSize(std::string_view text) {
  size_t size = 0;
  while (size < text.size()) {
    const char c = text[size];
    if (!IsDigit(c) && c != '.' && c != ',' && c != '-' && c != '+') break;
    ++size;
  }
  if (size > 1 && text[size - 1] == '+') --size;
  return size;
}

/// What was written in the characters that are read here; nothing where it is already.
std::optional<std::string> Narrowed(std::string_view text) {
  constexpr std::string_view kMinus = "\u2212";
  const bool is_narrow = std::all_of(text.begin(), text.end(), [](char c) {
    return c != '\xEF' && c != '\xE3' && c != '\xE2';  // what such characters begin with
  });
  if (is_narrow) return std::nullopt;
  std::string narrow = NarrowText(text);
  for (size_t at = narrow.find(kMinus); at != std::string::npos; at = narrow.find(kMinus, at)) {
    narrow.replace(at, kMinus.size(), 1, '-');
  }
  return narrow;
}

const BoundWord* TakeWordBefore(std::string_view& text) {
  if (text.empty() || IsDigit(text[0])) return nullptr;
  for (const BoundWord& candidate : kWordsBefore) {
    const std::string_view word = candidate.word;
    // The last byte tells most words apart before they are compared whole.
    if (word.size() > text.size() || word.back() != text[word.size() - 1]) continue;
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    SkipBlanks(text);
    return &candidate;
  }
  return nullptr;
}

const BoundWord* TakeWordAfter(std::string_view& text) {
  if (text.size() < kWordAfterSize) return nullptr;
  const std::string_view end = text.substr(text.size() - kWordAfterSize);
  for (const BoundWord& candidate : kWordsAfter) {
    if (end != candidate.word) continue;
    text.remove_suffix(kWordAfterSize);
    DropBlanksAtEnd(text);
    return &candidate;
  }
  return nullptr;
}

/// Takes 余, 多 or +, "and some".
bool TakeRemnant(std::string_view& text) {
  constexpr std::string_view kRemnants[] = {"余", "多", "+"};
  for (const std::string_view remnant : kRemnants) {
    if (!text.starts_with(remnant)) continue;
    text.remove_prefix(remnant.size());
    SkipBlanks(text);
    return true;
  }
  return false;
}

/// What stands behind the number.
struct Tail {
  std::string_view multiplier;
  std::string_view unit;  ///< without a multiplier that 余 parts from it
  bool remnant = false;
  const BoundWord* word = nullptr;
};

Tail ReadTail(std::string_view text) {
  Tail tail;
  tail.word = TakeWordAfter(text);
  tail.remnant = TakeRemnant(text);
  if (!tail.remnant) {
    const Multiplier multiplier = LeadingMultiplier(text);
    std::string_view behind = text.substr(multiplier.size);
    if (multiplier.size > 0 && TakeRemnant(behind)) {
      tail.remnant = true;
      tail.multiplier = text.substr(0, multiplier.size);
      text = behind;
    }
  }
  tail.unit = text;
  return tail;
}

/// The one bound that all words agree on, nothing where they do not.
std::optional<Bound> AgreedBound(const BoundWord* before, const Tail& tail) {
  std::optional<Bound> behind;
  if (tail.remnant) behind = Bound::kAtLeast;
  if (tail.word != nullptr) {
    if (behind && *behind != tail.word->bound) return std::nullopt;
    behind = tail.word->bound;
  }
  if (before == nullptr) return behind.value_or(Bound::kExact);
  if (behind && !before->yields && *behind != before->bound) return std::nullopt;
  return behind.value_or(before->bound);
}

/// Whether an amount may be written in `unit`: a known one, or a multiplier of the base unit.
bool IsReadableUnit(std::string_view unit) {
  if (unit.empty() || LookUpUnit(unit)) return true;
  return LeadingMultiplier(unit).size == unit.size();
}

/// Base units in one of `unit`.
absl::StatusOr<UnitFactor> FactorTo(std::string_view unit, std::string_view base_unit) {
  if (unit.empty() || unit == base_unit) return UnitFactor{.base = base_unit};
  const Multiplier multiplier = LeadingMultiplier(unit);
  if (multiplier.size == unit.size()) {
    return UnitFactor{.base = base_unit, .coefficient = 1, .exponent = multiplier.exponent};
  }
  const std::optional<UnitFactor> factor = LookUpUnit(unit);
  if (!factor) return FindUnit(unit).status();
  if (factor->base != base_unit) {
    return absl::InvalidArgumentError(
        absl::StrCat(Abseil(unit), " does not convert to ", Abseil(base_unit)));
  }
  return *factor;
}

absl::StatusOr<Decimal> QuantumOf(const UnitFactor& factor, int scale) {
  const int exponent = factor.exponent - scale;
  if (exponent < 0) return Decimal::FromCoefficient(factor.coefficient, -exponent);
  return Decimal::FromCoefficient(factor.coefficient * PowerOfTen(exponent), 0);
}

/// Whether `value` × 10^-decimals is a whole number of `quantum`, which is above 0 and fits 64
/// bits.
bool IsMultiple(Int128 value, const Decimal& quantum, int decimals) {
  Int128 divisor = quantum.coefficient();
  int places = decimals - quantum.scale();
  for (; places > 0; --places) divisor *= 10;  // 10^20 × 10^18 fits
  // value × 10^-places by divisor, without raising the value: tens on both sides cancel, and so do
  // the twos and fives of those that are left.
  int twos = -places;
  int fives = -places;
  for (; twos > 0 && divisor % 2 == 0; --twos) divisor /= 2;
  for (; fives > 0 && divisor % 5 == 0; --fives) divisor /= 5;
  return value % divisor == 0;
}

}  // namespace

absl::StatusOr<WrittenAmount> ParseAmount(std::string_view text) {
  if (text.size() > kTextSizeMax) return Unreadable(text.substr(0, 32), "it is too long");
  const std::optional<std::string> narrowed = Narrowed(text);
  std::string_view rest = narrowed ? *narrowed : text;
  SkipBlanks(rest);
  DropBlanksAtEnd(rest);
  const BoundWord* before = TakeWordBefore(rest);
  const size_t number_size = NumberSize(rest);
  if (number_size == 0) {
    return Unreadable(text, "a number in digits is needed, after at most one bound word");
  }
  absl::StatusOr<Decimal> number = Decimal::Parse(rest.substr(0, number_size));
  if (!number.ok()) return number.status();
  rest.remove_prefix(number_size);
  SkipBlanks(rest);

  const Tail tail = ReadTail(rest);
  const std::optional<Bound> bound = AgreedBound(before, tail);
  if (!bound) return Unreadable(text, "its bound words disagree");
  WrittenAmount amount{.number = *number, .unit = std::string(tail.multiplier), .bound = *bound};
  amount.unit.append(tail.unit);
  if (!IsReadableUnit(amount.unit)) return FindUnit(amount.unit).status();
  return amount;
}

absl::StatusOr<Amount> ToBaseUnit(const WrittenAmount& written, std::string_view base_unit,
                                  int decimals) {
  const absl::StatusOr<UnitFactor> factor = FactorTo(written.unit, base_unit);
  if (!factor.ok()) return factor.status();
  const Decimal& number = written.number;
  // 15 × 10^37 still fits, so only the power of ten can overflow.
  Int128 value = number.coefficient() * factor->coefficient;
  const int exponent = factor->exponent - number.scale() + decimals;
  if (exponent >= 0) {
    const std::optional<Int128> raised = CheckedMultiply(value, PowerOfTen(exponent));
    if (!raised) return absl::OutOfRangeError("an amount has at most 28 digits in its base unit");
    value = *raised;
  } else {
    const Int128 divisor = PowerOfTen(-exponent);
    if (value % divisor != 0) {
      return absl::InvalidArgumentError(absl::StrCat(number.ToString(), written.unit,
                                                     " has more than ", decimals, " decimals in ",
                                                     Abseil(base_unit)));
    }
    value /= divisor;
  }
  const Int128 limit = PowerOfTen(kMaxAmountDigits);
  if (value <= -limit || value >= limit) {
    return absl::OutOfRangeError("an amount has at most 28 digits in its base unit");
  }
  const absl::StatusOr<Decimal> quantum = QuantumOf(*factor, number.scale());
  if (!quantum.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("an amount in ", Abseil(base_unit),
                                                   " is written with more decimals than are kept"));
  }
  return Amount{.value = value, .bound = written.bound, .quantum = *quantum};
}

absl::StatusOr<Amount> WithQuantum(const Amount& amount, const Decimal& quantum, int decimals) {
  const Decimal kept = quantum.Normalized();
  if (kept <= Decimal()) {
    return absl::InvalidArgumentError("a quantum is above 0");
  }
  if (kept.coefficient() > Int128{UINT64_MAX}) {
    return absl::InvalidArgumentError(
        absl::StrCat("a quantum has at most 19 digits; ", kept.ToString(), " has more"));
  }
  Amount written = amount;
  written.quantum = kept;
  if (IsMultiple(amount.value, kept, decimals)) return written;
  return absl::InvalidArgumentError(absl::StrCat(FormatScaledShort(amount.value, decimals),
                                                 " is no multiple of ", kept.ToString(),
                                                 ": nobody wrote it in that precision"));
}

absl::Status CheckQuantumIsSpelt(const Decimal& quantum, std::string_view base_unit) {
  Int128 digits = quantum.coefficient();
  while (digits != 0 && digits % 10 == 0) digits /= 10;
  const std::vector<int> coefficients = UnitCoefficients(base_unit);
  const bool is_spelt = std::any_of(coefficients.begin(), coefficients.end(),
                                    [digits](int coefficient) { return digits == coefficient; });
  if (is_spelt) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(quantum.ToString(), " is no precision that an amount in ", Abseil(base_unit),
                   " can be written in; right is a power of ten (0.01, 1, 10000)",
                   coefficients.size() > 1 ? ", or that times " : "",
                   absl::StrJoin(coefficients.begin() + (coefficients.empty() ? 0 : 1),
                                 coefficients.end(), " or ")));
}

}  // namespace taizhang
