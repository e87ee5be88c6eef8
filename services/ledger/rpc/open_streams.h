#pragma once

#include <cstddef>
#include <memory>
#include <set>

#include "absl/status/status.h"
#include "common/log/mutex.h"

namespace taizhang::ledger {

/// A stream that is open until it ends by itself or is told to.
class OpenStream {
 public:
  OpenStream() = default;
  OpenStream(const OpenStream&) = delete;
  OpenStream& operator=(const OpenStream&) = delete;
  virtual ~OpenStream() = default;

  virtual void End() = 0;
};

/// The streams of a service, of all kinds. Thread-safe.
class OpenStreams {
 public:
  explicit OpenStreams(size_t streams_max) : streams_max_(streams_max) {}

  /// OVERLOADED where as many as may be are open, NOT_READY once all were ended.
  absl::Status Add(std::shared_ptr<OpenStream> stream) TAIZHANG_EXCLUDES(mutex_);
  void Remove(const std::shared_ptr<OpenStream>& stream) TAIZHANG_EXCLUDES(mutex_);
  /// Ends all; no more are added from then on.
  void EndAll() TAIZHANG_EXCLUDES(mutex_);

 private:
  const size_t streams_max_;
  Mutex mutex_;
  bool ending_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::set<std::shared_ptr<OpenStream>> streams_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::ledger
