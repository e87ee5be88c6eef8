#include "services/cli/follow/cursor_file.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/values/record_name.h"
#include "services/cli/console/output_file.h"
#include "services/cli/console/whole_file.h"

namespace taizhang::cli {
namespace {

constexpr const char* kFirstLine =
    "# taizhang follow: what has been printed; partition, revision, hash";
constexpr size_t kHashHexSize = 64;

absl::StatusOr<taizhang::ledger::v1::Cursor> ParseCursor(const std::string& line) {
  const std::vector<std::string> words = absl::StrSplit(line, ' ');
  if (words.size() != 3)
    return absl::InvalidArgumentError("a line is a partition, a revision and a hash");
  taizhang::ledger::v1::Cursor cursor;
  if (!IsPartition(words[0]))
    return absl::InvalidArgumentError(absl::StrCat("\"", words[0], "\" is no partition"));
  cursor.set_partition(words[0]);
  int64_t revision = 0;
  if (!absl::SimpleAtoi(words[1], &revision) || revision < 1)
    return absl::InvalidArgumentError(absl::StrCat("\"", words[1], "\" is no revision"));
  cursor.set_revision(revision);
  if (words[2].size() != kHashHexSize ||
      words[2].find_first_not_of("0123456789abcdef") != std::string::npos)
    return absl::InvalidArgumentError(absl::StrCat("\"", words[2], "\" is no hash"));
  cursor.set_hash(absl::HexStringToBytes(words[2]));
  return cursor;
}

}  // namespace

std::string FormatCursors(const Cursors& cursors) {
  std::string text = absl::StrCat(kFirstLine, "\n");
  for (const auto& [partition, cursor] : cursors) {
    absl::StrAppend(&text, partition, " ", cursor.revision(), " ",
                    absl::BytesToHexString(cursor.hash()), "\n");
  }
  return text;
}

absl::StatusOr<Cursors> ParseCursors(const std::string& text) {
  if (!text.starts_with(kFirstLine) || !text.ends_with('\n'))
    return absl::InvalidArgumentError("this is no file that taizhang follow has written");
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  lines.pop_back();
  Cursors cursors;
  for (size_t i = 1; i < lines.size(); ++i) {
    absl::StatusOr<taizhang::ledger::v1::Cursor> cursor = ParseCursor(lines[i]);
    if (!cursor.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", i + 1, ": ", cursor.status().message()));
    }
    std::string partition = cursor->partition();
    if (!cursors.emplace(std::move(partition), *std::move(cursor)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", i + 1, ": the partition stands twice"));
    }
  }
  return cursors;
}

absl::StatusOr<Cursors> ReadCursorFile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  absl::StatusOr<Cursors> cursors = ParseCursors(*text);
  if (cursors.ok()) return cursors;
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", cursors.status().message()));
}

absl::Status WriteCursorFile(const std::string& path, const Cursors& cursors) {
  absl::StatusOr<OutputFile> file = OutputFile::Create(path);
  if (!file.ok()) return file.status();
  file->stream() << FormatCursors(cursors);
  return file->Finish();
}

}  // namespace taizhang::cli
