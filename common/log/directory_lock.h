#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace taizhang {

/// Keeps a data directory to one process: an flock on the file LOCK in it, which holds the owner's
/// pid. The kernel lets go of it when the process ends, however it ends.
class DirectoryLock {
 public:
  /// Creates the directory (0700) where it is missing. FAILED_PRECONDITION names the process that
  /// has it.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Acquire(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int file) : file_(file) {}
  int file_;
};

/// Makes the names in a directory durable.
absl::Status SyncDirectory(const std::string& directory);

}  // namespace taizhang
