#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/log/hash.h"
#include "common/status/reason.h"
#include "services/ledger/core/outcome.h"
#include "services/ledger/core/row.h"

namespace taizhang::ledger {

/// One request to a partition. What its rows view must live until `done` was called.
struct WriteRequest {
  std::string partition;
  std::string request_id;  ///< may be empty
  std::string principal;
  bool validate_only = false;
  Rows rows;
  std::vector<Violation> violations;  ///< from parsing; any refuses the request
};

/// The head of a partition that everybody may know of.
struct DurableHead {
  uint64_t revision = 0;
  Hash hash{};
  int64_t commit_time_us = 0;
  uint64_t facts_digest = 0;
};

/// What a request came to. With `validate_only` the head is left out, and violations stand here.
struct Written {
  uint64_t revision = 0;  ///< the head after it
  Hash hash{};
  std::vector<Outcome> outcomes;
  std::vector<Violation> violations;
};

using WriteDone = std::function<void(absl::StatusOr<Written>)>;

}  // namespace taizhang::ledger
