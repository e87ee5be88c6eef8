#include "services/cli/import/import_report.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "services/cli/show/table.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

/// Of an interrupted import, and of a table, which then has a line for the others.
constexpr size_t kPartitionsShownMax = 20;

}  // namespace

void ImportReport::Add(const Batch& batch, const v1::WriteRecordsResponse& response) {
  PartitionReport& partition = partitions_[batch.partition];
  for (const int outcome : response.outcomes()) {
    switch (outcome) {
      case v1::OUTCOME_CREATED:
        ++partition.created;
        break;
      case v1::OUTCOME_UPDATED:
        ++partition.updated;
        break;
      case v1::OUTCOME_WITHDRAWN:
        ++partition.withdrawn;
        break;
      default:
        ++partition.unchanged;
    }
  }
  partition.revision = response.revision();
  partition.token = response.token();
  rows_ += static_cast<int64_t>(batch.rows.size());
}

void ImportReport::Print(bool json, const Console& console) const {
  if (json) return PrintJson(console.out);
  Table table({{"分区 Partition"},
               {"新建 Created", Align::kRight},
               {"更新 Updated", Align::kRight},
               {"不变 Unchanged", Align::kRight},
               {"撤回 Withdrawn", Align::kRight},
               {"版次 Revision", Align::kRight},
               {"令牌 Token"}});
  const bool all_shown = partitions_.size() <= kPartitionsShownMax;
  PartitionReport others;
  size_t shown = 0;
  for (const auto& [name, report] : partitions_) {
    if (!all_shown && shown >= kPartitionsShownMax) {
      others.created += report.created;
      others.updated += report.updated;
      others.unchanged += report.unchanged;
      others.withdrawn += report.withdrawn;
      continue;
    }
    ++shown;
    table.AddRow({name, absl::StrCat(report.created), absl::StrCat(report.updated),
                  absl::StrCat(report.unchanged), absl::StrCat(report.withdrawn),
                  absl::StrCat(report.revision), report.token});
  }
  if (!all_shown) {
    table.AddRow({absl::StrCat("其他 ", partitions_.size() - shown, " others"),
                  absl::StrCat(others.created), absl::StrCat(others.updated),
                  absl::StrCat(others.unchanged), absl::StrCat(others.withdrawn), "", ""});
  }
  table.Print(console.out);
}

void ImportReport::PrintJson(std::ostream& out) const {
  out << R"({"partitions": [)";
  const char* separator = "";
  for (const auto& [name, report] : partitions_) {
    out << separator << R"({"partition": ")" << name << R"(", "created": )" << report.created
        << R"(, "updated": )" << report.updated << R"(, "unchanged": )" << report.unchanged
        << R"(, "withdrawn": )" << report.withdrawn << R"(, "revision": )" << report.revision
        << R"(, "token": ")" << report.token << R"("})";
    separator = ", ";
  }
  out << "]}\n";
}

void ImportReport::PrintInterrupted(const Batch* failed, size_t batches_left,
                                    const Console& console) const {
  if (rows_ == 0) {
    console.err << "Nothing was written before that.\n";
  } else {
    console.err << rows_ << (rows_ == 1 ? " row was" : " rows were")
                << " written before that and stand" << (rows_ == 1 ? "s: " : ": ");
    size_t shown = 0;
    for (const auto& [name, report] : partitions_) {
      if (shown == kPartitionsShownMax) break;
      console.err << (shown++ == 0 ? "" : ", ") << name << " up to revision " << report.revision;
    }
    if (partitions_.size() > kPartitionsShownMax)
      console.err << " and " << partitions_.size() - kPartitionsShownMax << " more partitions";
    console.err << '\n';
  }
  if (failed != nullptr) {
    console.err << "What failed: " << RangeOf(*failed) << ", partition " << failed->partition
                << "; whether it was written is not known where the connection broke. ";
  }
  console.err << "Not sent: " << batches_left << (batches_left == 1 ? " batch" : " batches")
              << ".\nRun the same import again: what stands is unchanged, the rest is written.\n";
}

std::string RangeOf(const Batch& batch) {
  const std::string first = batch.rows.front()->place().Text();
  return batch.rows.size() == 1 ? first
                                : absl::StrCat(batch.rows.size(), " rows from ", first, " on");
}

}  // namespace taizhang::cli
