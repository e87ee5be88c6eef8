#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/aggregator/rpc/waiting_reads.h"
#include "services/aggregator/view/views.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

/// How QueryFigures is carried out. What its tokens let be answered from cells at once is answered
/// at once, on gRPC's own thread; all else waits without a thread and is evaluated on a worker.
class FigureQueries {
 public:
  /// `now_us`: Unix microseconds; the day of CURRENT is the one in China (R5).
  FigureQueries(Views& views, WaitingReads& reads, std::function<int64_t()> now_us)
      : views_(views), reads_(reads), now_us_(std::move(now_us)) {}

  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext& context,
                                const v1::QueryFiguresRequest& request,
                                v1::QueryFiguresResponse& response);

 private:
  Views& views_;
  WaitingReads& reads_;
  std::function<int64_t()> now_us_;
};

}  // namespace taizhang::aggregator
