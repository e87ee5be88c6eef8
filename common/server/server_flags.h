#pragma once

#include <cstdint>
#include <string>

#include "common/config/flags.h"
#include "common/server/grpc_server.h"
#include "common/server/logging.h"

namespace taizhang {

/// What every service can be told.
struct ServerFlags {
  ServerOptions server;
  LogOptions log;
  int64_t drain_timeout_ms = 10'000;
  int64_t worker_threads = 2;
  int64_t worker_queue_max = 1'024;

  void AddTo(Flags& flags);
};

/// The status to exit with where starting failed: 69 for UNAVAILABLE, 78 for INVALID_ARGUMENT and
/// FAILED_PRECONDITION, 65 for DATA_LOSS, otherwise 70.
int ExitStatusOf(const absl::Status& status);

}  // namespace taizhang
