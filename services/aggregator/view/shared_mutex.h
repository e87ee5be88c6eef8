#pragma once

#include <pthread.h>

#include "common/log/mutex.h"

namespace taizhang::aggregator {

/// Many readers or one writer, annotated for clang's thread-safety analysis. A waiting writer goes
/// before readers that come later: a steady stream of queries must not keep a block from being
/// applied (std::shared_mutex lets it). A reader must not lock it again.
class TAIZHANG_CAPABILITY("mutex") SharedMutex {
 public:
  SharedMutex() {
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&lock_, &attributes);
    pthread_rwlockattr_destroy(&attributes);
  }
  ~SharedMutex() { pthread_rwlock_destroy(&lock_); }
  SharedMutex(const SharedMutex&) = delete;
  SharedMutex& operator=(const SharedMutex&) = delete;

  void Lock() TAIZHANG_ACQUIRE() { pthread_rwlock_wrlock(&lock_); }
  /// False where anybody has it: for what can be done later as well, and must not keep readers
  /// waiting behind a writer that itself waits for a long reading.
  bool TryLock() TAIZHANG_THREAD_ATTRIBUTE(try_acquire_capability(true)) {
    return pthread_rwlock_trywrlock(&lock_) == 0;
  }
  void Unlock() TAIZHANG_RELEASE() { pthread_rwlock_unlock(&lock_); }
  void LockShared() TAIZHANG_THREAD_ATTRIBUTE(acquire_shared_capability()) {
    pthread_rwlock_rdlock(&lock_);
  }
  /// False where a writer has it or waits for it.
  bool TryLockShared() TAIZHANG_THREAD_ATTRIBUTE(try_acquire_shared_capability(true)) {
    return pthread_rwlock_tryrdlock(&lock_) == 0;
  }
  void UnlockShared() TAIZHANG_THREAD_ATTRIBUTE(release_shared_capability()) {
    pthread_rwlock_unlock(&lock_);
  }

 private:
  pthread_rwlock_t lock_{};
};

/// Holds it for writing.
class TAIZHANG_SCOPED_CAPABILITY WriterLock {
 public:
  explicit WriterLock(SharedMutex& mutex) TAIZHANG_ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~WriterLock() TAIZHANG_RELEASE() { mutex_.Unlock(); }
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  SharedMutex& mutex_;
};

/// Holds it for reading.
class TAIZHANG_SCOPED_CAPABILITY ReaderLock {
 public:
  explicit ReaderLock(SharedMutex& mutex)
      TAIZHANG_THREAD_ATTRIBUTE(acquire_shared_capability(mutex))
      : mutex_(mutex) {
    mutex_.LockShared();
  }
  ~ReaderLock() TAIZHANG_RELEASE() { mutex_.UnlockShared(); }
  ReaderLock(const ReaderLock&) = delete;
  ReaderLock& operator=(const ReaderLock&) = delete;

 private:
  SharedMutex& mutex_;
};

}  // namespace taizhang::aggregator
