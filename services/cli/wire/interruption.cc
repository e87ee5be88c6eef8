#include "services/cli/wire/interruption.h"

#include <pthread.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): pthread_kill is POSIX's

namespace taizhang::cli {

Interruption::Interruption() : waiter_([this] { AwaitSignal(); }) {
  // A server outlives its readers; a command ends with them, as those end that wait for no signal.
  signal(SIGPIPE, SIG_DFL);
}

Interruption::~Interruption() {
  // The waiter takes this signal as it would take one from outside.
  if (!happened()) pthread_kill(waiter_.native_handle(), SIGINT);
  waiter_.join();
}

void Interruption::AwaitSignal() {
  signal_.Wait();
  const MutexLock lock(mutex_);
  happened_ = true;
  if (call_ != nullptr) call_->TryCancel();
  came_.NotifyAll();
}

bool Interruption::happened() const {
  const MutexLock lock(mutex_);
  return happened_;
}

bool Interruption::WaitFor(std::chrono::milliseconds duration) {
  const auto deadline = std::chrono::steady_clock::now() + duration;
  const MutexLock lock(mutex_);
  while (!happened_) {
    if (!came_.WaitUntil(mutex_, deadline)) return happened_;
  }
  return true;
}

Interruption::Cancels::Cancels(Interruption& interruption, grpc::ClientContext& context)
    : interruption_(interruption) {
  const MutexLock lock(interruption_.mutex_);
  interruption_.call_ = &context;
  if (interruption_.happened_) context.TryCancel();
}

Interruption::Cancels::~Cancels() {
  const MutexLock lock(interruption_.mutex_);
  interruption_.call_ = nullptr;
}

}  // namespace taizhang::cli
