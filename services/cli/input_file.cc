#include "services/cli/input_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "services/cli/row_text.h"

namespace taizhang::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

/// One line of `in` without its end; false at the end of input. A line beyond the limit is cut, and
/// told by its size.
bool ReadLine(std::istream& in, std::string& line) {
  line.clear();
  if (!std::getline(in, line)) return false;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

void ReadLineInto(std::string_view text, Place place, Input& input) {
  if (text.size() > kLineBytesMax) {
    input.errors.push_back({std::move(place), absl::StrCat("the line has ", text.size(),
                                                           " bytes, more than ", kLineBytesMax)});
    return;
  }
  if (!IsValidUtf8(text)) {
    input.errors.push_back(
        {std::move(place), "the line is not UTF-8; convert the file (iconv -f GB18030 -t UTF-8)"});
    return;
  }
  absl::StatusOr<taizhang::ledger::v1::Row> row = ParseRow(text);
  if (!row.ok()) {
    input.errors.push_back({std::move(place), std::string(row.status().message())});
    return;
  }
  input.rows.push_back({*std::move(row), std::move(place)});
}

void ReadStream(const std::string& name, std::istream& in, size_t& bytes, Input& input) {
  std::string line;
  for (size_t number = 1; ReadLine(in, line); ++number) {
    bytes += line.size();
    if (bytes > kInputBytesMax) {
      input.unreadable.push_back(absl::StrCat(name, ": the input has more than ", kInputBytesMax,
                                              " bytes; import it in parts"));
      return;
    }
    std::string_view text = line;
    if (number == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (!IsBlank(text)) ReadLineInto(text, {name, number}, input);
  }
  if (in.bad()) input.unreadable.push_back(absl::StrCat(name, ": reading failed"));
}

}  // namespace

std::string Place::Text() const { return absl::StrCat(file, ":", line); }

Input ReadInput(const std::vector<std::string>& files, std::istream& in) {
  Input input;
  size_t bytes = 0;
  for (const std::string& file : files) {
    if (file == "-") {
      ReadStream("stdin", in, bytes, input);
      continue;
    }
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
      input.unreadable.push_back(
          absl::StrCat(file, ": is a directory; name its files (", file, "/*.jsonl)"));
      continue;
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      input.unreadable.push_back(
          absl::StrCat(file, ": ", std::strerror(errno)));  // NOLINT(concurrency-mt-unsafe)
      continue;
    }
    ReadStream(file, stream, bytes, input);
  }
  return input;
}

}  // namespace taizhang::cli
