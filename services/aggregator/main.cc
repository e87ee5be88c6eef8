// taizhang-aggregator: follows a ledger and answers what its records add up to.
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/config/flags.h"
#include "common/server/grpc_server.h"
#include "common/server/logging.h"
#include "common/server/self_dial.h"
#include "common/server/server_flags.h"
#include "common/server/shutdown.h"
#include "common/server/timer.h"
#include "common/server/version.h"
#include "common/server/worker_pool.h"
#include "common/status/reason.h"
#include "services/aggregator/follow/follower.h"
#include "services/aggregator/rpc/aggregator_service.h"
#include "services/aggregator/rpc/background_audit.h"
#include "services/aggregator/rpc/background_build.h"
#include "services/aggregator/rpc/follower_client.h"
#include "services/aggregator/rpc/serving.h"
#include "services/aggregator/view/views.h"

namespace taizhang::aggregator {
namespace {

struct AggregatorFlags {
  ServerFlags server;
  std::string ledger_address = "127.0.0.1:7601";
  int64_t audit_interval_ms = 1'000;
};

int Serve(const AggregatorFlags& flags, ShutdownSignal& shutdown) {
  const auto log = MakeLogger(flags.server.log);
  Health health;
  Serving serving(health, *log);
  Views views(FigureCacheLimits{}, FirstFold::kAfterFacts);
  Follower follower(views, serving);
  Timer timer;
  WorkerPool workers("query", static_cast<size_t>(flags.server.worker_threads),
                     static_cast<size_t>(flags.server.worker_queue_max));
  AggregatorRpc rpc(views, follower, workers, timer,
                    [] { return absl::ToUnixMicros(absl::Now()); });
  auto server = GrpcServer::Start(
      flags.server.server, {{v1::AggregatorService::service_full_name(), &rpc}}, health, *log);
  if (!server.ok()) {
    log->error("{}", std::string(server.status().message()));
    return ExitStatusOf(server.status());
  }
  SelfDial self_dial((*server)->address(), health, *log);
  std::mt19937_64 bits{std::random_device()()};
  const uint64_t audit_seed = bits();
  const auto random = [&bits] { return std::uniform_real_distribution<double>(0, 1)(bits); };
  BackgroundBuild build(
      views, [&serving] { serving.Ready(); }, *log);
  FollowerClient client(flags.ledger_address, follower, random, *log);
  BackgroundAudit audit(rpc.auditor(), std::chrono::milliseconds(flags.audit_interval_ms),
                        audit_seed, *log);

  log->info("signal {}: shutting down", shutdown.Wait());
  self_dial.Stop();
  audit.Stop();
  // Queries under way are answered; what waits for a token will not see it any more.
  views.waits().EndAll(MakeError(Reason::kNotReady, "shutting down; try another aggregator"));
  (*server)->Shutdown(std::chrono::milliseconds(flags.server.drain_timeout_ms));
  client.Stop();
  build.Stop();
  log->info("stopped");
  return kExitOk;
}

int Main(const std::vector<std::string>& arguments) {
  ShutdownSignal shutdown;
  AggregatorFlags flags;
  flags.server.server = {.listen_address = "127.0.0.1:7602", .health_address = "127.0.0.1:7612"};
  Flags parser("taizhang-aggregator", Version(), "[flags]",
               "Follows a ledger and answers what its records add up to. Holds nothing on disk.");
  parser.AddAddress("ledger-address", "The ledger that it follows", flags.ledger_address);
  parser.AddInteger("audit-interval-ms",
                    "How often one of the kept counters is compared with the facts; 0: never",
                    flags.audit_interval_ms, 0, 3'600'000);
  flags.server.AddTo(parser);
  if (const auto status = parser.Parse(arguments, ProcessEnvironment(), std::cout, std::cerr))
    return *status;
  return Serve(flags, shutdown);
}

}  // namespace
}  // namespace taizhang::aggregator

int main(int argc, char** argv) { return taizhang::aggregator::Main({argv + 1, argv + argc}); }
