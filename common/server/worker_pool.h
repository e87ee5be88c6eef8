#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/log/mutex.h"

namespace taizhang {

/// Threads that run tasks in the order in which they were given, and a queue that refuses rather
/// than grows. Owned by main; stopped by Stop or the destructor. Thread-safe.
class WorkerPool {
 public:
  /// `name` (up to 12 bytes) names the threads for ps and gdb.
  WorkerPool(const std::string& name, size_t threads, size_t queue_max);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// OVERLOADED where the queue is full, NOT_READY once stopped; the task is then dropped.
  /// Otherwise it will run.
  absl::Status Run(std::function<void()> task) TAIZHANG_EXCLUDES(mutex_);

  /// Runs what is queued and ends the threads. Not from a task.
  void Stop() TAIZHANG_EXCLUDES(mutex_);

 private:
  void Work() TAIZHANG_EXCLUDES(mutex_);

  const size_t queue_max_;
  Mutex mutex_;
  CondVar changed_;
  bool stopped_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::deque<std::function<void()>> queue_ TAIZHANG_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

}  // namespace taizhang
