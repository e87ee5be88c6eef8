#include "common/values/units.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace taizhang {
namespace {

/// One spelling: `coefficient` × 10^`exponent` of `base`. A base unit is spelt as itself.
struct Spelling {
  std::string_view name;
  std::string_view base;
  int coefficient = 1;
  int exponent = 0;
  bool is_count = false;
};

constexpr Spelling Base(std::string_view name) { return {name, name, 1, 0}; }
constexpr Spelling Alias(std::string_view name, std::string_view base) {
  return {name, base, 1, 0};
}

constexpr Spelling Count(std::string_view name) { return {name, name, 1, 0, true}; }

constexpr auto kSpellings = std::to_array<Spelling>({
    // Money. Currencies never convert.
    Base("元"),
    Alias("人民币", "元"),
    Alias("元人民币", "元"),
    Alias("人民币元", "元"),
    Alias("CNY", "元"),
    Alias("RMB", "元"),
    Base("美元"),
    Alias("美金", "美元"),
    Alias("USD", "美元"),
    Base("欧元"),
    Alias("EUR", "欧元"),
    Base("港元"),
    Alias("港币", "港元"),
    Alias("HKD", "港元"),
    Base("日元"),
    Base("英镑"),
    // Area.
    Base("亩"),
    {"平方米", "亩", 15, -4},
    {"平米", "亩", 15, -4},
    {"㎡", "亩", 15, -4},
    {"m²", "亩", 15, -4},
    {"m2", "亩", 15, -4},
    {"公顷", "亩", 15, 0},
    {"平方公里", "亩", 15, 2},
    {"平方千米", "亩", 15, 2},
    {"㎢", "亩", 15, 2},
    {"km²", "亩", 15, 2},
    {"km2", "亩", 15, 2},
    {"hm²", "亩", 15, 0},
    {"hm2", "亩", 15, 0},
    // Mass.
    Base("吨"),
    {"公斤", "吨", 1, -3},
    {"千克", "吨", 1, -3},
    {"kg", "吨", 1, -3},
    {"㎏", "吨", 1, -3},
    {"斤", "吨", 5, -4},
    {"克", "吨", 1, -6},
    // Length, volume, energy, power.
    Base("米"),
    {"公里", "米", 1, 3},
    {"千米", "米", 1, 3},
    {"km", "米", 1, 3},
    {"㎞", "米", 1, 3},
    {"厘米", "米", 1, -2},
    {"毫米", "米", 1, -3},
    Base("立方米"),
    Alias("立方", "立方米"),
    Alias("m³", "立方米"),
    Alias("㎥", "立方米"),
    Alias("m3", "立方米"),
    {"升", "立方米", 1, -3},
    {"毫升", "立方米", 1, -6},
    Base("千瓦时"),
    Alias("度", "千瓦时"),
    Alias("kWh", "千瓦时"),
    {"兆瓦时", "千瓦时", 1, 3},
    Base("千瓦"),
    {"瓦", "千瓦", 1, -3},
    {"兆瓦", "千瓦", 1, 3},
    {"吉瓦", "千瓦", 1, 6},
    // Time. A month has no fixed number of days, a working day none of hours.
    Base("天"),
    Alias("日", "天"),
    {"周", "天", 7, 0},
    Base("工作日"),
    Alias("个工作日", "工作日"),
    Base("月"),
    Alias("个月", "月"),
    {"季度", "月", 3, 0},
    {"个季度", "月", 3, 0},
    {"年", "月", 12, 0},
    Base("分钟"),
    {"小时", "分钟", 6, 1},
    {"个小时", "分钟", 6, 1},
    // Relations.
    Base("%"),
    Alias("％", "%"),
    {"‰", "%", 1, -1},
    Base("百分点"),
    Alias("个百分点", "百分点"),
    Base("倍"),
    // Counts, each a dimension of its own.
    Count("家"),
    Count("个"),
    Count("户"),
    Count("件"),
    Count("名"),
    Count("人"),
    Count("位"),
    Count("人次"),
    Count("户次"),
    Count("家次"),
    Count("场"),
    Alias("场次", "场"),
    Count("次"),
    Count("项"),
    Count("种"),
    Count("类"),
    Count("款"),
    Count("羽"),
    Count("只"),
    Count("头"),
    Count("匹"),
    Count("尾"),
    Count("枚"),
    Count("株"),
    Count("棵"),
    Count("台"),
    Count("套"),
    Count("辆"),
    Count("艘"),
    Count("架"),
    Count("座"),
    Count("栋"),
    Count("间"),
    Count("所"),
    Count("处"),
    Count("宗"),
    Count("笔"),
    Count("起"),
    Count("条"),
    Count("批"),
    Count("期"),
    Count("份"),
    Count("张"),
    Count("本"),
    Count("篇"),
    Count("箱"),
    Count("盒"),
    Count("袋"),
    Count("瓶"),
    Count("村"),
});

/// Spellings by hash with linear probing: index + 1, 0 where a slot is free.
constexpr size_t kSlots = 512;
static_assert(kSpellings.size() < 255 && kSpellings.size() * 3 < kSlots);

constexpr size_t SlotOf(std::string_view name) {
  uint32_t hash = 2166136261;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return (hash ^ hash >> 15) % kSlots;
}

constexpr std::array<uint8_t, kSlots> kIndex = [] {
  std::array<uint8_t, kSlots> index{};
  for (size_t i = 0; i < kSpellings.size(); ++i) {
    size_t slot = SlotOf(kSpellings[i].name);
    while (index[slot] != 0) slot = (slot + 1) % kSlots;
    index[slot] = static_cast<uint8_t>(i + 1);
  }
  return index;
}();

constexpr size_t kNameSizeMax = [] {
  size_t size = 0;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.name.size() > size) size = spelling.name.size();
  }
  return size;
}();

constexpr bool CoefficientsAreShort() {
  for (const Spelling& spelling : kSpellings) {
    if (spelling.coefficient % 10 == 0) return false;
    if (spelling.coefficient > UnitFactor::kCoefficientMax) return false;
  }
  return true;
}
static_assert(CoefficientsAreShort());

const Spelling* Find(std::string_view name) {
  if (name.size() > kNameSizeMax) return nullptr;
  for (size_t slot = SlotOf(name); kIndex[slot] != 0; slot = (slot + 1) % kSlots) {
    const Spelling& spelling = kSpellings[kIndex[slot] - size_t{1}];
    if (spelling.name == name) return &spelling;
  }
  return nullptr;
}

constexpr size_t kHanSize = 3;  // bytes of one of the characters below

/// The power of ten of one character, 0 where it is none.
int PowerOf(std::string_view character) {
  if (character == "万") return 4;
  if (character == "亿") return 8;
  if (character == "千") return 3;
  if (character == "百") return 2;
  if (character == "十") return 1;
  return 0;
}

}  // namespace

Multiplier LeadingMultiplier(std::string_view text) {
  if (text.size() < kHanSize) return {};
  const int first = PowerOf(text.substr(0, kHanSize));
  if (first == 0) return {};
  const int second = PowerOf(text.substr(kHanSize, kHanSize));
  // 十万 to 千万 and 十亿 to 万亿; anything else is no multiplier that people write.
  if (second >= 4 && second > first) return {.size = 2 * kHanSize, .exponent = first + second};
  if (first == 1) return {};
  return {.size = kHanSize, .exponent = first};
}

std::optional<UnitFactor> LookUpUnit(std::string_view text) {
  // As a whole first: 千瓦, 千克 and 百分点 begin like multiples.
  const Spelling* spelling = Find(text);
  Multiplier multiplier;
  if (spelling == nullptr) {
    multiplier = LeadingMultiplier(text);
    if (multiplier.size == 0) return std::nullopt;
    spelling = Find(text.substr(multiplier.size));
    if (spelling == nullptr) return std::nullopt;
  }
  return UnitFactor{.base = spelling->base,
                    .coefficient = spelling->coefficient,
                    .exponent = spelling->exponent + multiplier.exponent};
}

absl::StatusOr<Unit> FindUnit(std::string_view text) {
  const std::optional<UnitFactor> factor = LookUpUnit(text);
  if (!factor) {
    std::string known;
    for (const std::string_view base : BaseUnits()) known.append(" ").append(base);
    return absl::InvalidArgumentError(
        absl::StrCat("no unit \"", absl::string_view(text.data(), text.size()),
                     "\"; known are, with 百 千 万 亿 … in front and usual other names:", known));
  }
  const int exponent = factor->exponent;
  const absl::StatusOr<Decimal> multiple =
      exponent < 0 ? Decimal::FromCoefficient(factor->coefficient, -exponent)
                   : Decimal::FromCoefficient(factor->coefficient * PowerOfTen(exponent), 0);
  if (!multiple.ok()) return multiple.status();
  return Unit{.base = factor->base, .multiple = *multiple};
}

bool IsBaseUnit(std::string_view text) {
  const Spelling* spelling = Find(text);
  return spelling != nullptr && spelling->base == text;
}

bool IsCountUnit(std::string_view text) {
  const Spelling* spelling = Find(text);
  return spelling != nullptr && spelling->is_count;
}

std::vector<int> UnitCoefficients(std::string_view base) {
  std::vector<int> coefficients;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.base == base) coefficients.push_back(spelling.coefficient);
  }
  std::sort(coefficients.begin(), coefficients.end());
  coefficients.erase(std::unique(coefficients.begin(), coefficients.end()), coefficients.end());
  return coefficients;
}

std::vector<std::string_view> BaseUnits() {
  std::vector<std::string_view> bases;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.name == spelling.base) bases.push_back(spelling.name);
  }
  return bases;
}

}  // namespace taizhang
