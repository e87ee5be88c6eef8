#include "common/values/credit_code.h"

#include <array>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace taizhang {
namespace {

constexpr size_t kSize = 18;
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr size_t kModulus = 31;
static_assert(kAlphabet.size() == kModulus);

/// 3^i mod 31 for the first 17 characters.
constexpr std::array<size_t, kSize - 1> kWeights = [] {
  std::array<size_t, kSize - 1> weights{};
  weights[0] = 1;
  for (size_t i = 1; i < weights.size(); ++i) weights[i] = weights[i - 1] * 3 % kModulus;
  return weights;
}();

}  // namespace

absl::Status CheckCreditCode(std::string_view code) {
  if (code.size() != kSize) {
    return absl::InvalidArgumentError("a unified social credit code has 18 characters");
  }
  size_t sum = 0;
  for (size_t i = 0; i < kSize; ++i) {
    const size_t value = kAlphabet.find(code[i]);
    if (value == std::string_view::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("character ", i + 1,
                       " of a unified social credit code must be one of 0-9 and A-Z without I, O, "
                       "S, V, Z"));
    }
    if (i < kWeights.size()) sum += value * kWeights[i];
  }
  const char expected = kAlphabet[(kModulus - sum % kModulus) % kModulus];
  if (code.back() == expected) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the check character of the unified social credit code would be ",
                   absl::string_view(&expected, 1)));
}

}  // namespace taizhang
