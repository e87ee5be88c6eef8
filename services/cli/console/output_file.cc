#include "services/cli/console/output_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

#include "absl/strings/str_cat.h"

namespace taizhang::cli {
namespace {

absl::Status CannotWrite(const std::string& path, int error) {
  return absl::UnavailableError(
      absl::StrCat(path, ": ", std::strerror(error)));  // NOLINT(concurrency-mt-unsafe)
}

/// 0, or the error.
int SyncFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  const int error = fsync(file) == 0 ? 0 : errno;
  close(file);
  return error;
}

}  // namespace

OutputFile::OutputFile(std::string path, std::string partial_path,
                       std::unique_ptr<std::ofstream> stream)
    : path_(std::move(path)), partial_path_(std::move(partial_path)), stream_(std::move(stream)) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      partial_path_(std::exchange(other.partial_path_, "")),
      stream_(std::move(other.stream_)) {}

OutputFile::~OutputFile() {
  if (!partial_path_.empty()) std::remove(partial_path_.c_str());
}

absl::StatusOr<OutputFile> OutputFile::Create(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status)) return CannotWrite(path, EISDIR);
  const bool in_place =
      std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
  // What a link points to is replaced, not the link.
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  std::string final_path = error ? path : target.string();
  // Two programs that write the same file do not write into one another's.
  std::string partial_path = in_place ? "" : absl::StrCat(final_path, ".", getpid(), ".partial");
  auto stream = std::make_unique<std::ofstream>(in_place ? final_path : partial_path,
                                                std::ios::binary | std::ios::out);
  if (!*stream) return CannotWrite(path, errno);
  return OutputFile(std::move(final_path), std::move(partial_path), std::move(stream));
}

absl::Status OutputFile::Finish() {
  const bool was_good = stream_->good();
  errno = 0;
  stream_->close();
  if (!was_good) {
    return absl::UnavailableError(
        absl::StrCat(path_, ": cannot be written to its end; is the disk full?"));
  }
  if (!*stream_) return CannotWrite(path_, errno == 0 ? EIO : errno);
  if (partial_path_.empty()) return absl::OkStatus();
  if (const int error = SyncFile(partial_path_); error != 0) return CannotWrite(path_, error);
  if (std::rename(partial_path_.c_str(), path_.c_str()) != 0) return CannotWrite(path_, errno);
  partial_path_.clear();
  return absl::OkStatus();
}

}  // namespace taizhang::cli
