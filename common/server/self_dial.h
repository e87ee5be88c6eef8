#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "common/log/mutex.h"
#include "common/server/health.h"
#include "grpcpp/client_context.h"
#include "spdlog/logger.h"

namespace taizhang {

/// Dials the process's own port now and then, each time on a new connection, and says by
/// Health::SetReachable whether it answers: a listener of gRPC 1.51 that once ran out of
/// descriptors never listens again (CVE-2023-4785), and nobody but a caller from outside would
/// notice. On a thread of its own, because gRPC 1.51 aborts where a channel's last user is one of
/// its callbacks.
class SelfDial {
 public:
  static constexpr std::chrono::seconds kInterval{10};
  static constexpr std::chrono::seconds kTimeout{5};
  static constexpr int kFailuresMax = 3;  ///< in a row; then unreachable

  /// Begins; the first dial comes after one interval. All outlive it.
  SelfDial(std::string address, Health& health, spdlog::logger& log,
           std::chrono::milliseconds interval = kInterval);
  ~SelfDial();
  SelfDial(const SelfDial&) = delete;
  SelfDial& operator=(const SelfDial&) = delete;

  void Stop() TAIZHANG_EXCLUDES(mutex_);

 private:
  void Run() TAIZHANG_EXCLUDES(mutex_);
  /// False once stopped.
  bool Pause() TAIZHANG_EXCLUDES(mutex_);
  grpc::Status Dial() TAIZHANG_EXCLUDES(mutex_);

  const std::string address_;
  Health& health_;
  spdlog::logger& log_;
  const std::chrono::milliseconds interval_;
  Mutex mutex_;
  CondVar changed_;
  bool stopped_ TAIZHANG_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ TAIZHANG_GUARDED_BY(mutex_) = nullptr;  ///< of the present dial
  std::thread thread_;
};

}  // namespace taizhang
