#include "services/cli/console/whole_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace taizhang::cli {

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found)
    return absl::NotFoundError(absl::StrCat(path, ": there is no such file"));
  if (std::filesystem::is_directory(status))
    return absl::UnavailableError(absl::StrCat(path, ": is a directory; name a file"));
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf()).good()) {
    // An empty file puts nothing, which a stream takes for a failure.
    if (file.is_open() && file.peek() == std::ifstream::traits_type::eof() && !file.bad())
      return "";
    return absl::UnavailableError(
        absl::StrCat(path, ": ", std::strerror(errno)));  // NOLINT(concurrency-mt-unsafe)
  }
  std::string text = std::move(bytes).str();
  if (constexpr std::string_view kMark = "\xEF\xBB\xBF"; text.starts_with(kMark))
    text.erase(0, kMark.size());
  return text;
}

}  // namespace taizhang::cli
