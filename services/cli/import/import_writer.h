#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "common/log/mutex.h"
#include "services/cli/import/import_progress.h"
#include "services/cli/import/import_report.h"
#include "services/cli/input/import_plan.h"
#include "services/cli/input/input_file.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/interruption.h"

namespace taizhang::cli {

/// Has a plan judged and written, several batches at once. The steps give the status to exit with,
/// kExitOk to go on. Everything is borrowed.
class ImportWriter {
 public:
  ImportWriter(const Connection& connection, const Interruption& interruption,
               ImportProgress& progress, const Console& console)
      : connection_(connection),
        interruption_(interruption),
        progress_(progress),
        console_(console) {}

  /// Adds everything that the ledger finds wrong to `errors`.
  int Judge(const Input& input, const Plan& plan, std::vector<InputError>& errors);
  /// Writes `structure` first and then the divisions, those of one division one after the other,
  /// and prints the summary: a table, or with `json` one object. After a failure or an interruption
  /// it says what stands.
  int Write(const Input& input, const Plan& plan, bool json);

 private:
  struct Failed {
    size_t batch = 0;
    grpc::Status status;
  };

  grpc::Status JudgeBatch(const Batch& batch, taizhang::ledger::v1::WriteRecordsResponse& response);
  /// Of a partition to which nothing was ever written: none.
  grpc::Status ReadHead(const std::string& partition, std::string& hash);
  grpc::Status WriteBatch(const Batch& batch, const std::string& request_id);
  /// The batches from `begin` to `end`, which are of one partition. Stops where anything fails.
  void WritePartition(const Plan& plan, size_t begin, size_t end);
  [[nodiscard]] bool Stopped() const TAIZHANG_EXCLUDES(mutex_);
  void Fail(size_t batch, grpc::Status status) TAIZHANG_EXCLUDES(mutex_);
  int PrintInterrupted(const Plan& plan) TAIZHANG_EXCLUDES(mutex_);

  const Connection& connection_;
  const Interruption& interruption_;
  ImportProgress& progress_;
  const Console& console_;
  mutable Mutex mutex_;
  ImportReport report_ TAIZHANG_GUARDED_BY(mutex_);
  std::vector<Failed> failed_ TAIZHANG_GUARDED_BY(mutex_);
  size_t batches_written_ TAIZHANG_GUARDED_BY(mutex_) = 0;
};

/// Calls `work` with 0 to `count` − 1 on a few threads, each number once, in order of taking.
/// Returns once all are done.
void RunSideBySide(size_t count, const std::function<void(size_t)>& work);

}  // namespace taizhang::cli
