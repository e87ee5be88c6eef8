#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/tables/cell_text.h"
#include "services/cli/tables/merged_cells.h"
#include "services/cli/tables/string_item.h"
#include "services/cli/tables/table_row.h"
#include "services/cli/tables/workbook.h"
#include "services/cli/tables/xlsx_reader.h"
#include "services/cli/tables/xml_parser.h"

namespace taizhang::cli {

/// Puts a sheet's rows together as its XML goes by, one row in memory at a time. All that it is
/// given is borrowed.
class SheetReader : public XmlHandler {
 public:
  SheetReader(const WorkbookSheet& sheet, const CellTexts& texts, MergedCells& merged,
              const XlsxLimits& limits, const OnRow& on_row);

  absl::Status OnStart(std::string_view name, const XmlAttributes& attributes) override;
  void OnText(std::string_view text) override;
  absl::Status OnEnd(std::string_view name) override;

 private:
  enum class Place { kRoot, kSheet, kData, kRow, kCell, kValue, kInline };

  absl::Status BeginRow(const XmlAttributes& attributes);
  absl::Status BeginCell(const XmlAttributes& attributes);
  absl::Status EndCell();
  absl::Status EndRow();
  /// Makes room for the current cell.
  absl::Status Widen();
  [[nodiscard]] std::string CellName() const;
  [[nodiscard]] absl::Status Damaged(std::string_view what) const;

  const WorkbookSheet& sheet_;
  const CellTexts& texts_;
  MergedCells& merged_;
  const XlsxLimits& limits_;
  const OnRow& on_row_;

  Place place_ = Place::kRoot;
  TableRow row_;
  RawCell cell_;
  int column_ = 0;
  StringItem inline_;
  size_t cells_ = 0;
  size_t text_bytes_ = 0;
};

}  // namespace taizhang::cli
