#include "common/server/timer.h"

#include <pthread.h>

namespace taizhang {

Timer::Timer() : thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "timer");
}

Timer::~Timer() { Stop(); }

Timer::Id Timer::At(Time time, std::function<void()> action) {
  Id id;
  bool is_next = false;
  {
    const MutexLock lock(mutex_);
    id = {time, next_number_++};
    is_next = actions_.empty() || id < actions_.begin()->first;
    if (!stopped_) actions_.emplace(id, std::move(action));
  }
  if (is_next) changed_.NotifyAll();
  return id;
}

void Timer::Cancel(const Id& id) {
  const MutexLock lock(mutex_);
  actions_.erase(id);
}

void Timer::Stop() {
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
    actions_.clear();
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

void Timer::Run() {
  while (true) {
    std::function<void()> action;
    {
      const MutexLock lock(mutex_);
      while (!stopped_ && (actions_.empty() ||
                           actions_.begin()->first.first > std::chrono::steady_clock::now())) {
        if (actions_.empty()) {
          changed_.Wait(mutex_);
        } else {
          changed_.WaitUntil(mutex_, actions_.begin()->first.first);
        }
      }
      if (stopped_) return;
      action = std::move(actions_.begin()->second);
      actions_.erase(actions_.begin());
    }
    action();
  }
}

}  // namespace taizhang
