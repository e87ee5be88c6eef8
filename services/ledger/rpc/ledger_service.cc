#include "services/ledger/rpc/ledger_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "services/ledger/commit/refusal.h"
#include "services/ledger/rpc/format_write.h"
#include "services/ledger/rpc/parse_follow.h"
#include "services/ledger/rpc/parse_request.h"
#include "services/ledger/rpc/read_record.h"

namespace taizhang::ledger {
namespace {

/// Until callers are authenticated.
constexpr const char* kAnonymous = "anonymous";

/// A stream that is refused before it begins.
class RefusedStream final : public grpc::ServerWriteReactor<v1::FollowBlocksResponse> {
 public:
  explicit RefusedStream(const absl::Status& status) { Finish(ToGrpcStatus(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

LedgerService::LedgerService(Ledger& ledger, Tail& tail, WorkerPool& workers, Timer& timer,
                             Options options)
    : ledger_(ledger),
      tail_(tail),
      workers_(workers),
      timer_(timer),
      options_(options),
      admission_(options.admission) {
  SetMessageAllocatorFor_WriteRecords(&messages_);
}

grpc::ServerUnaryReactor* LedgerService::RunAdmitted(grpc::CallbackServerContext* context,
                                                     size_t bytes,
                                                     std::function<void(const Finish&)> task) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::Status status = admission_.Enter(bytes);
  if (!status.ok()) {
    reactor->Finish(ToGrpcStatus(status));
    return reactor;
  }
  const Finish finish = [this, reactor, bytes](const absl::Status& answer) {
    admission_.Leave(bytes);
    reactor->Finish(ToGrpcStatus(answer));
  };
  status = workers_.Run([task = std::move(task), finish] { task(finish); });
  if (!status.ok()) finish(status);
  return reactor;
}

grpc::ServerUnaryReactor* LedgerService::WriteRecords(grpc::CallbackServerContext* context,
                                                      const v1::WriteRecordsRequest* request,
                                                      v1::WriteRecordsResponse* response) {
  const size_t bytes = request->ByteSizeLong();
  return RunAdmitted(context, bytes, [this, request, response, bytes](const Finish& finish) {
    if (absl::Status status = CheckRequestBytes(bytes); !status.ok()) return finish(status);
    Write(*request, *response, finish);
  });
}

void LedgerService::Write(const v1::WriteRecordsRequest& request,
                          v1::WriteRecordsResponse& response, Finish finish) {
  absl::StatusOr<WriteRequest> parsed = ParseWriteRequest(request);
  if (!parsed.ok()) return finish(parsed.status());
  parsed->principal = kAnonymous;
  const std::string partition = parsed->partition;
  const bool validate_only = parsed->validate_only;
  if (partition.empty()) return WriteNowhere(*std::move(parsed), response, finish);
  ledger_.Write(*std::move(parsed),
                [partition, validate_only, &response,
                 finish = std::move(finish)](const absl::StatusOr<Written>& written) {
                  if (written.ok()) FormatWritten(partition, validate_only, *written, response);
                  finish(written.status());
                });
}

void LedgerService::WriteNowhere(WriteRequest request, v1::WriteRecordsResponse& response,
                                 const Finish& finish) {
  const bool validate_only = request.validate_only;
  const Facts nowhere("");
  Posted posted = Post(nowhere, *ledger_.structure(), request.rows);
  Written written;
  written.violations = MergeViolations(std::move(request.violations), std::move(posted.violations));
  if (!written.violations.empty() && !validate_only) {
    return finish(RefusalOf("", posted, std::move(written.violations)));
  }
  FormatWritten("", true, written, response);
  finish(absl::OkStatus());
}

grpc::ServerUnaryReactor* LedgerService::GetRecord(grpc::CallbackServerContext* context,
                                                   const v1::GetRecordRequest* request,
                                                   v1::GetRecordResponse* response) {
  return RunAdmitted(context, 0, [this, request, response](const Finish& finish) {
    finish(ReadRecordInto(ledger_, *request, *response));
  });
}

grpc::ServerUnaryReactor* LedgerService::GetHead(grpc::CallbackServerContext* context,
                                                 const v1::GetHeadRequest* request,
                                                 v1::GetHeadResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(ReadHeadInto(ledger_, *request, *response)));
  return reactor;
}

absl::StatusOr<std::shared_ptr<FollowCall>> LedgerService::OpenFollow(
    const v1::FollowBlocksRequest& request) {
  absl::StatusOr<FollowCall::Options> options = ParseFollowRequest(request);
  if (!options.ok()) return options.status();
  options->epoch = ledger_.epoch();
  const MutexLock lock(mutex_);
  if (ending_) return MakeError(Reason::kNotReady, "shutting down; try again");
  if (calls_.size() >= options_.followers_max) {
    return MakeError(Reason::kOverloaded,
                     absl::StrCat(calls_.size(), " streams are open; try again"),
                     {{"limit", absl::StrCat(options_.followers_max)}});
  }
  auto slot = std::make_shared<std::weak_ptr<FollowCall>>();
  auto call = std::make_shared<FollowCall>(
      tail_, timer_, *std::move(options),
      [this](std::function<void()> task) { return workers_.Run(std::move(task)).ok(); },
      [this, slot] {
        const MutexLock done_lock(mutex_);
        calls_.erase(slot->lock());
      });
  *slot = call;
  calls_.insert(call);
  return call;
}

grpc::ServerWriteReactor<v1::FollowBlocksResponse>* LedgerService::FollowBlocks(
    grpc::CallbackServerContext*, const v1::FollowBlocksRequest* request) {
  absl::StatusOr<std::shared_ptr<FollowCall>> call = OpenFollow(*request);
  if (!call.ok()) return new RefusedStream(call.status());
  (*call)->Start();
  return call->get();
}

void LedgerService::EndStreams() {
  std::vector<std::shared_ptr<FollowCall>> calls;
  {
    const MutexLock lock(mutex_);
    ending_ = true;
    calls.assign(calls_.begin(), calls_.end());
  }
  for (const std::shared_ptr<FollowCall>& call : calls) call->End();
}

}  // namespace taizhang::ledger
