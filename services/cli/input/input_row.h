#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// A place in the input, as people look it up: "samples/kaiping.jsonl:17", "sales.xlsx:8:C".
struct Place {
  std::string_view file;  ///< kept by the Input
  size_t line = 0;        ///< from 1, in a table as a spreadsheet numbers its rows; 0: the file
  size_t column = 0;      ///< of a table, from 1; 0: the line as a whole

  [[nodiscard]] std::string Text() const;
};

/// A row and where it stands; serialized, because an import holds all of its rows and a message
/// takes several times as much.
class InputRow {
 public:
  InputRow(const taizhang::ledger::v1::Row& row, Place place, uint32_t origin = 0)
      : place_(place), bytes_(row.SerializeAsString()), origin_(origin) {}

  [[nodiscard]] taizhang::ledger::v1::Row row() const {
    taizhang::ledger::v1::Row row;
    row.ParseFromString(bytes_);
    return row;
  }
  /// Puts another content in its place.
  void Replace(const taizhang::ledger::v1::Row& row) { bytes_ = row.SerializeAsString(); }
  [[nodiscard]] size_t bytes_size() const { return bytes_.size(); }
  [[nodiscard]] const Place& place() const { return place_; }
  /// What the fields of the row were made of: an index of Input::origins.
  [[nodiscard]] uint32_t origin() const { return origin_; }

 private:
  Place place_;
  std::string bytes_;
  uint32_t origin_ = 0;
};

/// What is wrong with one line, or with one cell of it.
struct InputError {
  Place place;
  std::string what;             ///< with what would be right
  std::string reason = {};      ///< a name of ErrorReason without its prefix; may be empty
  std::string field = {};       ///< the file's name of the column, otherwise the field's path
  std::string suggestion = {};  ///< what to write in the cell, where that can be told

  /// "sales.xlsx:8:C: 销售额: VALUE_INVALID: "1.2.3" has more than one decimal point".
  [[nodiscard]] std::string Text() const;
};

/// "C" of 3, "AA" of 27, as spreadsheets name columns.
std::string ColumnLetters(size_t column);

}  // namespace taizhang::cli
