#include "services/ledger/rpc/ledger_service.h"

#include <set>
#include <utility>
#include <vector>

#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "services/ledger/commit/refusal.h"
#include "services/ledger/rpc/batch_get_records.h"
#include "services/ledger/rpc/block_pages.h"
#include "services/ledger/rpc/change_pages.h"
#include "services/ledger/rpc/erase_text.h"
#include "services/ledger/rpc/format_write.h"
#include "services/ledger/rpc/list_observations.h"
#include "services/ledger/rpc/list_partitions.h"
#include "services/ledger/rpc/list_records.h"
#include "services/ledger/rpc/list_revisions.h"
#include "services/ledger/rpc/parse_follow.h"
#include "services/ledger/rpc/parse_request.h"
#include "services/ledger/rpc/read_record.h"

namespace taizhang::ledger {
namespace {

/// Until callers are authenticated.
constexpr const char* kAnonymous = "anonymous";

/// A stream that is refused before it begins.
template <typename Response>
class RefusedStream final : public grpc::ServerWriteReactor<Response> {
 public:
  explicit RefusedStream(const absl::Status& status) { this->Finish(ToGrpcStatus(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

LedgerService::LedgerService(Ledger& ledger, Tail& tail, WorkerPool& workers, Timer& timer,
                             Options options)
    : ledger_(ledger),
      tail_(tail),
      workers_(workers),
      timer_(timer),
      options_(std::move(options)),
      admission_(options_.admission),
      block_streams_("blocks", options_.block_streams_max),
      change_streams_("changes", options_.change_streams_max) {
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
  return RunAdmitted(context, request->ByteSizeLong(),
                     [this, request, response](const Finish& finish) {
                       finish(ReadRecordInto(ledger_, *request, *response));
                     });
}

grpc::ServerUnaryReactor* LedgerService::BatchGetRecords(grpc::CallbackServerContext* context,
                                                         const v1::BatchGetRecordsRequest* request,
                                                         v1::BatchGetRecordsResponse* response) {
  return RunAdmitted(context, request->ByteSizeLong(),
                     [this, request, response](const Finish& finish) {
                       finish(BatchGetRecordsInto(ledger_, *request, *response));
                     });
}

grpc::ServerUnaryReactor* LedgerService::ListRecords(grpc::CallbackServerContext* context,
                                                     const v1::ListRecordsRequest* request,
                                                     v1::ListRecordsResponse* response) {
  return RunAdmitted(
      context, request->ByteSizeLong(), [this, request, response](const Finish& finish) {
        finish(ListRecordsInto(ledger_, *request, LocalDay(options_.now_us()), *response));
      });
}

grpc::ServerUnaryReactor* LedgerService::ListObservations(
    grpc::CallbackServerContext* context, const v1::ListObservationsRequest* request,
    v1::ListObservationsResponse* response) {
  return RunAdmitted(context, request->ByteSizeLong(),
                     [this, request, response](const Finish& finish) {
                       finish(ListObservationsInto(ledger_, *request, *response));
                     });
}

grpc::ServerUnaryReactor* LedgerService::ListRecordRevisions(
    grpc::CallbackServerContext* context, const v1::ListRecordRevisionsRequest* request,
    v1::ListRecordRevisionsResponse* response) {
  return RunAdmitted(context, request->ByteSizeLong(),
                     [this, request, response](const Finish& finish) {
                       finish(ListRecordRevisionsInto(ledger_, *request, *response));
                     });
}

grpc::ServerUnaryReactor* LedgerService::ListPartitions(grpc::CallbackServerContext* context,
                                                        const v1::ListPartitionsRequest* request,
                                                        v1::ListPartitionsResponse* response) {
  return RunAdmitted(context, request->ByteSizeLong(),
                     [this, request, response](const Finish& finish) {
                       finish(ListPartitionsInto(ledger_, *request, *response));
                     });
}

grpc::ServerUnaryReactor* LedgerService::EraseText(grpc::CallbackServerContext* context,
                                                   const v1::EraseTextRequest* request,
                                                   v1::EraseTextResponse* response) {
  return RunAdmitted(context, request->ByteSizeLong(),
                     [this, request, response](const Finish& finish) {
                       EraseTextInto(ledger_, *request, kAnonymous, *response, finish);
                     });
}

grpc::ServerUnaryReactor* LedgerService::GetHead(grpc::CallbackServerContext* context,
                                                 const v1::GetHeadRequest* request,
                                                 v1::GetHeadResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(ReadHeadInto(ledger_, *request, *response)));
  return reactor;
}

template <typename Response>
grpc::ServerWriteReactor<Response>* LedgerService::Follow(
    grpc::CallbackServerContext& context, FollowOptions options, OpenStreams& streams,
    std::unique_ptr<PageFormatter<Response>> formatter) {
  options.epoch = ledger_.epoch();
  options.taken_within = options_.message_taken_within;
  auto slot = std::make_shared<std::weak_ptr<OpenStream>>();
  auto call = std::make_shared<FollowCall<Response>>(
      context, tail_, timer_, std::move(options), std::move(formatter),
      [this](std::function<void()> task) { return workers_.Run(std::move(task)).ok(); },
      [&streams, slot] { streams.Remove(slot->lock()); });
  *slot = call;
  if (absl::Status status = streams.Add(call); !status.ok())
    return new RefusedStream<Response>(status);
  call->Start();
  return call.get();
}

grpc::ServerWriteReactor<v1::FollowBlocksResponse>* LedgerService::FollowBlocks(
    grpc::CallbackServerContext* context, const v1::FollowBlocksRequest* request) {
  absl::StatusOr<FollowOptions> options = ParseFollowRequest(*request);
  if (!options.ok()) return new RefusedStream<v1::FollowBlocksResponse>(options.status());
  return Follow<v1::FollowBlocksResponse>(*context, *std::move(options), block_streams_,
                                          std::make_unique<BlockPages>());
}

grpc::ServerWriteReactor<v1::FollowChangesResponse>* LedgerService::FollowChanges(
    grpc::CallbackServerContext* context, const v1::FollowChangesRequest* request) {
  absl::StatusOr<FollowOptions> options = ParseFollowRequest(*request);
  if (!options.ok()) return new RefusedStream<v1::FollowChangesResponse>(options.status());
  const std::vector<std::string>& named = options->request.partitions;
  const bool is_of_one = std::set<std::string>(named.begin(), named.end()).size() == 1;
  const auto at_damage =
      is_of_one ? ChangePages::AtDamage::kEndStream : ChangePages::AtDamage::kStopPartition;
  return Follow<v1::FollowChangesResponse>(
      *context, *std::move(options), change_streams_,
      std::make_unique<ChangePages>(ledger_, ChangePages::kMessageBytesMax, at_damage));
}

void LedgerService::EndStreams() {
  block_streams_.EndAll();
  change_streams_.EndAll();
}

}  // namespace taizhang::ledger
