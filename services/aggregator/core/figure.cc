#include "services/aggregator/core/figure.h"

namespace taizhang::aggregator {
namespace {

std::string EndText(const End& end, bool is_lower, int decimals) {
  const char* open = is_lower ? ">" : "<";
  return (end.open ? open : "") + FormatScaledShort(end.value, decimals);
}

}  // namespace

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
