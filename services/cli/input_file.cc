#include "services/cli/input_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/cli/division_list.h"
#include "services/cli/input_lines.h"
#include "services/cli/input_table.h"

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
  if (format == InputFormat::kJsonLines) {
    ReadJsonLines(file, *std::move(bytes), options, input);
  } else {
    ReadTable(file, *std::move(bytes), format, options, input);
  }
}

const Place& PlaceOf(const InputRow& row) { return row.place(); }
const Place& PlaceOf(const InputError& error) { return error.place; }
const Place& PlaceOf(const SourceLine& line) { return line.place; }

/// Where a report says that a line stood: the file as it was named then, or else its last part.
using Replaced = std::set<std::pair<std::string, size_t>>;

bool IsReplaced(const Place& place, const Replaced& replaced) {
  const std::string file(place.file);
  return replaced.contains({file, place.line}) ||
         replaced.contains({std::filesystem::path(file).filename().string(), place.line});
}

/// Leaves out the lines whose place those of a report take.
void LeaveOutReplaced(Input& input) {
  Replaced replaced;
  std::set<std::string_view> reports;
  for (const ReplacedLine& line : input.replaced) {
    reports.insert(line.report);
    replaced.insert({line.file, line.line});
    replaced.insert({std::filesystem::path(line.file).filename().string(), line.line});
  }
  if (replaced.empty()) return;
  const auto is_out = [&](const auto& entry) {
    const Place& place = PlaceOf(entry);
    return !reports.contains(place.file) && IsReplaced(place, replaced);
  };
  std::erase_if(input.rows, is_out);
  std::erase_if(input.errors, is_out);
  std::erase_if(input.lines, is_out);
}

}  // namespace

std::optional<ColumnPlace> Input::ColumnOf(const InputRow& row, std::string_view field) const {
  const RowOrigin& origin = origins[row.origin()];
  if (!origin.position_of) return std::nullopt;
  const std::optional<size_t> position = origin.position_of(field);
  if (!position.has_value() || *position >= origin.titles->size()) return std::nullopt;
  return ColumnPlace{*position + 1, (*origin.titles)[*position]};
}

Input ReadInput(const std::vector<std::string>& files, std::istream& in,
                const ReadOptions& options) {
  Input input;
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
