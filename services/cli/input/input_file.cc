#include "services/cli/input/input_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/cli/input/division_list.h"
#include "services/cli/input/input_lines.h"
#include "services/cli/input/input_table.h"
#include "services/cli/input/replaced_lines.h"

namespace taizhang::cli {
namespace {

constexpr size_t kReadBytes = size_t{1} << 20;

bool HasEnding(const std::string& name, std::initializer_list<const char*> endings) {
  const std::string small = absl::AsciiStrToLower(name);
  return std::any_of(endings.begin(), endings.end(),
                     [&](const char* ending) { return small.ends_with(ending); });
}

/// By what the file begins with, then by its name, then by whether it looks like JSON.
InputFormat FormatOf(const std::string& name, const std::string& bytes, InputFormat asked) {
  if (asked != InputFormat::kDetect) return asked;
  // A zip archive; a compound file, as old or encrypted workbooks are (refused with advice).
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0"))
    return InputFormat::kXlsx;
  if (HasEnding(name, {".jsonl", ".ndjson", ".json"})) return InputFormat::kJsonLines;
  if (HasEnding(name, {".csv", ".tsv", ".txt"})) return InputFormat::kCsv;
  if (HasEnding(name, {".xlsx", ".xlsm", ".xls"})) return InputFormat::kXlsx;
  std::string_view text = bytes;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos || text[first] == '{' ? InputFormat::kJsonLines
                                                               : InputFormat::kCsv;
}

/// The bytes of one file, told of as they come; nothing, and a word in `unreadable`, where there
/// are too many.
std::optional<std::string> ReadBytes(const std::string& name, std::istream& in,
                                     const ReadOptions& options, size_t& total, Input& input) {
  std::string bytes;
  while (in.good()) {
    const size_t size = bytes.size();
    bytes.resize(size + kReadBytes);
    in.read(bytes.data() + size, static_cast<std::streamsize>(kReadBytes));
    const auto read = static_cast<size_t>(in.gcount());
    bytes.resize(size + read);
    total += read;
    if (total > kInputBytesMax) {
      input.unreadable.push_back(absl::StrCat(name, ": the input has more than ", kInputBytesMax,
                                              " bytes; import it in parts"));
      return std::nullopt;
    }
    options.on_bytes(read);
  }
  if (in.bad()) {
    input.unreadable.push_back(absl::StrCat(name, ": reading failed"));
    return std::nullopt;
  }
  return bytes;
}

void ReadStream(const std::string& name, std::istream& in, const ReadOptions& options,
                size_t& total, Input& input) {
  std::optional<std::string> bytes = ReadBytes(name, in, options, total, input);
  if (!bytes.has_value()) return;
  input.file_names.push_back(name);
  const std::string_view file = input.file_names.back();
  const InputFormat format = FormatOf(name, *bytes, options.format);
  if (format == InputFormat::kXlsx) ++input.workbooks;
  if (format == InputFormat::kJsonLines) {
    ReadJsonLines(file, *std::move(bytes), options, input);
  } else {
    ReadTable(file, *std::move(bytes), format, options, input);
  }
}

}  // namespace

std::optional<ColumnPlace> Input::ColumnOf(const InputRow& row, std::string_view field) const {
  const RowOrigin& origin = origins[row.origin()];
  if (!origin.position_of) return std::nullopt;
  const std::optional<size_t> position = origin.position_of(field);
  if (!position.has_value() || *position >= origin.titles->size()) return std::nullopt;
  return ColumnPlace{*position + 1, (*origin.titles)[*position]};
}

void Input::KeepDigest(const Place& place, const std::vector<std::string>& cells) {
  if (!keeps_digests) return;
  std::vector<LineDigest>& of_file = digests[place.file];
  // A file that is named twice has each line twice.
  if (of_file.empty() || of_file.back().line < place.line)
    of_file.push_back({place.line, DigestOf(cells)});
}

Input ReadInput(const std::vector<std::string>& files, std::istream& in,
                const ReadOptions& options) {
  Input input;
  input.keeps_digests = files.size() > 1;
  size_t total = 0;
  for (const std::string& file : files) {
    if (file == "-") {
      ReadStream("stdin", in, options, total, input);
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
    ReadStream(file, stream, options, total, input);
  }
  FinishDivisions(input);
  LeaveOutReplaced(input);
  return input;
}

}  // namespace taizhang::cli
