#include "common/server/health.h"

#include <utility>

namespace taizhang {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

HealthCheckResponse::ServingStatus StatusOf(Health::State state) {
  return state == Health::State::kServing ? HealthCheckResponse::SERVING
                                          : HealthCheckResponse::NOT_SERVING;
}

/// One Watch: at most one write is under way, and changes meanwhile are told as the newest. As
/// reactors do, it ends its own life when gRPC is done with it.
class WatchReactor : public grpc::ServerWriteReactor<HealthCheckResponse>, public Health::Watcher {
 public:
  WatchReactor(Health& health, bool known) : health_(health), known_(known) { health_.Add(*this); }

  void Changed(Health::State state) override {
    const MutexLock lock(mutex_);
    state_ = state;
    Continue();
  }

  void OnWriteDone(bool ok) override {
    const MutexLock lock(mutex_);
    writing_ = false;
    broken_ = broken_ || !ok;
    Continue();
  }

  void OnCancel() override {
    const MutexLock lock(mutex_);
    broken_ = true;
    Continue();
  }

  void OnDone() override {
    health_.Remove(*this);
    delete this;
  }

 private:
  void Continue() TAIZHANG_REQUIRES(mutex_) {
    if (finished_ || writing_) return;
    const auto status = known_ ? StatusOf(state_) : HealthCheckResponse::SERVICE_UNKNOWN;
    if (broken_) {
      finished_ = true;
      Finish(grpc::Status::CANCELLED);
    } else if (status != response_.status()) {
      writing_ = true;
      response_.set_status(status);
      StartWrite(&response_);
    } else if (state_ == Health::State::kEnded) {
      finished_ = true;
      Finish({grpc::StatusCode::UNAVAILABLE, "shutting down"});
    }
  }

  Health& health_;
  const bool known_;
  Mutex mutex_;
  Health::State state_ TAIZHANG_GUARDED_BY(mutex_) = Health::State::kNotServing;
  HealthCheckResponse response_ TAIZHANG_GUARDED_BY(mutex_);  ///< what was told; UNKNOWN at first
  bool writing_ TAIZHANG_GUARDED_BY(mutex_) = false;
  bool broken_ TAIZHANG_GUARDED_BY(mutex_) = false;
  bool finished_ TAIZHANG_GUARDED_BY(mutex_) = false;
};

}  // namespace

Health::State Health::state() const {
  const MutexLock lock(mutex_);
  return state_;
}

void Health::SetServing(bool serving) {
  const MutexLock lock(mutex_);
  serving_ = serving;
  Update();
}

void Health::SetReachable(bool reachable) {
  const MutexLock lock(mutex_);
  reachable_ = reachable;
  Update();
}

void Health::End() {
  const MutexLock lock(mutex_);
  ended_ = true;
  Update();
}

void Health::Update() {
  const State state = ended_                   ? State::kEnded
                      : serving_ && reachable_ ? State::kServing
                                               : State::kNotServing;
  if (state == state_) return;
  state_ = state;
  for (Watcher* watcher : watchers_) watcher->Changed(state);
}

void Health::Add(Watcher& watcher) {
  const MutexLock lock(mutex_);
  watchers_.insert(&watcher);
  watcher.Changed(state_);
}

void Health::Remove(Watcher& watcher) {
  const MutexLock lock(mutex_);
  watchers_.erase(&watcher);
}

HealthService::HealthService(taizhang::Health& health, std::set<std::string> service_names)
    : health_(health), service_names_(std::move(service_names)) {}

bool HealthService::Knows(const std::string& name) const {
  return name.empty() || service_names_.count(name) > 0;
}

grpc::ServerUnaryReactor* HealthService::Check(grpc::CallbackServerContext* context,
                                               const HealthCheckRequest* request,
                                               HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (Knows(request->service())) {
    response->set_status(StatusOf(health_.state()));
    reactor->Finish(grpc::Status::OK);
  } else {
    reactor->Finish({grpc::StatusCode::NOT_FOUND, "unknown service"});
  }
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    grpc::CallbackServerContext* /*context*/, const HealthCheckRequest* request) {
  return new WatchReactor(health_, Knows(request->service()));
}

}  // namespace taizhang
