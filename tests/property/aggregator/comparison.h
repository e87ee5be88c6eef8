#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "tests/support/figure_world.h"
#include "tests/support/reference_model.h"

namespace taizhang::aggregator {

/// What the engine answers against what the model does; empty where they agree.
std::string Difference(const absl::StatusOr<Figure>& answered, const ReferenceAnswer& expected,
                       bool is_made_of_parts);

/// Whether an indicator's definition is an expression.
bool IsMadeOfParts(const FigureWorld& world, const FigureQuery& query);

}  // namespace taizhang::aggregator
