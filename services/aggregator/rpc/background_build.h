#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "common/log/mutex.h"
#include "services/aggregator/view/views.h"
#include "spdlog/logger.h"

namespace taizhang::aggregator {

/// Builds cells while there are any to be built, slice by slice, and gives way to blocks and
/// queries in between. Says in the log when it begins, why, and when all is done. Owns the one
/// thread that does it.
class BackgroundBuild {
 public:
  /// Hears, once and on its thread, that the views are ready for the first time.
  using OnReady = std::function<void()>;

  /// All outlive it, and it outlives whoever applies blocks to the views.
  BackgroundBuild(Views& views, OnReady on_ready, spdlog::logger& log);
  ~BackgroundBuild();
  BackgroundBuild(const BackgroundBuild&) = delete;
  BackgroundBuild& operator=(const BackgroundBuild&) = delete;

  void Stop() TAIZHANG_EXCLUDES(mutex_);

 private:
  void Run();
  /// Until nothing is left to be built, or stopped.
  void BuildAll();
  /// One slice; whether there is more. Waits for readers only after a while.
  bool BuildNext();
  void LogBegin();
  /// False where stopped.
  bool Await() TAIZHANG_EXCLUDES(mutex_);
  bool Pause(std::chrono::microseconds length) TAIZHANG_EXCLUDES(mutex_);

  Views& views_;
  const OnReady on_ready_;
  spdlog::logger& log_;
  bool is_ready_ = false;

  Mutex mutex_;
  CondVar changed_;
  bool woken_ TAIZHANG_GUARDED_BY(mutex_) = false;
  bool stopped_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace taizhang::aggregator
