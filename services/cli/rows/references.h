#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// Where a row is kept, and what it is told apart by.
struct RowIdentity {
  std::string partition;
  /// The record's name, or the observation's whole key in the order of ObservationKey.
  std::string key;
  bool is_record = false;
  bool is_withdrawal = false;
};

/// INVALID_ARGUMENT names the field and what is wrong with the name in it: "record.name: …".
absl::StatusOr<RowIdentity> IdentityOf(const taizhang::ledger::v1::Row& row);

/// Names of the records that must be there for the row to be accepted, those that its own name
/// implies included: a division's code prefixes, a home division, a village's town. Withdrawals
/// need none. Unordered, with repetitions.
std::vector<std::string> ReferencesOf(const taizhang::ledger::v1::Row& row);

/// Names that a definition has in it, in its order, with repetitions.
std::vector<std::string> ReferencesOf(const taizhang::type::v1::Expression& expression);

}  // namespace taizhang::cli
