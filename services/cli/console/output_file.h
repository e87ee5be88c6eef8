#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace taizhang::cli {

/// A file that is either written whole or not at all: what is written goes to a file beside it,
/// which takes its place in Finish, synced to disk. What is no plain file (/dev/null, a pipe) is
/// written to as it is.
class OutputFile {
 public:
  /// The status says why the file cannot be written.
  static absl::StatusOr<OutputFile> Create(const std::string& path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  /// Removes what was not finished.
  ~OutputFile();

  [[nodiscard]] std::ostream& stream() { return *stream_; }
  /// To be called once. Where it fails, what stood before still stands.
  absl::Status Finish();

 private:
  OutputFile(std::string path, std::string partial_path, std::unique_ptr<std::ofstream> stream);

  std::string path_;
  std::string partial_path_;  ///< empty: nothing to put in place or to remove
  std::unique_ptr<std::ofstream> stream_;
};

}  // namespace taizhang::cli
