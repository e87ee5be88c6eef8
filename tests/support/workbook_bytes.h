#pragma once

#include <map>
#include <string>
#include <string_view>

namespace taizhang {

/// The parts of a file by name.
using Parts = std::map<std::string, std::string>;

enum class Packing { kDeflated, kStored };

/// A zip archive of them.
std::string ZipOf(const Parts& parts, Packing packing = Packing::kDeflated);

/// The parts of a workbook with one sheet, "Sheet1", whose <sheetData> holds `rows`; further parts
/// are there only where they are added (AddPart).
Parts PartsOfWorkbook(std::string_view rows);

/// Adds a part of a relationship's kind ("styles", "sharedStrings") to the workbook. `content` is
/// what the root element holds.
void AddPart(std::string_view kind, std::string_view root, std::string_view content, Parts& parts);

}  // namespace taizhang
