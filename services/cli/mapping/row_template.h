#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/struct.pb.h"
#include "services/cli/rows/flat_row.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

enum class CellState {
  kEmpty,
  kNotAvailable,  ///< a word such as 暂无
  kWrong,         ///< could not be read; that was told
  kValue,
};

/// A cell of a mapped column.
struct MappedCell {
  CellState state = CellState::kEmpty;
  std::string text;  ///< of a value, as a row takes it
};

/// What `{name}` stands for: a column by its index, or a constant text.
struct Placeholder {
  std::optional<size_t> column;
  std::string text;
};
using Placeholders = std::map<std::string, Placeholder>;

/// Why a template gives no row for a line.
struct FillProblem {
  std::optional<size_t> column;
  std::string field;  ///< "observation.amount.value"
  std::string reason;
  std::string what;
};

/// What a template gives for a line: a row, nothing, or problems.
struct FilledRow {
  std::optional<taizhang::ledger::v1::Row> row;
  std::vector<FillProblem> problems;
};

/// JSON of a taizhang.ledger.v1.Row with `{column}` in its texts; `{{` is a brace.
class RowTemplate {
 public:
  /// What is wrong goes to `errors`, beginning with `path` ("rows[0]").
  static std::optional<RowTemplate> Compile(const google::protobuf::Value& json,
                                            const std::string& path,
                                            const Placeholders& placeholders,
                                            std::vector<std::string>& errors);

  /// `is_required` says of each column whether it must be filled, where the mapping says so.
  [[nodiscard]] FilledRow Fill(const std::vector<MappedCell>& cells,
                               const std::vector<std::optional<bool>>& is_required) const;

  /// The column from which a field was filled that a violation names
  /// ("record.placements[0].place"); nothing where it came from no column.
  [[nodiscard]] std::optional<size_t> ColumnOf(std::string_view field) const;

 private:
  struct Part {
    std::string text;
    std::optional<size_t> column;
  };
  struct Field {
    FlatColumn column;
    std::vector<Part> parts;                      ///< of a plain value
    std::optional<google::protobuf::Value> json;  ///< of a list or map
    std::vector<size_t> columns;
    bool is_key = false;
  };
  class Compiler;

  [[nodiscard]] std::optional<size_t> ColumnAt(std::string_view field) const;
  bool LacksKey(const Field& field, const std::vector<MappedCell>& cells,
                const std::vector<std::optional<bool>>& is_required, FilledRow& filled) const;

  std::vector<Field> fields_;
  std::vector<size_t> columns_;  ///< of all fields, each once
  Placeholders placeholders_;
};

}  // namespace taizhang::cli
