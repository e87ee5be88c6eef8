#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "services/cli/input/input_row.h"
#include "services/cli/mapping/division_directory.h"
#include "services/cli/mapping/mapping.h"
#include "services/cli/tables/text_encoding.h"

namespace taizhang::cli {

inline constexpr size_t kLineBytesMax = size_t{1} << 20;
/// Of all files together, because everything is judged before anything is written.
inline constexpr size_t kInputBytesMax = size_t{1} << 30;

enum class InputFormat { kDetect, kJsonLines, kCsv, kXlsx };

/// How files are read.
struct ReadOptions {
  InputFormat format = InputFormat::kDetect;
  TextEncoding encoding = TextEncoding::kDetect;
  std::string sheet;  ///< of workbooks; "": the mapping's, else the first
  /// How tables become rows; nullptr: their columns are fields (flat_row.h). Borrowed, and used by
  /// Input::ColumnOf for as long as that is called.
  const Mapping* mapping = nullptr;
  const DivisionDirectory* directory = nullptr;  ///< for names of divisions; goes with `mapping`
  bool divisions = false;                        ///< tables are lists of divisions
  bool keep_lines = false;                       ///< fills Input::lines
  std::function<void(size_t bytes)> on_bytes = [](size_t) {};  ///< read since the last call
};

/// A line as it stands in its file, for the report of refused ones.
struct SourceLine {
  Place place;
  /// Where it stood first and what it was there (DigestText), where the file is itself a report.
  std::string original_file = {};
  size_t original_line = 0;
  std::string original_digest = {};
  std::shared_ptr<const std::vector<std::string>> titles;
  std::vector<std::string> cells;
};

/// A line of a report of refused lines: the line of another file that it takes the place of.
struct ReplacedLine {
  std::string_view report;
  size_t report_line = 0;
  std::string file;
  size_t line = 0;
  std::string digest;  ///< of what stood there (DigestText); "": the report does not say
};

/// What stood on a line, in brief (DigestOf).
struct LineDigest {
  size_t line = 0;
  uint64_t digest = 0;
};

/// What the rows of one template of one table are made of.
struct RowOrigin {
  std::shared_ptr<const std::vector<std::string>> titles;
  /// The position, from 0, of the column from which a field was filled.
  std::function<std::optional<size_t>(std::string_view field)> position_of;
};

/// A column of a table as an error names it.
struct ColumnPlace {
  size_t column = 0;  ///< from 1
  std::string title;
};

/// What lists of divisions hold beside rows.
struct DivisionTally {
  absl::flat_hash_set<std::string> codes;      ///< of divisions, villages left out
  std::map<std::string, size_t> no_divisions;  ///< listed entries that are none (R10), by name
  /// By name, records that wait for the last line, because their lines have dates or parents.
  std::map<std::string, std::pair<taizhang::type::v1::Record, Place>> dated;
  std::map<std::string, uint32_t> origin_of_dated;
};

struct Input {
  std::vector<InputRow> rows;
  std::vector<InputError> errors;
  /// Files that could not be read at all, each with the reason.
  std::vector<std::string> unreadable;
  /// What was left out on purpose, a sentence each.
  std::vector<std::string> notes;
  std::vector<SourceLine> lines;
  std::set<std::string_view> reports;  ///< those of the files that are reports of refused lines
  std::vector<ReplacedLine> replaced;
  size_t workbooks = 0;  ///< how many of the files are XLSX
  /// Of the lines of each file that was read to its end, in order; where several files are read, of
  /// which one may be a report.
  std::map<std::string_view, std::vector<LineDigest>> digests;
  bool keeps_digests = false;
  DivisionTally divisions;                         ///< of lists of divisions
  std::deque<std::string> file_names;              ///< which places point into
  std::vector<RowOrigin> origins = {RowOrigin{}};  ///< the first one is of JSON Lines

  /// The column from which a field of a row was filled that a violation names.
  [[nodiscard]] std::optional<ColumnPlace> ColumnOf(const InputRow& row,
                                                    std::string_view field) const;
  /// Takes a line's digest down, where they are kept.
  void KeepDigest(const Place& place, const std::vector<std::string>& cells);
};

/// Reads JSON Lines (a taizhang.ledger.v1.Row, taizhang.type.v1.Record or
/// taizhang.type.v1.Observation a line, as proto3 JSON), CSV and XLSX. "-" is `in`. A byte order
/// mark, CRLF and empty lines are accepted; whatever else cannot be read is an error of its line,
/// and reading goes on, so that all errors are known at once.
///
/// The lines of a report of refused lines (import_report.h) take the place of those lines of the
/// files that are read together with it; one that was emptied takes its line away.
Input ReadInput(const std::vector<std::string>& files, std::istream& in,
                const ReadOptions& options = {});

}  // namespace taizhang::cli
