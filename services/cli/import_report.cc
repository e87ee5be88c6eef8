#include "services/cli/import_report.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/server/logging.h"
#include "services/cli/table.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

constexpr size_t kErrorsShownMax = 50;

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
  for (const auto& [name, report] : partitions_) {
    table.AddRow({name, absl::StrCat(report.created), absl::StrCat(report.updated),
                  absl::StrCat(report.unchanged), absl::StrCat(report.withdrawn),
                  absl::StrCat(report.revision), report.token});
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

void ImportReport::PrintInterrupted(const Batch& failed, size_t batches_left,
                                    const Console& console) const {
  if (rows_ == 0) {
    console.err << "Nothing was written before that.\n";
  } else {
    console.err << rows_ << " rows were written before that and stand:";
    for (const auto& [name, report] : partitions_) {
      console.err << ' ' << name << " up to revision " << report.revision << ';';
    }
    console.err << '\n';
  }
  console.err
      << "What failed: " << RangeOf(failed) << ", partition " << failed.partition
      << "; whether it was written is not known where the connection broke. Not sent: "
      << batches_left
      << " batches.\nRun the same import again: what stands is unchanged, the rest is written.\n";
}

int PrintErrors(const std::vector<InputError>& errors, const Console& console) {
  if (errors.empty()) return kExitOk;
  for (size_t i = 0; i < std::min(errors.size(), kErrorsShownMax); ++i) {
    console.err << errors[i].place.Text() << ": " << EscapeText(errors[i].what, false) << '\n';
  }
  if (errors.size() > kErrorsShownMax) {
    console.err << "… and " << errors.size() - kErrorsShownMax << " more\n";
  }
  console.err << "taizhang: " << errors.size() << (errors.size() == 1 ? " mistake" : " mistakes")
              << "; nothing was written\n";
  return kExitData;
}

std::string RangeOf(const Batch& batch) {
  const std::string first = batch.rows.front()->place.Text();
  return batch.rows.size() == 1 ? first
                                : absl::StrCat(batch.rows.size(), " rows from ", first, " on");
}

}  // namespace taizhang::cli
