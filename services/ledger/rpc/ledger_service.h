#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "common/server/worker_pool.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/feed/tail.h"
#include "services/ledger/rpc/admission.h"
#include "services/ledger/rpc/follow_call.h"
#include "services/ledger/rpc/open_streams.h"
#include "services/ledger/rpc/page_formatter.h"
#include "services/ledger/rpc/reused_messages.h"
#include "taizhang/ledger/v1/ledger_service.grpc.pb.h"

namespace taizhang::ledger {

/// taizhang.ledger.v1.LedgerService. Handlers hand over to the workers and return; GetHead alone is
/// answered at once.
class LedgerService final : public v1::LedgerService::CallbackService {
 public:
  struct Options {
    Admission::Limits admission;
    size_t block_streams_max = 64;
    size_t change_streams_max = 64;  ///< apart, so that nobody else keeps an aggregator out
    std::chrono::milliseconds message_taken_within = kMessageTakenWithin;
    std::function<int64_t()> now_us;  ///< Unix microseconds: what "today" is
  };
  using Finish = std::function<void(const absl::Status&)>;

  /// All outlive it. The workers' queue is not what bounds requests: Admission does, so that what
  /// is admitted can go on.
  LedgerService(Ledger& ledger, Tail& tail, WorkerPool& workers, Timer& timer, Options options);

  /// Ends all streams with UNAVAILABLE, and refuses new ones; before the server is shut down.
  void EndStreams();

  grpc::ServerUnaryReactor* WriteRecords(grpc::CallbackServerContext* context,
                                         const v1::WriteRecordsRequest* request,
                                         v1::WriteRecordsResponse* response) override;
  grpc::ServerUnaryReactor* GetRecord(grpc::CallbackServerContext* context,
                                      const v1::GetRecordRequest* request,
                                      v1::GetRecordResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetRecords(grpc::CallbackServerContext* context,
                                            const v1::BatchGetRecordsRequest* request,
                                            v1::BatchGetRecordsResponse* response) override;
  grpc::ServerUnaryReactor* ListRecords(grpc::CallbackServerContext* context,
                                        const v1::ListRecordsRequest* request,
                                        v1::ListRecordsResponse* response) override;
  grpc::ServerUnaryReactor* ListObservations(grpc::CallbackServerContext* context,
                                             const v1::ListObservationsRequest* request,
                                             v1::ListObservationsResponse* response) override;
  grpc::ServerUnaryReactor* ListRecordRevisions(grpc::CallbackServerContext* context,
                                                const v1::ListRecordRevisionsRequest* request,
                                                v1::ListRecordRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* ListPartitions(grpc::CallbackServerContext* context,
                                           const v1::ListPartitionsRequest* request,
                                           v1::ListPartitionsResponse* response) override;
  grpc::ServerUnaryReactor* EraseText(grpc::CallbackServerContext* context,
                                      const v1::EraseTextRequest* request,
                                      v1::EraseTextResponse* response) override;
  grpc::ServerUnaryReactor* GetHead(grpc::CallbackServerContext* context,
                                    const v1::GetHeadRequest* request,
                                    v1::GetHeadResponse* response) override;
  grpc::ServerWriteReactor<v1::FollowBlocksResponse>* FollowBlocks(
      grpc::CallbackServerContext* context, const v1::FollowBlocksRequest* request) override;
  grpc::ServerWriteReactor<v1::FollowChangesResponse>* FollowChanges(
      grpc::CallbackServerContext* context, const v1::FollowChangesRequest* request) override;

 private:
  void Write(const v1::WriteRecordsRequest& request, v1::WriteRecordsResponse& response,
             Finish finish);
  /// A request of which no row names a partition: it has no rows, or each has a violation.
  void WriteNowhere(WriteRequest request, v1::WriteRecordsResponse& response, const Finish& finish);
  /// Runs `task` on a worker once there is room; what it calls `finish` with becomes the answer.
  grpc::ServerUnaryReactor* RunAdmitted(grpc::CallbackServerContext* context, size_t bytes,
                                        std::function<void(const Finish&)> task);
  template <typename Response>
  grpc::ServerWriteReactor<Response>* Follow(grpc::CallbackServerContext& context,
                                             FollowOptions options, OpenStreams& streams,
                                             std::unique_ptr<PageFormatter<Response>> formatter);

  Ledger& ledger_;
  Tail& tail_;
  WorkerPool& workers_;
  Timer& timer_;
  const Options options_;
  Admission admission_;
  ReusedMessages messages_;
  OpenStreams block_streams_;
  OpenStreams change_streams_;
};

}  // namespace taizhang::ledger
