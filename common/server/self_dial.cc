#include "common/server/self_dial.h"

#include <pthread.h>
#include <utility>

#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace taizhang {

SelfDial::SelfDial(std::string address, Health& health, spdlog::logger& log,
                   std::chrono::milliseconds interval)
    : address_(std::move(address)),
      health_(health),
      log_(log),
      interval_(interval),
      thread_([this] { Run(); }) {
  pthread_setname_np(thread_.native_handle(), "self-dial");
}

SelfDial::~SelfDial() { Stop(); }

void SelfDial::Stop() {
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

void SelfDial::Run() {
  int failures = 0;
  while (Pause()) {
    const grpc::Status status = Dial();
    failures = status.ok() || status.error_code() == grpc::StatusCode::CANCELLED ? 0 : failures + 1;
    if (failures == kFailuresMax)
      log_.error("{} does not answer any more: {}", address_, status.error_message());
    health_.SetReachable(failures < kFailuresMax);
  }
}

bool SelfDial::Pause() {
  const auto until = std::chrono::steady_clock::now() + interval_;
  const MutexLock lock(mutex_);
  while (!stopped_ && std::chrono::steady_clock::now() < until) changed_.WaitUntil(mutex_, until);
  return !stopped_;
}

grpc::Status SelfDial::Dial() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // no connection that stands already
  const auto stub = grpc::health::v1::Health::NewStub(
      grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  {
    const MutexLock lock(mutex_);
    if (stopped_) return grpc::Status::CANCELLED;
    context_ = &context;
  }
  grpc::health::v1::HealthCheckResponse response;
  grpc::Status status = stub->Check(&context, {}, &response);
  const MutexLock lock(mutex_);
  context_ = nullptr;
  return status;
}

}  // namespace taizhang
