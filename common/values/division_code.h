#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace taizhang {

enum class DivisionLevel : uint8_t {
  kNation = 0,
  kProvince = 1,
  kPrefecture = 2,
  kCounty = 3,
  kTown = 4,
  kVillage = 5,
};
std::string_view LevelName(DivisionLevel level);  ///< "nation", "province" …

/// A statistical division code (GB/T 2260, GB/T 10114): 2 digits a province, 4 a prefecture, 6 a
/// county, 9 a town, 12 a village; `CN` is the nation. Held in 8 bytes, ordered as text.
///
/// Codes padded with zeros to a longer level (440000 for 44) are refused: one division, one code.
/// A county part of 00 is read, because the towns of a prefecture without counties carry it
/// (东莞 4419, its town 441900003).
class DivisionCode {
 public:
  /// INVALID_ARGUMENT says what a code looks like.
  static absl::StatusOr<DivisionCode> Parse(std::string_view text);
  static constexpr DivisionCode Nation() { return DivisionCode(kNationPacked); }

  [[nodiscard]] DivisionLevel level() const;
  [[nodiscard]] std::string ToString() const;
  /// The code of the level above by its digits ("440783107" → "440783"; a province's is CN; nothing
  /// for CN). Whether such a division exists is not known here.
  [[nodiscard]] std::optional<DivisionCode> Prefix() const;
  /// The code cut to `level`, nothing where this one is shorter.
  [[nodiscard]] std::optional<DivisionCode> CutTo(DivisionLevel level) const;

  friend bool operator==(const DivisionCode&, const DivisionCode&) = default;
  friend std::strong_ordering operator<=>(const DivisionCode&, const DivisionCode&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const DivisionCode& c) {
    return H::combine(std::move(h), c.packed_);
  }

 private:
  /// Above every code of digits, as "CN" is above every digit.
  static constexpr uint64_t kNationPacked = ~uint64_t{0xF};

  explicit constexpr DivisionCode(uint64_t packed) : packed_(packed) {}

  /// The digits, filled up with zeros to 12, as a number; in the lowest 4 bits how many there are.
  uint64_t packed_;
};

}  // namespace taizhang
