#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <utility>

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

/// The streams of one kind. Thread-safe.
class OpenStreams {
 public:
  /// `of`: what they are called in an error ("blocks").
  OpenStreams(std::string of, size_t streams_max) : of_(std::move(of)), streams_max_(streams_max) {}

  /// OVERLOADED where as many as may be are open, NOT_READY once all were ended.
  absl::Status Add(std::shared_ptr<OpenStream> stream) TAIZHANG_EXCLUDES(mutex_);
  void Remove(const std::shared_ptr<OpenStream>& stream) TAIZHANG_EXCLUDES(mutex_);
  /// Ends all; no more are added from then on.
  void EndAll() TAIZHANG_EXCLUDES(mutex_);

 private:
  const std::string of_;
  const size_t streams_max_;
  Mutex mutex_;
  bool ending_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::set<std::shared_ptr<OpenStream>> streams_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::ledger
