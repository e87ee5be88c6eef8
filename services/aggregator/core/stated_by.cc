#include "services/aggregator/core/stated_by.h"

#include <variant>

namespace taizhang::aggregator {

StatedBy StatedByOf(const TotalOf& total, const Structure& structure) {
  StatedBy out;
  if (!total.IsTotal() || !total.filter.IsEmpty()) return out;
  out.name = total.measure;
  out.measure = structure.FindMeasure(out.name);
  return out;
}

StatedBy StatedByOf(const Indicator& indicator, const Structure& structure) {
  if (!indicator.stated_by.empty()) {
    return {.name = indicator.stated_by, .measure = structure.FindMeasure(indicator.stated_by)};
  }
  const auto* total = std::get_if<TotalOf>(&indicator.definition);
  return total != nullptr ? StatedByOf(*total, structure) : StatedBy{};
}

}  // namespace taizhang::aggregator
