#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "common/log/mutex.h"
#include "common/server/timer.h"
#include "grpcpp/support/server_callback.h"
#include "services/ledger/feed/feed.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// One FollowBlocks stream: pulls pages from its feed and writes them, one at a time. Wake-ups
/// carry nothing: whatever woke it, it pulls until there is no more. Pulls run on the executor, as
/// they may read the disk.
///
/// Lives until gRPC is done with it and no task has it any more.
class FollowCall final : public grpc::ServerWriteReactor<v1::FollowBlocksResponse>,
                         public std::enable_shared_from_this<FollowCall> {
 public:
  /// Returns false where it takes no more tasks.
  using Executor = std::function<bool(std::function<void()>)>;

  struct Options {
    FeedRequest request;
    std::chrono::milliseconds progress_interval;
    std::string epoch;
  };

  /// `tail` and `timer` outlive it; `done` is called once, last.
  FollowCall(Tail& tail, Timer& timer, Options options, Executor executor,
             std::function<void()> done);

  /// After construction, once it is shared.
  void Start();
  /// Ends the stream with UNAVAILABLE.
  void End();

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class State : uint8_t { kIdle, kPulling, kWriting, kFinished };

  void Wake() TAIZHANG_EXCLUDES(mutex_);
  void SchedulePull();
  void Pull();
  /// Fills the response; false where there is nothing to say.
  absl::StatusOr<bool> NextResponse();
  /// Rests until woken; false where news came meanwhile.
  bool Rest() TAIZHANG_EXCLUDES(mutex_);
  /// Has progress told once the interval is over, and so on.
  void ArmProgress() TAIZHANG_EXCLUDES(mutex_);
  void ProgressDue() TAIZHANG_EXCLUDES(mutex_);
  void FinishWith(const absl::Status& status) TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] std::optional<absl::Status> ended() const TAIZHANG_EXCLUDES(mutex_);
  void EndWith(const absl::Status& status) TAIZHANG_EXCLUDES(mutex_);

  Tail& tail_;
  Timer& timer_;
  const Options options_;
  const Executor executor_;
  const std::function<void()> done_;
  std::shared_ptr<FollowCall> self_;  ///< gRPC's share
  uint64_t subscription_ = 0;

  // Of whoever pulls.
  std::optional<Feed> feed_;
  v1::FollowBlocksResponse response_;
  bool sent_progress_ = false;

  mutable Mutex mutex_;
  State state_ TAIZHANG_GUARDED_BY(mutex_) = State::kPulling;
  bool woken_ TAIZHANG_GUARDED_BY(mutex_) = false;
  bool progress_due_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ TAIZHANG_GUARDED_BY(mutex_);  ///< why it is to end
  Timer::Id progress_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::ledger
