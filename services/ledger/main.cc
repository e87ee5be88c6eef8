// taizhang-ledger: keeps records and observations, durably and in order, and streams them out.
#include <iostream>
#include <limits>
#include <string>
#include <vector>

#include "common/config/flags.h"
#include "common/log/sqlite_store.h"
#include "common/server/grpc_server.h"
#include "common/server/logging.h"
#include "common/server/self_dial.h"
#include "common/server/server_flags.h"
#include "common/server/shutdown.h"
#include "common/server/timer.h"
#include "common/server/version.h"
#include "services/ledger/process.h"
#include "services/ledger/rpc/ledger_service.h"
#include "services/ledger/subcommands.h"

namespace taizhang::ledger {
namespace {

constexpr size_t kTailBytesMax = size_t{64} << 20U;

int Serve(const ServerFlags& flags, const std::string& data_dir, ShutdownSignal& shutdown) {
  const auto log = MakeLogger(flags.log);
  const auto end = [&log](const absl::Status& status) { EndProcess(*log, status, kExitIoError); };
  const auto failed = [&log](const absl::Status& status) { return FailToStart(*log, status); };
  auto store = SqliteStore::Open(
      {.directory = data_dir, .new_epoch = NewEpoch(), .created_us = NowMicros(), .io_error = end});
  if (!store.ok()) return failed(store.status());
  Tail tail(**store, kTailBytesMax);
  Timer timer;
  WorkerPool workers("ledger", static_cast<size_t>(flags.worker_threads),
                     std::numeric_limits<size_t>::max());
  Ledger ledger(MakeEnvironment(**store, tail, workers, *log));
  if (absl::Status status = ledger.Recover(); !status.ok()) return failed(status);
  if (absl::Status status = tail.Load(); !status.ok()) return failed(status);
  tail.NoteFacts(ledger.AllPartitions());
  LedgerService service(ledger, tail, workers, timer,
                        {.admission = {.requests_max = static_cast<size_t>(flags.worker_queue_max)},
                         .now_us = NowMicros});
  Health health;
  auto server = GrpcServer::Start(
      flags.server, {{v1::LedgerService::service_full_name(), &service}}, health, *log);
  if (!server.ok()) return failed(server.status());
  SelfDial self_dial((*server)->address(), health, *log);
  health.SetServing(true);

  log->info("signal {}: shutting down", shutdown.Wait());
  self_dial.Stop();
  service.EndStreams();
  (*server)->Shutdown(std::chrono::milliseconds(flags.drain_timeout_ms));
  workers.Stop();
  store->reset();  // its thread calls back into what is above
  log->info("stopped");
  return kExitOk;
}

int Main(const std::vector<std::string>& arguments) {
  if (const auto status = RunSubcommand(arguments, std::cout, std::cerr)) return *status;
  ShutdownSignal shutdown;
  KeepFreedMemory();
  IgnoreFileSizeSignal();
  ServerFlags flags;
  flags.server = {.listen_address = "127.0.0.1:7601", .health_address = "127.0.0.1:7611"};
  std::string data_dir = "taizhang-data";
  Flags parser("taizhang-ledger", Version(), kLedgerUsage, kLedgerDescription);
  parser.AddText("data-dir", "The directory that holds the logs; made where it is missing",
                 data_dir);
  flags.AddTo(parser);
  if (const auto status = parser.Parse(arguments, ProcessEnvironment(), std::cout, std::cerr))
    return *status;
  return Serve(flags, data_dir, shutdown);
}

}  // namespace
}  // namespace taizhang::ledger

int main(int argc, char** argv) { return taizhang::ledger::Main({argv + 1, argv + argc}); }
