#pragma once

#include <chrono>
#include <cstdint>
#include <thread>

#include "common/log/mutex.h"
#include "services/aggregator/view/cell_auditor.h"
#include "spdlog/logger.h"

namespace taizhang::aggregator {

/// Says in the log what a cell held that the facts do not come to.
void LogMismatch(const CellMismatch& mismatch, spdlog::logger& log);

/// Compares one random cell with the facts in every interval, as long as no block waits to be
/// applied, and says in the log what differs. Owns the one thread that does it.
class BackgroundAudit {
 public:
  /// Interval 0: never. `auditor` and `log` outlive it.
  BackgroundAudit(CellAuditor& auditor, std::chrono::milliseconds interval, uint64_t seed,
                  spdlog::logger& log);
  ~BackgroundAudit();
  BackgroundAudit(const BackgroundAudit&) = delete;
  BackgroundAudit& operator=(const BackgroundAudit&) = delete;

  void Stop() TAIZHANG_EXCLUDES(mutex_);

 private:
  void Run(uint64_t seed);
  /// False where stopped.
  bool Pause() TAIZHANG_EXCLUDES(mutex_);

  CellAuditor& auditor_;
  const std::chrono::milliseconds interval_;
  spdlog::logger& log_;
  Mutex mutex_;
  CondVar changed_;
  bool stopped_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace taizhang::aggregator
