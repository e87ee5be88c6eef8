#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "services/aggregator/core/query.h"
#include "tests/support/random_figures.h"

namespace taizhang::aggregator {

/// What is wrong with a world, or with its answer to a question; empty where nothing is. It depends
/// on nothing else, so that it can be asked again.
using Check = std::function<std::string(FigureWorld& world, const FigureQuery& query)>;
using AnyQuestion = std::function<FigureQuery(RandomFigures& random, const FigureWorld& world)>;

/// Asks so many questions after each step of so many random histories, and prints their seeds
/// (TAIZHANG_SEED is the first, TAIZHANG_CASES how many, TAIZHANG_CASES_MAX the most of any test).
/// At the first that fails, a failure of the test with the smallest history that fails, too.
void ForEachHistory(int cases, int questions, const AnyQuestion& any_question, const Check& check);

}  // namespace taizhang::aggregator
