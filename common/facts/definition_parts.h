#pragma once

#include <string>
#include <vector>

#include "common/facts/indicator.h"

namespace taizhang {

/// What a definition reads, where it stands in the proto: "expression.growth.operand.total". One of
/// the pointers is set.
struct DefinitionPart {
  std::string path;
  const TotalOf* total = nullptr;
  const CountOf* count = nullptr;
  const IndicatorOf* indicator = nullptr;
};

/// The leaves of a definition in the order of its fields, both sides of ratios included; other
/// indicators are not entered. Valid as long as the definition.
std::vector<DefinitionPart> PartsOf(const IndicatorDefinition& definition);

/// All totals of a definition, in the same order, to be changed in place.
std::vector<TotalOf*> TotalsOf(IndicatorDefinition& definition);

}  // namespace taizhang
