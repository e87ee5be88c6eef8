#pragma once

#include <string>

#include "common/server/health.h"
#include "services/aggregator/follow/follower.h"
#include "spdlog/logger.h"

namespace taizhang::aggregator {

/// Tells health and log how following goes: serving after the first catch-up, not any more once the
/// ledger is refused. A partition that is stopped is told in the log and in its own answers; the
/// others are served.
class Serving : public FollowerObserver {
 public:
  Serving(Health& health, spdlog::logger& log) : health_(health), log_(log) {}

  void CaughtUp() override {
    log_.info("caught up with the ledger; serving");
    health_.SetServing(true);
  }
  void PartitionStopped(const std::string& partition, const absl::Status& why) override {
    log_.error("partition {} is damaged and not followed any more: {}", partition,
               std::string(why.message()));
  }
  void Refused(const absl::Status& why) override {
    health_.SetServing(false);
    log_.error("not serving any more: {}", std::string(why.message()));
  }

 private:
  Health& health_;
  spdlog::logger& log_;
};

}  // namespace taizhang::aggregator
