#pragma once

#include <functional>

#include "tests/support/figure_world.h"

namespace taizhang::aggregator {

/// Whether what is looked for still happens after a history.
using StillFails = std::function<bool(const History&)>;

/// A history that still fails and of which nothing more can be left out: no block, no row, no part
/// of a record, no bound. Greedy: it asks `fails` at most `tries` times, and keeps the smallest so
/// far.
History Shrink(History history, const StillFails& fails, int tries = 4000);

/// Rows in it.
size_t SizeOf(const History& history);

}  // namespace taizhang::aggregator
