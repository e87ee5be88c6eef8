#include "common/server/worker_pool.h"

#include <pthread.h>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang {

WorkerPool::WorkerPool(const std::string& name, size_t threads, size_t queue_max)
    : queue_max_(queue_max) {
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Work(); });
    pthread_setname_np(threads_.back().native_handle(),
                       absl::StrCat(name.substr(0, 12), "-", i).c_str());
  }
}

WorkerPool::~WorkerPool() { Stop(); }

absl::Status WorkerPool::Run(std::function<void()> task) {
  {
    const MutexLock lock(mutex_);
    if (stopped_) return MakeError(Reason::kNotReady, "shutting down; try again");
    if (queue_.size() >= queue_max_) {
      return MakeError(Reason::kOverloaded,
                       absl::StrCat(queue_max_, " requests are waiting; try again"),
                       {{"limit", absl::StrCat(queue_max_)}});
    }
    queue_.push_back(std::move(task));
  }
  changed_.NotifyOne();
  return absl::OkStatus();
}

void WorkerPool::Stop() {
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
  }
  changed_.NotifyAll();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::Work() {
  while (true) {
    std::function<void()> task;
    {
      const MutexLock lock(mutex_);
      while (queue_.empty() && !stopped_) changed_.Wait(mutex_);
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
  }
}

}  // namespace taizhang
