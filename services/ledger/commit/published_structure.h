#pragma once

#include <memory>
#include <utility>

#include "common/facts/structure.h"
#include "common/log/mutex.h"

namespace taizhang::ledger {

/// The newest structure that is durable: what divisions are posted against. Thread-safe.
class PublishedStructure {
 public:
  [[nodiscard]] std::shared_ptr<const Structure> Get() const TAIZHANG_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return structure_;
  }
  void Set(std::shared_ptr<const Structure> structure) TAIZHANG_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    structure_ = std::move(structure);
  }

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const Structure> structure_ TAIZHANG_GUARDED_BY(mutex_) = Structure::Empty();
};

}  // namespace taizhang::ledger
