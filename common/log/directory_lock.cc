#include "common/log/directory_lock.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace taizhang {
namespace {

absl::Status SystemError(int error, const std::string& what) {
  return absl::ErrnoToStatus(error, absl::string_view(what.data(), what.size()));
}

/// What the owner wrote; it may still be about to.
std::string ReadPid(int file) {
  std::array<char, 32> text{};
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  std::string pid(text.data(), size > 0 ? static_cast<size_t>(size) : 0);
  while (!pid.empty() && pid.back() == '\n') pid.pop_back();
  return pid.empty() ? "unknown" : pid;
}

bool WritePid(int file) {
  const std::string pid = absl::StrCat(getpid(), "\n");
  return ftruncate(file, 0) == 0 &&
         pwrite(file, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

}  // namespace

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Acquire(
    const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::is_directory(directory, error)) {
    const std::filesystem::path parent = std::filesystem::path(directory).parent_path();
    if (!parent.empty()) std::filesystem::create_directories(parent, error);
    if (mkdir(directory.c_str(), S_IRWXU) != 0)
      return SystemError(errno, absl::StrCat("cannot create ", directory));
  }
  const std::string path = directory + "/LOCK";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return SystemError(errno, absl::StrCat("cannot open ", path));
  std::unique_ptr<DirectoryLock> lock(new DirectoryLock(file));
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return SystemError(errno, absl::StrCat("cannot lock ", path));
    return absl::FailedPreconditionError(
        absl::StrCat("data directory ", directory, " is in use by process ", ReadPid(file)));
  }
  if (!WritePid(file)) return SystemError(errno, absl::StrCat("cannot write ", path));
  return lock;
}

DirectoryLock::~DirectoryLock() { close(file_); }

absl::Status SyncDirectory(const std::string& directory) {
  const int file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return SystemError(errno, absl::StrCat("cannot open ", directory));
  const int result = fsync(file);
  const int error = errno;
  close(file);
  return result == 0 ? absl::OkStatus()
                     : SystemError(error, absl::StrCat("cannot sync ", directory));
}

}  // namespace taizhang
