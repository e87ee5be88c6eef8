#pragma once

#include "taizhang/ledger/v1/ledger_service.pb.h"
#include "tests/property/values/seeded.h"

namespace taizhang::ledger {

/// A request over the names of LedgerWorld, some of which are known, with fields that are mostly
/// sound and now and then are not.
v1::WriteRecordsRequest RandomRequest(Seeded& random);

/// An amount as a person or a program writes it, in a unit that converts to `base_unit`.
type::v1::Amount RandomAmount(Seeded& random, const std::string& base_unit);

/// One of them.
template <typename List>
const auto& OneOf(Seeded& random, const List& list) {
  return list[static_cast<size_t>(random.Between(0, static_cast<int64_t>(std::size(list)) - 1))];
}

}  // namespace taizhang::ledger
