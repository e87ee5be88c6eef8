#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "common/log/mutex.h"

namespace taizhang {

/// Runs short actions when their time has come, on one thread of its own. Owned by main; stopped by
/// Stop or the destructor, which forget what is still to come. Thread-safe.
class Timer {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Id = std::pair<Time, uint64_t>;

  Timer();
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  /// `action` runs once, at `time` or as soon as possible after it. It must not block.
  Id At(Time time, std::function<void()> action) TAIZHANG_EXCLUDES(mutex_);
  /// Forgets an action. It may be running already.
  void Cancel(const Id& id) TAIZHANG_EXCLUDES(mutex_);
  void Stop() TAIZHANG_EXCLUDES(mutex_);

 private:
  void Run() TAIZHANG_EXCLUDES(mutex_);

  Mutex mutex_;
  CondVar changed_;
  bool stopped_ TAIZHANG_GUARDED_BY(mutex_) = false;
  uint64_t next_number_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  std::map<Id, std::function<void()>> actions_ TAIZHANG_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace taizhang
