#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "common/log/mutex.h"
#include "common/server/shutdown.h"
#include "grpcpp/client_context.h"

namespace taizhang::cli {

/// Ctrl-C and SIGTERM for a command that ends only so, and then with 0. Made before the first other
/// thread, which inherits the blocked signals; a second signal ends the process at once.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  /// Whether it came.
  [[nodiscard]] bool happened() const;
  /// True where it comes within the time.
  bool WaitFor(std::chrono::milliseconds duration);

  /// While it lives, the call is cancelled by an interruption, one that came before included.
  class Cancels {
   public:
    Cancels(Interruption& interruption, grpc::ClientContext& context);
    Cancels(const Cancels&) = delete;
    Cancels& operator=(const Cancels&) = delete;
    ~Cancels();

   private:
    Interruption& interruption_;
  };

 private:
  void AwaitSignal();

  ShutdownSignal signal_;
  mutable Mutex mutex_;
  CondVar came_;
  bool happened_ TAIZHANG_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* call_ TAIZHANG_GUARDED_BY(mutex_) = nullptr;
  std::thread waiter_;
};

}  // namespace taizhang::cli
