#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/server/grpc_server.h"
#include "common/server/timer.h"
#include "common/server/worker_pool.h"
#include "grpcpp/channel.h"
#include "services/ledger/rpc/ledger_service.h"
#include "tests/unit/ledger/commit_harness.h"

namespace taizhang::ledger {

/// The whole ledger on loopback in this process, on a disk whose answers can be held back, and a
/// client of it.
class LedgerServer {
 public:
  /// `stored`: blocks that the disk has already, partition by partition, in order.
  explicit LedgerServer(LedgerService::Options options = {},
                        const std::vector<StoredBlock>& stored = {});
  ~LedgerServer();

  v1::LedgerService::Stub& stub() { return *stub_; }
  HeldDisk& disk() { return disk_; }
  [[nodiscard]] const std::string& address() const { return server_->address(); }

  /// Calls that are answered with an error of ours.
  absl::StatusOr<v1::WriteRecordsResponse> Write(const v1::WriteRecordsRequest& request);
  absl::StatusOr<v1::WriteRecordsResponse> Write(const std::string& request);
  /// Fails the test where it is refused.
  v1::WriteRecordsResponse MustWrite(const v1::WriteRecordsRequest& request);
  v1::WriteRecordsResponse MustWrite(const std::string& request);
  absl::StatusOr<v1::GetRecordResponse> Get(const std::string& request);
  absl::StatusOr<v1::GetHeadResponse> Head(const std::string& partition);

  /// As main does at SIGTERM. Once.
  void Shutdown();

 private:
  HeldDisk disk_;
  Tail tail_{disk_.store(), 1 << 20};
  Timer timer_;
  WorkerPool workers_{"test", 2, 1'000'000};
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<LedgerService> service_;
  Health health_;
  std::shared_ptr<spdlog::logger> log_;
  std::unique_ptr<GrpcServer> server_;
  std::unique_ptr<v1::LedgerService::Stub> stub_;
};

}  // namespace taizhang::ledger
