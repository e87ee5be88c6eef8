#include "services/cli/wire/connection.h"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <thread>
#include <utility>

#include "common/server/logging.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace taizhang::cli {
namespace {

using Clock = std::chrono::system_clock;  ///< gRPC's deadlines are on it
using std::chrono::milliseconds;

constexpr int kMessageBytesMax = 256 << 20;  ///< 10,000 figures with their statements
constexpr milliseconds kPauseMin{50};
constexpr milliseconds kPauseMax{1'000};

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  // A service that was just started is found at once, not after gRPC's usual growing waits.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

grpc::Status CallUntil(const Connection::Rpc& rpc, Clock::time_point deadline) {
  grpc::ClientContext context;
  context.set_deadline(deadline);
  return rpc(context);
}

bool AsksForRetry(const grpc::Status& status) {
  const Reason reason = ReasonOf(FromGrpcStatus(status));
  return reason == Reason::kNotReady || reason == Reason::kOverloaded;
}

int ExitStatusOfCode(grpc::StatusCode code) {
  switch (code) {
    case grpc::UNAVAILABLE:
      return kExitUnavailable;
    case grpc::NOT_FOUND:
      return kExitNoInput;
    case grpc::DEADLINE_EXCEEDED:
    case grpc::RESOURCE_EXHAUSTED:
      return kExitTryAgain;
    case grpc::UNIMPLEMENTED:
      return kExitProtocol;
    case grpc::PERMISSION_DENIED:
    case grpc::UNAUTHENTICATED:
      return kExitNoPermission;
    case grpc::INVALID_ARGUMENT:
    case grpc::FAILED_PRECONDITION:
    case grpc::OUT_OF_RANGE:
    case grpc::ALREADY_EXISTS:
    case grpc::ABORTED:
      return kExitData;
    default:
      return kExitSoftware;
  }
}

/// What the reader of the message can do.
std::string AdviceFor(const Failure& failure) {
  switch (failure.status.error_code()) {
    case grpc::UNAVAILABLE:
      if (AsksForRetry(failure.status))
        return "It is starting, catching up or stopping: try again in a moment.";
      return "Is the " + failure.service +
             " running? Start it with deploy/quickstart.sh, or say where it is with --" +
             failure.service + "-address.";
    case grpc::DEADLINE_EXCEEDED:
      return "Try again, or give it longer with --timeout-ms.";
    case grpc::UNIMPLEMENTED:
      return "What answers at this address is not our " + failure.service + ", or an older one.";
    default:
      return "";
  }
}

}  // namespace

void ServiceFlags::AddTo(Flags& flags) {
  flags.AddAddress("ledger-address", "Where the ledger listens", ledger_address);
  flags.AddAddress("aggregator-address", "Where the aggregator listens", aggregator_address);
  flags.AddInteger("timeout-ms", "How long one call may take, in milliseconds", timeout_ms, 1,
                   3'600'000);
}

int Report(const Failure& failure, const Console& console) {
  const absl::Status status = FromGrpcStatus(failure.status);
  std::string message = failure.status.error_message();
  if (message.empty() && failure.status.error_code() == grpc::UNIMPLEMENTED)
    message = "does not know this call";
  console.err << "taizhang: " << failure.doing << ": " << failure.service << " at "
              << failure.address << ": " << EscapeText(message, false) << '\n';
  for (const Violation& violation : ViolationsOf(status)) {
    // The message has the first one, mostly.
    if (message.find(violation.field + ": " + violation.description) != std::string::npos) continue;
    console.err << "  " << EscapeText(violation.field, false) << ": "
                << EscapeText(violation.description, false) << '\n';
  }
  if (const std::string advice = AdviceFor(failure); !advice.empty()) console.err << advice << '\n';
  return ExitStatusOfCode(failure.status.error_code());
}

Connection::Connection(const ServiceFlags& flags)
    : flags_(flags),
      ledger_(taizhang::ledger::v1::LedgerService::NewStub(ChannelTo(flags.ledger_address))),
      aggregator_(taizhang::aggregator::v1::AggregatorService::NewStub(
          ChannelTo(flags.aggregator_address))) {}

grpc::Status Connection::Call(const Rpc& rpc) const {
  return CallUntil(rpc, Clock::now() + milliseconds(flags_.timeout_ms));
}

grpc::Status Connection::CallPatiently(const Rpc& rpc, bool through_outage) const {
  const Clock::time_point deadline = Clock::now() + milliseconds(flags_.timeout_ms);
  for (milliseconds pause = kPauseMin;; pause = std::min(pause * 2, kPauseMax)) {
    grpc::Status status = CallUntil(rpc, deadline);
    const bool retry = AsksForRetry(status) ||
                       (through_outage && status.error_code() == grpc::StatusCode::UNAVAILABLE);
    if (status.ok() || !retry || Clock::now() + pause >= deadline) return status;
    std::this_thread::sleep_for(pause);
  }
}

Failure Connection::LedgerFailure(std::string doing, grpc::Status status) const {
  return {std::move(doing), "ledger", flags_.ledger_address, std::move(status)};
}

Failure Connection::AggregatorFailure(std::string doing, grpc::Status status) const {
  return {std::move(doing), "aggregator", flags_.aggregator_address, std::move(status)};
}

}  // namespace taizhang::cli
