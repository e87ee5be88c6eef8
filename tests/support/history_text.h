#pragma once

#include <string>

#include "services/aggregator/core/query.h"
#include "tests/support/figure_world.h"

namespace taizhang::aggregator {

// For people who read why a property fails.

/// A line for each row.
std::string ToText(const History& history);
std::string ToText(const Record& record);
std::string ToText(const FigureQuery& query);
std::string ToText(const Expression& expression);
std::string ToText(const TotalOf& total);

/// A line for each member that is not as in `Figure{}`.
std::string ToText(const Figure& figure);

}  // namespace taizhang::aggregator
