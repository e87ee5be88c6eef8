#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "common/log/mutex.h"

namespace taizhang::ledger {

/// How much may be under way at once, from a request's arrival to its answer; beyond, OVERLOADED.
/// Thread-safe.
class Admission {
 public:
  struct Limits {
    size_t requests_max = 1'024;
    size_t bytes_max = size_t{256} << 20U;
  };

  explicit Admission(Limits limits) : limits_(limits) {}

  absl::Status Enter(size_t bytes) TAIZHANG_EXCLUDES(mutex_);
  /// Once for each Enter that was OK.
  void Leave(size_t bytes) TAIZHANG_EXCLUDES(mutex_);

 private:
  const Limits limits_;
  Mutex mutex_;
  size_t requests_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  size_t bytes_ TAIZHANG_GUARDED_BY(mutex_) = 0;
};

}  // namespace taizhang::ledger
