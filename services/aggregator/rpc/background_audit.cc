#include "services/aggregator/rpc/background_audit.h"

#include <pthread.h>
#include <random>

namespace taizhang::aggregator {

void LogMismatch(const CellMismatch& mismatch, spdlog::logger& log) {
  log.error("a cell of {} at revision {} differs from the facts: {} at {} in {}: {}",
            mismatch.partition, mismatch.revision, mismatch.measure, mismatch.scope,
            mismatch.period.ToString(), mismatch.differences);
}

BackgroundAudit::BackgroundAudit(CellAuditor& auditor, std::chrono::milliseconds interval,
                                 uint64_t seed, spdlog::logger& log)
    : auditor_(auditor), interval_(interval), log_(log) {
  if (interval_.count() == 0) return;
  thread_ = std::thread([this, seed] { Run(seed); });
  pthread_setname_np(thread_.native_handle(), "audit");
}

BackgroundAudit::~BackgroundAudit() { Stop(); }

void BackgroundAudit::Stop() {
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

void BackgroundAudit::Run(uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto draw = [&random](uint64_t bound) { return random() % bound; };
  while (Pause()) {
    const CellAuditor::Result result = auditor_.TryOne({}, draw);
    if (result.mismatch) LogMismatch(*result.mismatch, log_);
  }
}

bool BackgroundAudit::Pause() {
  const auto until = std::chrono::steady_clock::now() + interval_;
  const MutexLock lock(mutex_);
  while (!stopped_ && std::chrono::steady_clock::now() < until) changed_.WaitUntil(mutex_, until);
  return !stopped_;
}

}  // namespace taizhang::aggregator
