#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "common/log/mutex.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace taizhang {

/// Whether the process serves, and who watches it. NOT_SERVING until told otherwise. Thread-safe;
/// outlives the services that show it.
class Health {
 public:
  enum class State : uint8_t {
    kNotServing,
    kServing,
    kEnded,  ///< shutting down: not serving, and watching ends
  };

  /// Hears of the state when it is added and of each change.
  class Watcher {
   public:
    virtual ~Watcher() = default;
    /// Must not call back.
    virtual void Changed(State state) = 0;
  };

  [[nodiscard]] State state() const TAIZHANG_EXCLUDES(mutex_);
  // Serving is what both say; neither has an effect after End.
  /// Whether there is something to serve; not at first.
  void SetServing(bool serving) TAIZHANG_EXCLUDES(mutex_);
  /// Whether the port answers; it does at first.
  void SetReachable(bool reachable) TAIZHANG_EXCLUDES(mutex_);
  void End() TAIZHANG_EXCLUDES(mutex_);

  void Add(Watcher& watcher) TAIZHANG_EXCLUDES(mutex_);
  void Remove(Watcher& watcher) TAIZHANG_EXCLUDES(mutex_);

 private:
  void Update() TAIZHANG_REQUIRES(mutex_);

  mutable Mutex mutex_;
  bool serving_ TAIZHANG_GUARDED_BY(mutex_) = false;
  bool reachable_ TAIZHANG_GUARDED_BY(mutex_) = true;
  bool ended_ TAIZHANG_GUARDED_BY(mutex_) = false;
  State state_ TAIZHANG_GUARDED_BY(mutex_) = State::kNotServing;
  std::set<Watcher*> watchers_ TAIZHANG_GUARDED_BY(mutex_);
};

/// grpc.health.v1 over a Health. The service's names are "" and those given; any other is NOT_FOUND
/// (Check) or SERVICE_UNKNOWN (Watch). One object for each server.
class HealthService : public grpc::health::v1::Health::CallbackService {
 public:
  HealthService(taizhang::Health& health, std::set<std::string> service_names);

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest* request,
                                  grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  [[nodiscard]] bool Knows(const std::string& name) const;

  taizhang::Health& health_;
  const std::set<std::string> service_names_;
};

}  // namespace taizhang
