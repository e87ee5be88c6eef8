#include "services/cli/input/division_list.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/values/division_code.h"
#include "common/values/text.h"
#include "services/cli/mapping/cell_reading.h"

namespace taizhang::cli {
namespace {

using taizhang::ledger::v1::Row;
using taizhang::type::v1::Record;

enum ListColumn : size_t { kCode, kName, kFrom, kUntil, kParent, kSuccessors, kListColumns };
using Positions = std::array<std::optional<size_t>, kListColumns>;

struct ListTitle {
  std::string_view title;
  ListColumn column;
};
constexpr auto kTitles = std::to_array<ListTitle>(
    {{"code", kCode},       {"代码", kCode},         {"编码", kCode},
     {"区划代码", kCode},   {"行政区划代码", kCode}, {"统计用区划代码", kCode},
     {"name", kName},       {"名称", kName},         {"地名", kName},
     {"区划名称", kName},   {"单位名称", kName},     {"from", kFrom},
     {"起", kFrom},         {"启用日期", kFrom},     {"起始日期", kFrom},
     {"until", kUntil},     {"止", kUntil},          {"停用日期", kUntil},
     {"终止日期", kUntil},  {"parent", kParent},     {"上级", kParent},
     {"上级代码", kParent}, {"上级区划", kParent},   {"successors", kSuccessors},
     {"后继", kSuccessors}, {"并入", kSuccessors},   {"继任区划", kSuccessors}});

/// Entries of statistical lists that stand where a prefecture would (R10).
constexpr auto kNoDivisions = std::to_array<std::string_view>(
    {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"});

constexpr size_t kCountyDigits = 6;
constexpr size_t kTownDigits = 9;
constexpr size_t kVillageDigits = 12;

bool IsNoDivision(const DivisionCode& code, std::string_view name) {
  return code.level() == DivisionLevel::kPrefecture &&
         std::find(kNoDivisions.begin(), kNoDivisions.end(), name) != kNoDivisions.end();
}

/// A county that has no towns in the lists stands there once more in the place of one: 350527000.
bool StandsForItsCounty(std::string_view code) {
  return (code.size() == kTownDigits || code.size() == kVillageDigits) &&
         code.find_first_not_of("0123456789") == std::string_view::npos &&
         code.find_first_not_of('0', kCountyDigits) == std::string_view::npos;
}

std::string DivisionNamed(std::string_view code) {
  return absl::StrCat("divisions/", absl::string_view(code.data(), code.size()));
}

std::string CodeOf(const Record& record) {
  return record.name().substr(record.name().rfind('/') + 1);
}

Positions FindTitles(const TableRow& header) {
  Positions positions;
  for (size_t i = 0; i < header.cells.size(); ++i) {
    const std::string title = ComparedText(header.cells[i]);
    for (const ListTitle& known : kTitles) {
      if (title == known.title && !positions[known.column].has_value()) positions[known.column] = i;
    }
  }
  return positions;
}

/// Of a table that has no header: one of the first two cells is a code, the other one is not.
Positions FindCodeAndName(const TableRow& row) {
  Positions positions;
  if (row.cells.size() < 2) return positions;
  for (const size_t i : {size_t{0}, size_t{1}}) {
    if (DivisionCode::Parse(ComparedText(row.cells[i])).ok() &&
        !DivisionCode::Parse(ComparedText(row.cells[1 - i])).ok()) {
      positions[kCode] = i;
      positions[kName] = 1 - i;
    }
  }
  return positions;
}

class DivisionSink : public TableSink {
 public:
  DivisionSink(std::vector<std::string> titles, int64_t header_row, const Positions& positions,
               Input& input)
      : TableSink(std::move(titles), header_row), positions_(positions), input_(input) {
    origin_ = static_cast<uint32_t>(input.origins.size());
    input.origins.push_back({this->titles(), [positions](std::string_view field) {
                               if (field.starts_with("record.display_name"))
                                 return positions[kName];
                               if (field.starts_with("record.division.successors"))
                                 return positions[kSuccessors];
                               if (field.starts_with("record.placements"))
                                 return positions[kParent].has_value() ? positions[kParent]
                                                                       : positions[kCode];
                               return positions[kCode];
                             }});
  }

  void Line(const TableRow& row, const Place& place) override {
    if (RefuseWrongCell(row, place)) return;
    const std::string text = ComparedText(Cell(row, kCode));
    const std::string name(TrimText(Cell(row, kName)));
    if (text.empty() && name.empty()) return;
    if (StandsForItsCounty(text)) {
      ++input_.divisions.no_divisions[absl::StrCat(name, " (", text, ")")];
      return;
    }
    const absl::StatusOr<DivisionCode> code =
        DivisionCode::Parse(text == "cn" ? std::string("CN") : text);
    if (!code.ok()) return Refuse(place, kCode, std::string(code.status().message()));
    if (name.empty()) return Refuse(place, kName, "is empty; write the name");
    if (IsNoDivision(*code, name)) {
      ++input_.divisions.no_divisions[name];
      return;
    }
    Record record;
    record.set_display_name(name);
    if (code->level() == DivisionLevel::kVillage) {
      record.set_name(
          absl::StrCat("divisions/", text.substr(0, kCountyDigits), "/villages/", text));
      record.mutable_village();
    } else {
      record.set_name(DivisionNamed(code->ToString()));
      record.mutable_division();
      input_.divisions.codes.insert(code->ToString());
    }
    if (!AddPlace(row, place, record) || !AddSuccessors(row, place, record)) return;
    if (is_dated_) return Wait(record, place);
    if (record.has_village() && record.placements().empty())
      record.add_placements()->set_place(DivisionNamed(text.substr(0, kTownDigits)));
    Row made;
    *made.mutable_record() = std::move(record);
    input_.rows.emplace_back(made, place, origin_);
  }

 private:
  [[nodiscard]] std::string_view Cell(const TableRow& row, ListColumn column) const {
    const std::optional<size_t> position = positions_[column];
    if (!position.has_value() || *position >= row.cells.size()) return {};
    return TrimText(row.cells[*position]);
  }

  bool RefuseWrongCell(const TableRow& row, const Place& place) {
    for (const ListColumn column : {kCode, kName, kFrom, kUntil, kParent, kSuccessors}) {
      if (!positions_[column].has_value()) continue;
      const std::string_view why = row.WhyWrong(*positions_[column]);
      if (why.empty()) continue;
      Refuse(place, column, std::string(why));
      return true;
    }
    return false;
  }

  void Refuse(const Place& place, ListColumn column, std::string what) {
    const size_t position = positions_[column].value_or(0);
    input_.errors.push_back({{place.file, place.line, position + 1},
                             std::move(what),
                             "VALUE_INVALID",
                             position < titles()->size() ? (*titles())[position] : ""});
  }

  /// The dates and the parent of the line, if it has any; false where they cannot be read.
  bool AddPlace(const TableRow& row, const Place& place, Record& record) {
    const std::string_view parent = Cell(row, kParent);
    taizhang::type::v1::Placement placement;
    is_dated_ = false;
    for (const ListColumn column : {kFrom, kUntil}) {
      const std::string_view cell = Cell(row, column);
      if (cell.empty()) continue;
      CellReading day = ReadDateCell(cell);
      if (!day.ok()) {
        Refuse(place, column, std::move(day.wrong));
        return false;
      }
      is_dated_ = true;
      *(column == kFrom ? placement.mutable_when()->mutable_start()
                        : placement.mutable_when()->mutable_end()) = std::move(day.text);
    }
    if (!parent.empty()) {
      const absl::StatusOr<DivisionCode> code =
          DivisionCode::Parse(parent == "cn" ? std::string("CN") : std::string(NarrowText(parent)));
      if (!code.ok()) {
        Refuse(place, kParent, std::string(code.status().message()));
        return false;
      }
      placement.set_place(DivisionNamed(code->ToString()));
      is_dated_ = true;
    }
    if (is_dated_) *record.add_placements() = std::move(placement);
    return true;
  }

  bool AddSuccessors(const TableRow& row, const Place& place, Record& record) {
    const std::string cell = NarrowText(Cell(row, kSuccessors));
    for (const absl::string_view part :
         absl::StrSplit(cell, absl::ByAnyChar(" ,;/|"), absl::SkipEmpty())) {
      const absl::StatusOr<DivisionCode> code =
          DivisionCode::Parse(std::string_view(part.data(), part.size()));
      if (!code.ok() || !record.has_division()) {
        Refuse(place, kSuccessors,
               code.ok() ? "a village has no successors; give it a dated parent"
                         : std::string(code.status().message()));
        return false;
      }
      record.mutable_division()->add_successors(DivisionNamed(code->ToString()));
    }
    return true;
  }

  /// Keeps a record until its other lines, and the divisions above it, are known.
  void Wait(const Record& record, const Place& place) {
    auto [entry, is_new] = input_.divisions.dated.emplace(record.name(), std::pair(record, place));
    input_.divisions.origin_of_dated.emplace(record.name(), origin_);
    if (is_new) return;
    Record& known = entry->second.first;
    known.set_display_name(record.display_name());
    known.mutable_placements()->MergeFrom(record.placements());
    for (const std::string& successor : record.division().successors()) {
      const auto& all = known.division().successors();
      if (std::find(all.begin(), all.end(), successor) == all.end())
        known.mutable_division()->add_successors(successor);
    }
  }

  Positions positions_;
  Input& input_;
  uint32_t origin_ = 0;
  bool is_dated_ = false;  ///< the line
};

}  // namespace

absl::StatusOr<std::unique_ptr<TableSink>> MakeDivisionSink(const TableRow& first_row,
                                                            Input& input) {
  Positions positions = FindTitles(first_row);
  if (positions[kCode].has_value() && positions[kName].has_value()) {
    return std::make_unique<DivisionSink>(first_row.cells, first_row.number, positions, input);
  }
  positions = FindCodeAndName(first_row);
  if (positions[kCode].has_value()) {
    std::vector<std::string> titles = {"code", "name"};
    if (positions[kCode] == 1U) std::swap(titles[0], titles[1]);
    return std::make_unique<DivisionSink>(std::move(titles), 0, positions, input);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("row ", first_row.number,
                   " names no columns code and name (代码, 名称), and is no code with a name"));
}

std::vector<std::string> ParentsByCode(const Record& record) {
  std::vector<std::string> codes;
  const std::string code = CodeOf(record);
  for (const size_t digits : {kTownDigits, kCountyDigits, size_t{4}, size_t{2}}) {
    if (digits < code.size()) codes.push_back(code.substr(0, digits));
  }
  codes.emplace_back("CN");
  return codes;
}

void FinishDivisions(Input& input) {
  DivisionTally& tally = input.divisions;
  for (auto& [name, waiting] : tally.dated) {
    auto& [record, place] = waiting;
    for (auto& placement : *record.mutable_placements()) {
      if (placement.place().empty() && record.has_village())
        placement.set_place(DivisionNamed(CodeOf(record).substr(0, kTownDigits)));
    }
    Row row;
    *row.mutable_record() = record;
    input.rows.emplace_back(row, place, tally.origin_of_dated[name]);
  }
  tally.dated.clear();
  size_t count = 0;
  std::vector<std::string> names;
  for (const auto& [name, times] : tally.no_divisions) {
    count += times;
    names.push_back(times == 1 ? name : absl::StrCat(name, " ", times));
  }
  if (count == 0) return;
  input.notes.push_back(absl::StrCat(count, count == 1 ? " listed entry is" : " listed entries are",
                                     " no division and left out: ", absl::StrJoin(names, ", ")));
}

}  // namespace taizhang::cli
