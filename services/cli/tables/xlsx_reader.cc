#include "services/cli/tables/xlsx_reader.h"

#include <utility>

#include "services/cli/tables/cell_text.h"
#include "services/cli/tables/merged_cells.h"
#include "services/cli/tables/part_reader.h"
#include "services/cli/tables/sheet_reader.h"
#include "services/cli/tables/styles.h"
#include "services/cli/tables/workbook.h"
#include "services/cli/tables/zip_archive.h"

namespace taizhang::cli {
namespace {

/// A workbook and one of its sheets.
struct OpenSheet {
  ZipArchive archive;
  Workbook workbook;
  WorkbookSheet sheet;
};

absl::StatusOr<OpenSheet> OpenAt(std::string_view bytes, std::string_view sheet,
                                 const XlsxLimits& limits) {
  absl::StatusOr<ZipArchive> archive = ZipArchive::Open(bytes, limits);
  if (!archive.ok()) return archive.status();
  absl::StatusOr<Workbook> workbook = ReadWorkbook(*archive);
  if (!workbook.ok()) return workbook.status();
  absl::StatusOr<WorkbookSheet> found = FindSheet(*workbook, sheet);
  if (!found.ok()) return found.status();
  return OpenSheet{*std::move(archive), *std::move(workbook), *std::move(found)};
}

absl::StatusOr<CellTexts> ReadCellTexts(OpenSheet& open, const XlsxLimits& limits) {
  absl::StatusOr<std::vector<NumberFormat>> styles =
      ReadStyles(open.archive, open.workbook.styles_part);
  if (!styles.ok()) return styles.status();
  absl::StatusOr<SharedStrings> strings =
      SharedStrings::Read(open.archive, open.workbook.strings_part, limits.shared_string_bytes_max);
  if (!strings.ok()) return strings.status();
  return CellTexts{*std::move(styles), *std::move(strings), open.workbook.dates};
}

}  // namespace

absl::StatusOr<std::vector<std::string>> XlsxSheets(std::string_view bytes,
                                                    const XlsxLimits& limits) {
  absl::StatusOr<OpenSheet> open = OpenAt(bytes, "", limits);
  if (!open.ok()) return open.status();
  std::vector<std::string> names;
  names.reserve(open->workbook.sheets.size());
  for (WorkbookSheet& sheet : open->workbook.sheets) names.push_back(std::move(sheet.name));
  return names;
}

absl::Status ReadXlsx(std::string_view bytes, std::string_view sheet, const OnRow& on_row,
                      const XlsxLimits& limits) {
  absl::StatusOr<OpenSheet> open = OpenAt(bytes, sheet, limits);
  if (!open.ok()) return open.status();
  absl::StatusOr<CellTexts> texts = ReadCellTexts(*open, limits);
  if (!texts.ok()) return texts.status();
  // Merged ranges stand behind the rows in the part, which is therefore read twice.
  absl::StatusOr<std::vector<CellRange>> ranges = ReadMergedRanges(open->archive, open->sheet.part);
  if (!ranges.ok()) return ranges.status();
  MergedCells merged(*std::move(ranges));
  SheetReader reader(open->sheet, *texts, merged, limits, on_row);
  return ReadPart(open->archive, open->sheet.part, reader, kNoPartLimit);
}

absl::StatusOr<std::vector<CellRange>> XlsxMergedRanges(std::string_view bytes,
                                                        std::string_view sheet,
                                                        const XlsxLimits& limits) {
  absl::StatusOr<OpenSheet> open = OpenAt(bytes, sheet, limits);
  if (!open.ok()) return open.status();
  return ReadMergedRanges(open->archive, open->sheet.part);
}

}  // namespace taizhang::cli
