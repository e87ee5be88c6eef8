#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "common/server/health.h"
#include "common/server/timer.h"
#include "spdlog/logger.h"

namespace taizhang {

/// Dials the process's own port now and then, each time on a new connection, and says by
/// Health::SetReachable whether it answers: a listener of gRPC 1.51 that once ran out of
/// descriptors never listens again (CVE-2023-4785), and nobody but a caller from outside would
/// notice.
class SelfDial {
 public:
  static constexpr std::chrono::seconds kInterval{10};
  static constexpr std::chrono::seconds kTimeout{5};
  static constexpr int kFailuresMax = 3;  ///< in a row; then unreachable

  /// Begins. All outlive it.
  SelfDial(std::string address, Timer& timer, Health& health, spdlog::logger& log,
           std::chrono::milliseconds interval = kInterval);
  /// Ends; a dial under way is forgotten.
  ~SelfDial();
  SelfDial(const SelfDial&) = delete;
  SelfDial& operator=(const SelfDial&) = delete;

 private:
  struct Dialer;
  std::shared_ptr<Dialer> dialer_;
};

}  // namespace taizhang
