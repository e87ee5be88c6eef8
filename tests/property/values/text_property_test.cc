#include <cstdlib>
#include <memory>
#include <string>
#include <utf8proc.h>

#include "common/values/text.h"
#include "gtest/gtest.h"
#include "tests/property/values/seeded.h"

namespace taizhang {
namespace {

constexpr int kRounds = 20'000;

/// What utf8proc itself makes of a text.
std::string PlainNormalForm(const std::string& text) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
  if (size < 0) return text;
  return {reinterpret_cast<const char*>(mapped), static_cast<size_t>(size)};
}

/// Mostly letters and marks that combine, among them some that decompose into marks, and jamos.
std::string RandomText(Seeded& random) {
  constexpr std::pair<int, int> kRanges[] = {{'a', 'e'},       {0xC0, 0xFF},       {0x300, 0x34E},
                                             {0xF71, 0xF84},   {0x1100, 0x1112},   {0x1161, 0x1175},
                                             {0x11A8, 0x11C2}, {0xAC00, 0xAC20},   {0x1E00, 0x1EF9},
                                             {0xF900, 0xF910}, {0x1D157, 0x1D172}, {0x5B0, 0x5C7}};
  std::string text;
  for (int64_t i = random.Between(0, 12); i > 0; --i) {
    const auto& [first, last] = kRanges[random.Between(0, std::ssize(kRanges) - 1)];
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t size =
        utf8proc_encode_char(static_cast<utf8proc_int32_t>(random.Between(first, last)), bytes);
    text.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  }
  if (random.OneIn(50)) text += '\xCC';
  return text;
}

TEST(NormalizedTextProperty, IsTheNormalFormOfUtf8proc) {
  Seeded random;
  for (int round = 0; round < kRounds; ++round) {
    const std::string text = RandomText(random);
    const std::string normalized = NormalizedText(text);
    ASSERT_EQ(normalized, PlainNormalForm(text)) << text;
    EXPECT_EQ(OtherNormalForm(text).value_or(text), normalized);
    EXPECT_EQ(OtherNormalForm(normalized), std::nullopt);
  }
}

}  // namespace
}  // namespace taizhang
