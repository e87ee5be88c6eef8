#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "common/log/mutex.h"
#include "grpcpp/client_context.h"
#include "services/aggregator/follow/follower.h"
#include "spdlog/logger.h"
#include "taizhang/ledger/v1/ledger_service.grpc.pb.h"

namespace taizhang::aggregator {

/// Keeps a follower fed from a ledger: one stream, begun again from the cursors whenever it ends,
/// until the ledger is refused or this is stopped. Owns the one thread that reads, decodes and
/// applies.
class FollowerClient {
 public:
  /// From [0, 1): spreads the attempts of many aggregators.
  using Random = std::function<double()>;

  static constexpr std::chrono::milliseconds kBackoffMin{100};
  static constexpr std::chrono::milliseconds kBackoffMax{5'000};

  /// All outlive it. `progress_interval`: how often the ledger says where it stands; 0: as it
  /// likes.
  FollowerClient(const std::string& ledger_address, Follower& follower, Random random,
                 spdlog::logger& log, std::chrono::milliseconds progress_interval = {});
  ~FollowerClient();
  FollowerClient(const FollowerClient&) = delete;
  FollowerClient& operator=(const FollowerClient&) = delete;

  void Stop() TAIZHANG_EXCLUDES(mutex_);

 private:
  void Run();
  /// One stream, from begin to end.
  absl::Status Follow();
  /// False where stopped.
  bool Pause(std::chrono::milliseconds backoff) TAIZHANG_EXCLUDES(mutex_);
  bool Begin(grpc::ClientContext& context) TAIZHANG_EXCLUDES(mutex_);
  void End() TAIZHANG_EXCLUDES(mutex_);

  const std::string ledger_address_;
  Follower& follower_;
  const Random random_;
  spdlog::logger& log_;
  const std::chrono::milliseconds progress_interval_;
  std::unique_ptr<ledger::v1::LedgerService::Stub> stub_;
  bool received_ = false;  ///< anything, on the present stream

  Mutex mutex_;
  CondVar changed_;
  bool stopped_ TAIZHANG_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ TAIZHANG_GUARDED_BY(mutex_) = nullptr;  ///< of the present stream
  std::thread thread_;
};

/// How long to wait before attempt `failures` (from 1): doubling, and between half of it and all of
/// it.
std::chrono::milliseconds BackoffOf(int failures, double random);

}  // namespace taizhang::aggregator
