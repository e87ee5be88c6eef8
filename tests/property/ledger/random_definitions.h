#pragma once

#include "taizhang/type/v1/record.pb.h"
#include "tests/property/values/seeded.h"

namespace taizhang::ledger {

/// An expression over the measures and indicators of LedgerWorld, mostly sound, at most `depth`
/// nodes deep.
void RandomExpression(Seeded& random, int64_t depth, type::v1::Expression& expression);
void RandomTotal(Seeded& random, type::v1::TotalOf& total);

}  // namespace taizhang::ledger
