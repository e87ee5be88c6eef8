#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// A field of taizhang.ledger.v1.Row as a column of a table: "record.enterprise.credit_code".
/// Fields of messages within messages are columns of their own; repeated fields and maps are one
/// column each, with JSON in the cell. The column of a message itself ("record.village") takes a
/// JSON object, and is written, as {}, only where the message is there and has nothing in it.
class FlatColumn {
 public:
  /// INVALID_ARGUMENT says which part of the path is no field, and which there are.
  static absl::StatusOr<FlatColumn> Find(std::string_view path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const google::protobuf::FieldDescriptor& field() const { return *fields_.back(); }
  /// Puts the cell into the row; an empty cell is "not set". INVALID_ARGUMENT says what is wrong
  /// with the cell, or which other column excludes this one, without the path.
  [[nodiscard]] absl::Status Put(std::string_view cell, taizhang::ledger::v1::Row& row) const;
  /// What Put would be given; empty where nothing is set.
  [[nodiscard]] std::string Get(const taizhang::ledger::v1::Row& row) const;

 private:
  FlatColumn(std::string_view path, std::vector<const google::protobuf::FieldDescriptor*> fields)
      : path_(path), fields_(std::move(fields)) {}

  std::string path_;
  std::vector<const google::protobuf::FieldDescriptor*> fields_;  ///< from Row on
};

/// Every column that a row can have, in the order of the fields' numbers.
std::vector<std::string> FlatColumns();
/// The columns in which at least one of `rows` has something, in the same order.
std::vector<std::string> FlatColumns(const std::vector<taizhang::ledger::v1::Row>& rows);

/// Columns that were looked up once, for many rows.
class FlatTable {
 public:
  /// INVALID_ARGUMENT for a column that there is not, or that stands twice.
  static absl::StatusOr<FlatTable> Make(std::vector<std::string> header);

  /// Cells that are missing at the end are empty. Texts are taken as they are, blanks included.
  /// INVALID_ARGUMENT begins with the column: "record.name: …".
  [[nodiscard]] absl::StatusOr<taizhang::ledger::v1::Row> Read(
      const std::vector<std::string>& cells) const;
  /// The inverse: a cell for each column. INVALID_ARGUMENT where the row has something that no
  /// column takes.
  [[nodiscard]] absl::StatusOr<std::vector<std::string>> Write(
      const taizhang::ledger::v1::Row& row) const;

  [[nodiscard]] const std::vector<FlatColumn>& columns() const { return columns_; }

 private:
  FlatTable(std::vector<FlatColumn> columns, absl::flat_hash_set<std::string> paths)
      : columns_(std::move(columns)), paths_(std::move(paths)) {}

  std::vector<FlatColumn> columns_;
  absl::flat_hash_set<std::string> paths_;
};

/// FlatTable::Read and FlatTable::Write of a single row.
absl::StatusOr<taizhang::ledger::v1::Row> RowFromCells(const std::vector<std::string>& header,
                                                       const std::vector<std::string>& cells);
absl::StatusOr<std::vector<std::string>> CellsFromRow(const std::vector<std::string>& header,
                                                      const taizhang::ledger::v1::Row& row);

}  // namespace taizhang::cli
