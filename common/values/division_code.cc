#include "common/values/division_code.h"

#include <array>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace taizhang {
namespace {

constexpr std::string_view kNationText = "CN";
constexpr uint64_t kDigitsMask = 0xF;
constexpr int kDigitsMax = 12;

/// Digits of a code by its level.
constexpr std::array<int, 6> kDigitsOf = {0, 2, 4, 6, 9, 12};

/// 10^(12 - digits).
constexpr std::array<uint64_t, kDigitsMax + 1> kPadding = {1'000'000'000'000,
                                                           100'000'000'000,
                                                           10'000'000'000,
                                                           1'000'000'000,
                                                           100'000'000,
                                                           10'000'000,
                                                           1'000'000,
                                                           100'000,
                                                           10'000,
                                                           1'000,
                                                           100,
                                                           10,
                                                           1};

constexpr std::array<DivisionLevel, kDigitsMax + 1> kLevelOf = [] {
  std::array<DivisionLevel, kDigitsMax + 1> levels{};
  for (size_t level = 0; level < kDigitsOf.size(); ++level) {
    levels[static_cast<size_t>(kDigitsOf[level])] = static_cast<DivisionLevel>(level);
  }
  return levels;
}();

bool IsCodeSize(size_t size) {
  return size == 2 || size == 4 || size == 6 || size == 9 || size == 12;
}

/// Whether a part other than the county's is all zeros. `padded` has 12 digits.
bool HasEmptyPart(uint64_t padded, size_t size) {
  const bool no_prefecture = size >= 4 && padded / 100'000'000 % 100 == 0;
  const bool no_town = size >= 9 && padded / 1'000 % 1'000 == 0;
  const bool no_village = size == 12 && padded % 1'000 == 0;
  return no_prefecture || no_town || no_village;
}

absl::Status NotACode(std::string_view text, std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("not a division code: \"", absl::string_view(text.data(), text.size()), "\"; ",
                   absl::string_view(why.data(), why.size())));
}

}  // namespace

std::string_view LevelName(DivisionLevel level) {
  switch (level) {
    case DivisionLevel::kNation:
      return "nation";
    case DivisionLevel::kProvince:
      return "province";
    case DivisionLevel::kPrefecture:
      return "prefecture";
    case DivisionLevel::kCounty:
      return "county";
    case DivisionLevel::kTown:
      return "town";
    case DivisionLevel::kVillage:
      return "village";
  }
  return "unknown";
}

absl::StatusOr<DivisionCode> DivisionCode::Parse(std::string_view text) {
  if (text == kNationText) return Nation();
  uint64_t number = 0;
  bool valid = IsCodeSize(text.size()) && text[0] != '0';
  for (size_t i = 0; valid && i < text.size(); ++i) {
    const unsigned digit = static_cast<unsigned>(text[i]) - '0';
    valid = digit <= 9;
    number = number * 10 + digit;
  }
  if (!valid) return NotACode(text, "it is CN, or 2, 4, 6, 9 or 12 digits");
  const uint64_t padded = number * kPadding[text.size()];
  if (HasEmptyPart(padded, text.size())) {
    return NotACode(text, "only the county's part may be zeros (write 44, not 440000)");
  }
  return DivisionCode(padded << 4 | text.size());
}

DivisionLevel DivisionCode::level() const { return kLevelOf[packed_ & kDigitsMask]; }

std::string DivisionCode::ToString() const {
  const size_t digits = packed_ & kDigitsMask;
  if (digits == 0) return std::string(kNationText);
  std::string out(digits, '0');
  uint64_t rest = (packed_ >> 4) / kPadding[digits];
  for (size_t i = digits; i > 0; --i, rest /= 10) {
    out[i - 1] = static_cast<char>('0' + rest % 10);
  }
  return out;
}

std::optional<DivisionCode> DivisionCode::Prefix() const {
  const DivisionLevel own = level();
  if (own == DivisionLevel::kNation) return std::nullopt;
  return CutTo(static_cast<DivisionLevel>(static_cast<int>(own) - 1));
}

std::optional<DivisionCode> DivisionCode::CutTo(DivisionLevel level) const {
  if (level > this->level()) return std::nullopt;
  if (level == DivisionLevel::kNation) return Nation();
  const auto digits = static_cast<size_t>(kDigitsOf[static_cast<size_t>(level)]);
  const uint64_t padding = kPadding[digits];
  const uint64_t padded = (packed_ >> 4) / padding * padding;
  return DivisionCode(padded << 4 | digits);
}

}  // namespace taizhang
