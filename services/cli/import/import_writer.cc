#include "services/cli/import/import_writer.h"

#include <algorithm>
#include <atomic>
#include <ostream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "common/values/record_name.h"
#include "services/cli/import/import_errors.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

/// Calls in flight. More than a few only queue in the ledger, whose strands and disk are shared.
constexpr size_t kCallsMax = 6;

v1::WriteRecordsRequest RequestOf(const Batch& batch) {
  v1::WriteRecordsRequest request;
  request.mutable_rows()->Reserve(static_cast<int>(batch.rows.size()));
  for (const InputRow* input : batch.rows) *request.add_rows() = input->row();
  return request;
}

size_t RowsOf(const Plan& plan) {
  size_t rows = 0;
  for (const Batch& batch : plan.batches) rows += batch.rows.size();
  return rows;
}

/// Where the batches of each partition begin, and the end.
std::vector<size_t> PartitionsOf(const Plan& plan) {
  std::vector<size_t> begins;
  for (size_t i = 0; i < plan.batches.size(); ++i) {
    if (i == 0 || plan.batches[i].partition != plan.batches[i - 1].partition) begins.push_back(i);
  }
  begins.push_back(plan.batches.size());
  return begins;
}

}  // namespace

void RunSideBySide(size_t count, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next = 0;
  const auto run = [&] {
    for (size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < std::min(count, kCallsMax); ++i) threads.emplace_back(run);
  run();
  for (std::thread& thread : threads) thread.join();
}

bool ImportWriter::Stopped() const {
  if (interruption_.happened()) return true;
  const MutexLock lock(mutex_);
  return !failed_.empty();
}

void ImportWriter::Fail(size_t batch, grpc::Status status) {
  const MutexLock lock(mutex_);
  failed_.push_back({batch, std::move(status)});
}

grpc::Status ImportWriter::JudgeBatch(const Batch& batch, v1::WriteRecordsResponse& response) {
  v1::WriteRecordsRequest request = RequestOf(batch);
  request.set_validate_only(true);
  for (const InputRow* record : batch.assumed)
    *request.add_assumed_records() = std::move(*record->row().mutable_record());
  return connection_.CallPatiently(
      [&](grpc::ClientContext& context) {
        return connection_.ledger().WriteRecords(&context, request, &response);
      },
      /*through_outage=*/false);
}

int ImportWriter::Judge(const Input& input, const Plan& plan, std::vector<InputError>& errors) {
  progress_.Begin("judging", RowsOf(plan), "rows");
  RunSideBySide(plan.batches.size(), [&](size_t i) {
    if (Stopped()) return;
    const Batch& batch = plan.batches[i];
    v1::WriteRecordsResponse response;
    grpc::Status status = JudgeBatch(batch, response);
    std::vector<InputError> found;
    found.reserve(static_cast<size_t>(response.violations_size()));
    for (const v1::Violation& violation : response.violations())
      found.push_back(InFile(input, batch, violation));
    if (!status.ok()) {
      for (const Violation& violation : ViolationsOf(FromGrpcStatus(status)))
        found.push_back(InFile(input, batch, violation));
      if (found.empty()) return Fail(i, std::move(status));
    }
    progress_.Add(batch.rows.size());
    const MutexLock lock(mutex_);
    errors.insert(errors.end(), found.begin(), found.end());
  });
  progress_.End();
  const MutexLock lock(mutex_);
  if (!failed_.empty()) {
    const Failed& first = failed_.front();
    const int status =
        Report(connection_.LedgerFailure(
                   absl::StrCat("judging ", RangeOf(plan.batches[first.batch])), first.status),
               console_);
    failed_.clear();
    return status;
  }
  return kExitOk;
}

grpc::Status ImportWriter::ReadHead(const std::string& partition, std::string& hash) {
  v1::GetHeadRequest request;
  request.set_partition(partition);
  v1::GetHeadResponse response;
  grpc::Status status = connection_.CallPatiently(
      [&](grpc::ClientContext& context) {
        return connection_.ledger().GetHead(&context, request, &response);
      },
      /*through_outage=*/true);
  hash = response.hash();
  return status.error_code() == grpc::StatusCode::NOT_FOUND ? grpc::Status::OK : status;
}

grpc::Status ImportWriter::WriteBatch(const Batch& batch, const std::string& request_id) {
  v1::WriteRecordsRequest request = RequestOf(batch);
  request.set_request_id(request_id);
  v1::WriteRecordsResponse response;
  grpc::Status status = connection_.CallPatiently(
      [&](grpc::ClientContext& context) {
        return connection_.ledger().WriteRecords(&context, request, &response);
      },
      /*through_outage=*/true);
  if (!status.ok()) return status;
  progress_.Add(batch.rows.size());
  const MutexLock lock(mutex_);
  report_.Add(batch, response);
  ++batches_written_;
  return status;
}

void ImportWriter::WritePartition(const Plan& plan, size_t begin, size_t end) {
  if (Stopped()) return;
  std::string head_hash;
  grpc::Status status = ReadHead(plan.batches[begin].partition, head_hash);
  for (size_t i = begin; i < end && !Stopped(); ++i) {
    const Batch& batch = plan.batches[i];
    if (status.ok()) status = WriteBatch(batch, RequestIdOf(batch, head_hash));
    if (!status.ok()) return Fail(i, std::move(status));
  }
}

int ImportWriter::Write(const Input& input, const Plan& plan, bool json) {
  progress_.Begin("writing", RowsOf(plan), "rows");
  const std::vector<size_t> begins = PartitionsOf(plan);
  const bool has_structure =
      !plan.batches.empty() && plan.batches.front().partition == kStructurePartition;
  const size_t first = has_structure ? 1 : 0;
  if (has_structure) WritePartition(plan, begins[0], begins[1]);
  RunSideBySide(begins.size() - 1 - first,
                [&](size_t i) { WritePartition(plan, begins[first + i], begins[first + i + 1]); });
  progress_.End();
  {
    const MutexLock lock(mutex_);
    if (failed_.empty() && batches_written_ == plan.batches.size()) {
      report_.Print(json, console_);
      return kExitOk;
    }
    for (const Failed& failed : failed_) {
      const Batch& batch = plan.batches[failed.batch];
      for (const Violation& violation : ViolationsOf(FromGrpcStatus(failed.status)))
        console_.err << InFile(input, batch, violation).Text() << '\n';
    }
  }
  return PrintInterrupted(plan);
}

int ImportWriter::PrintInterrupted(const Plan& plan) {
  const MutexLock lock(mutex_);
  const size_t left = plan.batches.size() - batches_written_ - failed_.size();
  if (failed_.empty()) {
    console_.err << "taizhang: interrupted\n";
    report_.PrintInterrupted(nullptr, left, console_);
    return kExitTryAgain;
  }
  const Failed& first = failed_.front();
  const Batch& batch = plan.batches[first.batch];
  const int status = Report(
      connection_.LedgerFailure(absl::StrCat("writing ", RangeOf(batch)), first.status), console_);
  report_.PrintInterrupted(&batch, left, console_);
  return status;
}

}  // namespace taizhang::cli
