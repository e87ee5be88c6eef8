#include "services/cli/input/input_lines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "services/cli/rows/row_text.h"

namespace taizhang::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

void ReadLine(std::string_view text, const Place& place, Input& input) {
  if (text.size() > kLineBytesMax) {
    input.errors.push_back(
        {place, absl::StrCat("the line has ", text.size(), " bytes, more than ", kLineBytesMax)});
    return;
  }
  if (!IsValidUtf8(text)) {
    input.errors.push_back(
        {place, "the line is not UTF-8; convert the file (iconv -f GB18030 -t UTF-8)"});
    return;
  }
  const absl::StatusOr<taizhang::ledger::v1::Row> row = ParseRow(text);
  if (!row.ok()) {
    input.errors.push_back({place, std::string(row.status().message())});
    return;
  }
  input.rows.emplace_back(*row, place);
}

}  // namespace

void ReadJsonLines(std::string_view file, std::string bytes, const ReadOptions& options,
                   Input& input) {
  const bool is_detected = options.encoding == TextEncoding::kDetect;
  // A file that is not of one encoding throughout is still read line by line, for its other lines.
  absl::StatusOr<std::string> converted = ToUtf8(bytes, options.encoding);
  if (!converted.ok() && !is_detected) {
    input.errors.push_back({{file}, std::string(converted.status().message())});
    return;
  }
  if (converted.ok()) bytes = *std::move(converted);
  const auto titles =
      std::make_shared<const std::vector<std::string>>(std::vector<std::string>{kJsonTitle});
  std::string_view rest = bytes;
  if (rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
  for (size_t number = 1; !rest.empty(); ++number) {
    const size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (IsBlank(line)) continue;
    const Place place{file, number, 0};
    ReadLine(line, place, input);
    if (input.keeps_digests) input.KeepDigest(place, {std::string(line)});
    if (options.keep_lines && IsValidUtf8(line))
      input.lines.push_back({.place = place, .titles = titles, .cells = {std::string(line)}});
  }
}

}  // namespace taizhang::cli
