#include "services/aggregator/core/figure.h"

namespace taizhang::aggregator {
namespace {

std::string EndText(const End& end, bool is_lower, int decimals) {
  const char* open = is_lower ? ">" : "<";
  return (end.open ? open : "") + FormatScaledShort(end.value, decimals);
}

}  // namespace

std::optional<Quantity> Rescaled(const Quantity& quantity, int places) {
  if (places == 0) return quantity;
  const Int128 factor = PowerOfTen(places);
  Quantity out = quantity;
  for (Int128* value : {&out.value, out.interval.lower ? &out.interval.lower->value : nullptr,
                        out.interval.upper ? &out.interval.upper->value : nullptr}) {
    if (value == nullptr) continue;
    const std::optional<Int128> scaled = CheckedMultiply(*value, factor);
    if (!scaled) return std::nullopt;
    *value = *scaled;
  }
  return out;
}

std::string FormatQuantity(const Quantity& quantity, int decimals) {
  const Interval& interval = quantity.interval;
  switch (quantity.mark()) {
    case Mark::kNone:
      return "?";
    case Mark::kExact:
      return FormatScaledShort(quantity.value, decimals);
    case Mark::kAtLeast:
      return "≥ " + FormatScaledShort(interval.lower->value, decimals);
    case Mark::kMoreThan:
      return "> " + FormatScaledShort(interval.lower->value, decimals);
    case Mark::kAtMost:
      return "≤ " + FormatScaledShort(interval.upper->value, decimals);
    case Mark::kLessThan:
      return "< " + FormatScaledShort(interval.upper->value, decimals);
    case Mark::kAbout:
      return "≈ " + FormatScaledShort(quantity.value, decimals);
    case Mark::kRange:
      return EndText(*interval.lower, true, decimals) + ".." +
             EndText(*interval.upper, false, decimals);
  }
  return "?";
}

}  // namespace taizhang::aggregator
