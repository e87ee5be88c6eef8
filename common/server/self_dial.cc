#include "common/server/self_dial.h"

#include <utility>

#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace taizhang {
namespace {

/// One call, with what it needs while it is under way.
struct Dial {
  std::unique_ptr<grpc::health::v1::Health::Stub> stub;
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckRequest request;
  grpc::health::v1::HealthCheckResponse response;
};

}  // namespace

/// Shared with the call that is under way, which may end after SelfDial did.
struct SelfDial::Dialer : public std::enable_shared_from_this<Dialer> {
  Dialer(std::string own_address, Timer& own_timer, Health& own_health, spdlog::logger& own_log,
         std::chrono::milliseconds own_interval)
      : address(std::move(own_address)),
        timer(own_timer),
        health(own_health),
        log(own_log),
        interval(own_interval) {}

  void Schedule() {
    const MutexLock lock(mutex);
    if (ended) return;
    next = timer.At(std::chrono::steady_clock::now() + interval,
                    [self = shared_from_this()] { self->Call(); });
  }

  void Call() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // no connection that stands already
    auto dial = std::make_shared<Dial>();
    dial->stub = grpc::health::v1::Health::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
    dial->context.set_deadline(std::chrono::system_clock::now() + kTimeout);
    dial->stub->async()->Check(&dial->context, &dial->request, &dial->response,
                               [self = shared_from_this(), dial](const grpc::Status& status) {
                                 self->Hear(status);
                                 self->Schedule();
                               });
  }

  void Hear(const grpc::Status& status) {
    const MutexLock lock(mutex);
    if (ended) return;
    failures = status.ok() ? 0 : failures + 1;
    if (failures == kFailuresMax)
      log.error("{} does not answer any more: {}", address, status.error_message());
    health.SetReachable(failures < kFailuresMax);
  }

  void End() {
    const MutexLock lock(mutex);
    ended = true;
    timer.Cancel(next);
  }

  const std::string address;
  Timer& timer;
  Health& health;
  spdlog::logger& log;
  const std::chrono::milliseconds interval;
  Mutex mutex;
  bool ended TAIZHANG_GUARDED_BY(mutex) = false;
  int failures TAIZHANG_GUARDED_BY(mutex) = 0;
  Timer::Id next TAIZHANG_GUARDED_BY(mutex);
};

SelfDial::SelfDial(std::string address, Timer& timer, Health& health, spdlog::logger& log,
                   std::chrono::milliseconds interval)
    : dialer_(std::make_shared<Dialer>(std::move(address), timer, health, log, interval)) {
  dialer_->Schedule();
}

SelfDial::~SelfDial() { dialer_->End(); }

}  // namespace taizhang
