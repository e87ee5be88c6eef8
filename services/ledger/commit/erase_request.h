#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/log/hash.h"
#include "services/ledger/core/erasure.h"

namespace taizhang::ledger {

/// One request to erase a text from a partition.
struct EraseRequest {
  std::string partition;
  std::vector<std::string> spellings;  ///< of the text: as given, and normalised
  std::string request_id;              ///< may be empty
  std::string principal;
  bool validate_only = false;
};

/// What a request came to. With `validate_only` the head is left out.
struct Erased {
  uint64_t revision = 0;  ///< the head after it
  Hash hash{};
  Erasure erasure;
  bool standing = false;  ///< with `validate_only`: it would be refused
};

using EraseDone = std::function<void(absl::StatusOr<Erased>)>;

}  // namespace taizhang::ledger
