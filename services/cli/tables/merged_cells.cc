#include "services/cli/tables/merged_cells.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/tables/absl_view.h"
#include "services/cli/tables/cell_reference.h"
#include "services/cli/tables/part_reader.h"

namespace taizhang::cli {
namespace {

class Handler : public XmlHandler {
 public:
  explicit Handler(std::string_view part) : part_(part) {}

  absl::Status OnStart(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "mergeCell") return absl::OkStatus();
    const std::string_view text = attributes.FindOr("ref", "");
    const std::optional<CellRange> range = ParseCellRange(text);
    if (!range) {
      return DamagedPart(
          part_, absl::StrCat("\"", View(text.substr(0, 32)), "\" is no range of merged cells"));
    }
    ranges_.push_back(*range);
    if (ranges_.size() <= kMergedRangesMax) return absl::OkStatus();
    return absl::ResourceExhaustedError(
        absl::StrCat("the sheet has more than ", kMergedRangesMax, " ranges of merged cells"));
  }

  absl::Status OnEnd(std::string_view /*name*/) override { return absl::OkStatus(); }

  std::vector<CellRange> Take() { return std::move(ranges_); }

 private:
  std::string_view part_;
  std::vector<CellRange> ranges_;
};

}  // namespace

absl::StatusOr<std::vector<CellRange>> ReadMergedRanges(ZipArchive& archive,
                                                        std::string_view part) {
  Handler handler(part);
  if (absl::Status status = ReadPart(archive, part, handler, kNoPartLimit); !status.ok()) {
    return status;
  }
  return handler.Take();
}

MergedCells::MergedCells(std::vector<CellRange> ranges) : ranges_(std::move(ranges)) {
  std::stable_sort(ranges_.begin(), ranges_.end(), [](const CellRange& a, const CellRange& b) {
    return a.first_row < b.first_row;
  });
}

absl::Status MergedCells::MoveTo(int64_t row) {
  row_ = row;
  for (; next_ < ranges_.size() && ranges_[next_].first_row <= row; ++next_) {
    const CellRange& range = ranges_[next_];
    // Whatever open range it touches has ended before it, or overlaps it.
    auto at = open_.upper_bound(range.first_column);
    if (at != open_.begin()) {
      const auto before = std::prev(at);
      if (before->second.last_column >= range.first_column) at = before;
    }
    while (at != open_.end() && at->first <= range.last_column) {
      if (at->second.last_row >= range.first_row) {
        return absl::InvalidArgumentError(
            absl::StrCat("the file is damaged: merged cells overlap at ",
                         ColumnName(range.first_column), range.first_row));
      }
      at = open_.erase(at);
    }
    open_.emplace(range.first_column, range);
  }
  return absl::OkStatus();
}

bool MergedCells::Hides(int column) const {
  const auto after = open_.upper_bound(column);
  if (after == open_.begin()) return false;
  const CellRange& range = std::prev(after)->second;
  if (range.last_row < row_ || range.last_column < column) return false;
  return range.first_row != row_ || range.first_column != column;
}

}  // namespace taizhang::cli
