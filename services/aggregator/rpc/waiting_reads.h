#pragma once

#include <functional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/server/timer.h"
#include "common/server/worker_pool.h"
#include "common/values/token.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/aggregator/view/views.h"

namespace taizhang::aggregator {

/// Calls that are answered at one cut which includes what their tokens name: they wait for it
/// without a thread, and read on a worker.
class WaitingReads {
 public:
  /// Whether anybody still waits for the answers: to be asked between them.
  using Heed = absl::FunctionRef<absl::Status()>;
  /// Writes the response. It may borrow from the request, which gRPC keeps as long as the call.
  using Answer = std::function<absl::Status(Reading& reading, Heed heed)>;

  WaitingReads(Views& views, WorkerPool& workers, Timer& timer)
      : views_(views), workers_(workers), timer_(timer) {}

  /// NOT_YET_APPLIED where the call's deadline, or 30 seconds without one, is too short for the
  /// tokens.
  grpc::ServerUnaryReactor* Start(grpc::CallbackServerContext& context, std::vector<Token> tokens,
                                  Answer answer);

  static grpc::ServerUnaryReactor* FinishNow(grpc::CallbackServerContext& context,
                                             const absl::Status& status);

 private:
  class Waiting;

  Views& views_;
  WorkerPool& workers_;
  Timer& timer_;
};

}  // namespace taizhang::aggregator
