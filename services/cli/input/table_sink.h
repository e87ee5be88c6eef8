#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/input/input_file.h"
#include "services/cli/mapping/table_header.h"

namespace taizhang::cli {

/// Makes rows of the lines of one table.
class TableSink {
 public:
  explicit TableSink(std::vector<std::string> titles, int64_t header_row)
      : titles_(std::make_shared<const std::vector<std::string>>(std::move(titles))),
        header_row_(header_row) {}
  virtual ~TableSink() = default;
  TableSink(const TableSink&) = delete;
  TableSink& operator=(const TableSink&) = delete;

  virtual void Line(const TableRow& row, const Place& place) = 0;
  /// After the last line.
  virtual void Finish() {}

  [[nodiscard]] const std::shared_ptr<const std::vector<std::string>>& titles() const {
    return titles_;
  }
  /// Number of the header's last row; 0 where there is none.
  [[nodiscard]] int64_t header_row() const { return header_row_; }

 private:
  std::shared_ptr<const std::vector<std::string>> titles_;
  int64_t header_row_;
};

/// For a table that begins with `first_rows`, as `options` has it. INVALID_ARGUMENT says what is
/// wrong with the header. `is_report`: the table is a report of refused lines, whose header is its
/// first row. What is borrowed must outlive the sink.
absl::StatusOr<std::unique_ptr<TableSink>> MakeTableSink(std::string_view file,
                                                         const std::vector<TableRow>& first_rows,
                                                         const std::vector<CellRange>& merged,
                                                         bool is_report, const ReadOptions& options,
                                                         Input& input);

}  // namespace taizhang::cli
