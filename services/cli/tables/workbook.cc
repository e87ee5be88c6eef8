#include "services/cli/tables/workbook.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/tables/absl_view.h"
#include "services/cli/tables/part_reader.h"
#include "services/cli/tables/relationships.h"

namespace taizhang::cli {
namespace {

/// How many sheets an error names.
constexpr size_t kNamesShown = 20;

/// The sheets in order with their relationships' ids.
class Handler : public XmlHandler {
 public:
  struct Sheet {
    std::string name;
    std::string id;
    bool is_visible = true;
  };

  absl::Status OnStart(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbook") is_workbook = true;
    if (name == "workbookPr") {
      const std::string_view value = attributes.FindOr("date1904", "0");
      if (value == "1" || value == "true") dates = DateSystem::k1904;
    }
    if (name == "sheet") {
      const std::string_view state = attributes.FindOr("state", "visible");
      sheets.push_back({.name = std::string(attributes.FindOr("name", "")),
                        .id = std::string(attributes.RelationshipId().value_or("")),
                        .is_visible = state == "visible"});
    }
    return absl::OkStatus();
  }

  absl::Status OnEnd(std::string_view /*name*/) override { return absl::OkStatus(); }

  bool is_workbook = false;
  std::vector<Sheet> sheets;
  DateSystem dates = DateSystem::k1900;
};

absl::Status NoWorkbook(std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the file holds ", View(what), "; save it as .xlsx (Excel workbook) or CSV"));
}

absl::StatusOr<std::string> FindWorkbookPart(ZipArchive& archive) {
  absl::StatusOr<std::vector<Relationship>> roots = ReadRelationships(archive, "");
  if (!roots.ok()) return roots.status();
  const Relationship* root = FindKind(*roots, "officeDocument");
  if (root == nullptr) return NoWorkbook("no Office Open XML document");
  if (root->part.ends_with(".bin")) return NoWorkbook("a binary workbook (.xlsb)");
  return root->part;
}

}  // namespace

absl::StatusOr<Workbook> ReadWorkbook(ZipArchive& archive) {
  absl::StatusOr<std::string> part = FindWorkbookPart(archive);
  if (!part.ok()) return part.status();
  Handler handler;
  if (absl::Status status = ReadPart(archive, *part, handler, kSmallPartBytesMax); !status.ok()) {
    return status;
  }
  if (!handler.is_workbook) return NoWorkbook("a document that is no workbook");
  absl::StatusOr<std::vector<Relationship>> relationships = ReadRelationships(archive, *part);
  if (!relationships.ok()) return relationships.status();
  Workbook workbook;
  workbook.dates = handler.dates;
  absl::flat_hash_map<std::string_view, const Relationship*> by_id;
  for (const Relationship& relationship : *relationships) {
    by_id.try_emplace(relationship.id, &relationship);
  }
  for (Handler::Sheet& sheet : handler.sheets) {
    const auto found = by_id.find(sheet.id);
    if (found == by_id.end()) {
      return DamagedPart(*part, absl::StrCat("the sheet \"", sheet.name, "\" has no part"));
    }
    if (found->second->kind != "worksheet") continue;  // charts and dialogs have no cells
    workbook.sheets.push_back({.name = std::move(sheet.name),
                               .part = found->second->part,
                               .is_visible = sheet.is_visible});
  }
  if (workbook.sheets.empty()) return NoWorkbook("no worksheet");
  if (const Relationship* styles = FindKind(*relationships, "styles")) {
    workbook.styles_part = styles->part;
  }
  if (const Relationship* strings = FindKind(*relationships, "sharedStrings")) {
    workbook.strings_part = strings->part;
  }
  return workbook;
}

absl::StatusOr<WorkbookSheet> FindSheet(const Workbook& workbook, std::string_view name) {
  const auto found = std::find_if(workbook.sheets.begin(), workbook.sheets.end(),
                                  [name](const WorkbookSheet& sheet) {
                                    return name.empty() ? sheet.is_visible : sheet.name == name;
                                  });
  if (found != workbook.sheets.end()) return *found;
  if (name.empty()) return workbook.sheets.front();
  std::vector<std::string> names;
  names.reserve(kNamesShown + 1);
  for (const WorkbookSheet& sheet : workbook.sheets) {
    const bool is_full = names.size() == kNamesShown;
    names.push_back(is_full ? "..." : absl::StrCat("\"", sheet.name, "\""));
    if (is_full) break;
  }
  return absl::NotFoundError(
      absl::StrCat("no sheet \"", View(name), "\"; the file has ", absl::StrJoin(names, ", ")));
}

}  // namespace taizhang::cli
