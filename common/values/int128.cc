#include "common/values/int128.h"

#include <array>
#include <cstddef>

namespace taizhang {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr int kMaxExponent = 38;

constexpr std::array<Int128, kMaxExponent + 1> MakePowers() {
  std::array<Int128, kMaxExponent + 1> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}

constexpr std::array<Int128, kMaxExponent + 1> kPowers = MakePowers();

}  // namespace

Int128 PowerOfTen(int exponent) { return kPowers[static_cast<size_t>(exponent)]; }

std::string ToString(Int128 value) {
  // Through unsigned, so that the smallest value has a magnitude too.
  Uint128 rest = value < 0 ? ~static_cast<Uint128>(value) + 1 : static_cast<Uint128>(value);
  std::array<char, 40> buffer;
  size_t begin = buffer.size();
  do {
    buffer[--begin] = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) buffer[--begin] = '-';
  return std::string(buffer.data() + begin, buffer.size() - begin);
}

}  // namespace taizhang
