#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/config/flags.h"
#include "grpcpp/client_context.h"
#include "services/cli/console/console.h"
#include "taizhang/aggregator/v1/aggregator_service.grpc.pb.h"
#include "taizhang/ledger/v1/ledger_service.grpc.pb.h"

namespace taizhang::cli {

/// What every command is told: where the services are, and how long a call may take.
struct ServiceFlags {
  std::string ledger_address = "127.0.0.1:7601";
  std::string aggregator_address = "127.0.0.1:7602";
  int64_t timeout_ms = 20'000;

  void AddTo(Flags& flags);
};

/// A call of one of our services that failed.
struct Failure {
  std::string doing;    ///< "validating kaiping.jsonl:1 to kaiping.jsonl:80"
  std::string service;  ///< "ledger" or "aggregator"
  std::string address;
  grpc::Status status;
};

/// Says what failed, what is wrong with which field, and what to do about it; gives the status to
/// exit with.
int Report(const Failure& failure, const Console& console);

/// Both services, connected to when first called.
class Connection {
 public:
  using LedgerStub = taizhang::ledger::v1::LedgerService::Stub;
  using AggregatorStub = taizhang::aggregator::v1::AggregatorService::Stub;
  using Rpc = std::function<grpc::Status(grpc::ClientContext&)>;

  explicit Connection(const ServiceFlags& flags);

  [[nodiscard]] LedgerStub& ledger() const { return *ledger_; }
  [[nodiscard]] AggregatorStub& aggregator() const { return *aggregator_; }

  /// Calls once, for up to the timeout.
  [[nodiscard]] grpc::Status Call(const Rpc& rpc) const;
  /// Calls again, with growing pauses and until the timeout, while the service asks for it
  /// (starting, overloaded). With `through_outage` also while it cannot be reached: only for what
  /// is idempotent.
  [[nodiscard]] grpc::Status CallPatiently(const Rpc& rpc, bool through_outage) const;

  [[nodiscard]] Failure LedgerFailure(std::string doing, grpc::Status status) const;
  [[nodiscard]] Failure AggregatorFailure(std::string doing, grpc::Status status) const;

 private:
  ServiceFlags flags_;
  std::unique_ptr<LedgerStub> ledger_;
  std::unique_ptr<AggregatorStub> aggregator_;
};

}  // namespace taizhang::cli
