#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

// std::mutex with clang's thread-safety annotations (-Wthread-safety): which mutex guards a member,
// and which functions want it held, is checked by the compiler. With g++ the annotations are empty.
#if defined(__clang__)
#define TAIZHANG_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define TAIZHANG_THREAD_ATTRIBUTE(x)
#endif

#define TAIZHANG_CAPABILITY(name) TAIZHANG_THREAD_ATTRIBUTE(capability(name))
#define TAIZHANG_SCOPED_CAPABILITY TAIZHANG_THREAD_ATTRIBUTE(scoped_lockable)
/// On a member: read and written with `mutex` held only.
#define TAIZHANG_GUARDED_BY(mutex) TAIZHANG_THREAD_ATTRIBUTE(guarded_by(mutex))
/// On a pointer: what it points to is.
#define TAIZHANG_PT_GUARDED_BY(mutex) TAIZHANG_THREAD_ATTRIBUTE(pt_guarded_by(mutex))
/// On a function: the caller holds (does not hold) the mutex.
#define TAIZHANG_REQUIRES(...) TAIZHANG_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define TAIZHANG_EXCLUDES(...) TAIZHANG_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define TAIZHANG_ACQUIRE(...) TAIZHANG_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define TAIZHANG_RELEASE(...) TAIZHANG_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
#define TAIZHANG_ACQUIRED_AFTER(...) TAIZHANG_THREAD_ATTRIBUTE(acquired_after(__VA_ARGS__))

namespace taizhang {

class TAIZHANG_CAPABILITY("mutex") Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() TAIZHANG_ACQUIRE() { mutex_.lock(); }
  void Unlock() TAIZHANG_RELEASE() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

/// Holds a mutex for its own life.
class TAIZHANG_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) TAIZHANG_ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~MutexLock() TAIZHANG_RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

/// Waits may wake for no reason: wait in a loop over the condition. The loop is written out rather
/// than passed as a predicate, because clang does not see through a lambda which mutex is held.
class CondVar {
 public:
  CondVar() = default;
  CondVar(const CondVar&) = delete;
  CondVar& operator=(const CondVar&) = delete;

  void Wait(Mutex& mutex) TAIZHANG_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }

  /// False where `deadline` passed first.
  bool WaitUntil(Mutex& mutex, std::chrono::steady_clock::time_point deadline)
      TAIZHANG_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    const std::cv_status status = condition_.wait_until(lock, deadline);
    lock.release();
    return status == std::cv_status::no_timeout;
  }

  bool WaitFor(Mutex& mutex, std::chrono::milliseconds duration) TAIZHANG_REQUIRES(mutex) {
    return WaitUntil(mutex, std::chrono::steady_clock::now() + duration);
  }

  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace taizhang
