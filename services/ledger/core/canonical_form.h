#pragma once

#include <string>

#include "services/ledger/core/row.h"

namespace taizhang::ledger {

/// The parsed rows of a request as bytes, equal for equal content and different otherwise: what a
/// repeated request id is compared by. How something was spelt does not matter where it parses to
/// the same (blanks in an amount, the order of labels). Part of the stored format: fingerprints are
/// kept for ever.
std::string CanonicalForm(const Rows& rows);

}  // namespace taizhang::ledger
