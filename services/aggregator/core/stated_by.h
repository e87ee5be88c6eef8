#pragma once

#include <string>

#include "common/facts/record.h"
#include "common/facts/structure.h"

namespace taizhang::aggregator {

/// The measure whose statements are stated figures (R3); null where there is none, or none that is
/// known.
struct StatedBy {
  std::string name;
  const Measure* measure = nullptr;
};

/// R3's default: a total without filter is stated by its own measure.
StatedBy StatedByOf(const TotalOf& total, const Structure& structure);
StatedBy StatedByOf(const Indicator& indicator, const Structure& structure);

}  // namespace taizhang::aggregator
