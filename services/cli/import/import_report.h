#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/cli/console/console.h"
#include "services/cli/input/import_plan.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// What an import did to one partition.
struct PartitionReport {
  int64_t created = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t withdrawn = 0;
  int64_t revision = 0;
  std::string token;
};

/// What an import did, batch after batch.
class ImportReport {
 public:
  void Add(const Batch& batch, const taizhang::ledger::v1::WriteRecordsResponse& response);

  [[nodiscard]] int64_t rows() const { return rows_; }
  /// The summary: a table, or with `json` one object.
  void Print(bool json, const Console& console) const;
  /// After a failure or, where `failed` is nullptr, an interruption: what stands and what does not.
  void PrintInterrupted(const Batch* failed, size_t batches_left, const Console& console) const;

 private:
  void PrintJson(std::ostream& out) const;

  std::map<std::string, PartitionReport> partitions_;
  int64_t rows_ = 0;
};

/// "80 rows from kaiping.jsonl:1 on".
std::string RangeOf(const Batch& batch);

}  // namespace taizhang::cli
