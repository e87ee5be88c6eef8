#include "common/server/server_flags.h"

namespace taizhang {

void ServerFlags::AddTo(Flags& flags) {
  flags.AddAddress("listen-address",
                   "Where it serves; port 0 takes a free one. Plain text, so keep it on loopback",
                   server.listen_address);
  flags.AddAddress("health-address", "Where it serves nothing but grpc.health.v1, for probes",
                   server.health_address, true);
  flags.AddSwitch("reflection", "Serves gRPC reflection, for grpcurl and its like",
                  server.reflection);
  flags.AddInteger("drain-timeout-ms", "How long a shutdown waits for calls under way",
                   drain_timeout_ms, 0, 600'000);
  flags.AddInteger("worker-threads", "Threads for calls that take long", worker_threads, 1, 256);
  flags.AddInteger("worker-queue-max", "Calls that may wait for a worker; more are refused",
                   worker_queue_max, 1, 1'000'000);
  flags.AddChoice("log-level", "The least of the log", log.level,
                  {"debug", "info", "warning", "error"});
  flags.AddChoice("log-format", "How the log looks", log.format, {"human", "json"});
}

int ExitStatusOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kUnavailable:
      return kExitUnavailable;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
      return kExitConfig;
    case absl::StatusCode::kDataLoss:
      return kExitData;
    default:
      return kExitSoftware;
  }
}

}  // namespace taizhang
