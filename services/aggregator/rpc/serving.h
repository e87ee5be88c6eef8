#pragma once

#include <string>

#include "common/log/mutex.h"
#include "common/server/health.h"
#include "services/aggregator/follow/follower.h"
#include "spdlog/logger.h"

namespace taizhang::aggregator {

/// Tells health and log how following goes: serving once the views are ready, not any more once the
/// ledger is refused. A partition that is stopped is told in the log and in its own answers; the
/// others are served. Thread-safe.
class Serving : public FollowerObserver {
 public:
  Serving(Health& health, spdlog::logger& log) : health_(health), log_(log) {}

  void CaughtUp() override { log_.info("caught up with the ledger"); }
  /// Answers can be read.
  void Ready() TAIZHANG_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    if (refused_) return;
    log_.info("serving");
    health_.SetServing(true);
  }
  void PartitionStopped(const std::string& partition, const absl::Status& why) override {
    log_.error("partition {} is damaged and not followed any more: {}", partition,
               std::string(why.message()));
  }
  void Refused(const absl::Status& why) override TAIZHANG_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    refused_ = true;
    health_.SetServing(false);
    log_.error("not serving any more: {}", std::string(why.message()));
  }

 private:
  Health& health_;
  spdlog::logger& log_;
  Mutex mutex_;
  bool refused_ TAIZHANG_GUARDED_BY(mutex_) = false;
};

}  // namespace taizhang::aggregator
