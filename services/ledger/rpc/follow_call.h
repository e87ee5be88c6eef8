#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/log/mutex.h"
#include "common/server/timer.h"
#include "grpcpp/support/server_callback.h"
#include "services/ledger/feed/feed.h"
#include "services/ledger/rpc/open_streams.h"
#include "services/ledger/rpc/page_formatter.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// How long a reader may leave a message where it is. Longer than the slowest line needs for one of
/// about 1 MiB.
inline constexpr std::chrono::seconds kMessageTakenWithin{60};

/// What a stream follows, and how.
struct FollowOptions {
  FeedRequest request;
  std::chrono::milliseconds progress_interval;
  std::string epoch;
  std::chrono::milliseconds taken_within = kMessageTakenWithin;
};

/// One stream of blocks or of changes: pulls pages from its feed, and writes the messages that the
/// formatter makes of them, one at a time. Wake-ups carry nothing: whatever woke it, it pulls until
/// there is no more. Pulls run on the executor, as they may read the disk.
///
/// Progress is told only behind a page that was told whole.
///
/// A reader that does not take a message in time is cut off: nothing can be sent to it behind that
/// message, so the call is cancelled, with UNAVAILABLE.
///
/// Lives until gRPC is done with it and no task has it any more.
template <typename Response>
class FollowCall final : public grpc::ServerWriteReactor<Response>,
                         public OpenStream,
                         public std::enable_shared_from_this<FollowCall<Response>> {
 public:
  /// Returns false where it takes no more tasks.
  using Executor = std::function<bool(std::function<void()>)>;

  /// `tail` and `timer` outlive it; `context` is gRPC's, of this call. `done` is called once, last.
  FollowCall(grpc::CallbackServerContext& context, Tail& tail, Timer& timer, FollowOptions options,
             std::unique_ptr<PageFormatter<Response>> formatter, Executor executor,
             std::function<void()> done);

  /// After construction, once it is shared.
  void Start();
  /// Ends the stream with UNAVAILABLE.
  void End() override;

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class State : uint8_t { kIdle, kPulling, kWriting, kFinished };

  void Wake() TAIZHANG_EXCLUDES(mutex_);
  void SchedulePull();
  void Pull();
  /// Fills the response; false where there is nothing to say.
  absl::StatusOr<bool> NextResponse() TAIZHANG_EXCLUDES(mutex_);
  /// Gives the formatter the feed's next page.
  absl::Status NextPage() TAIZHANG_EXCLUDES(mutex_);
  /// Rests until woken; false where news came meanwhile.
  bool Rest() TAIZHANG_EXCLUDES(mutex_);
  /// Has progress told once the interval is over, and so on.
  void ArmProgress() TAIZHANG_EXCLUDES(mutex_);
  void ProgressDue() TAIZHANG_EXCLUDES(mutex_);
  /// Whether progress is to be told now; the next one is due after the interval.
  bool TakeProgressDue() TAIZHANG_EXCLUDES(mutex_);
  /// Writes the response.
  void Write() TAIZHANG_EXCLUDES(mutex_);
  /// Ends the call where write number `number` is still under way.
  void CutOff(uint64_t number) TAIZHANG_EXCLUDES(mutex_);
  void FinishWith(const absl::Status& status) TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] std::optional<absl::Status> ended() const TAIZHANG_EXCLUDES(mutex_);
  void EndWith(const absl::Status& status) TAIZHANG_EXCLUDES(mutex_);

  grpc::CallbackServerContext& context_;
  Tail& tail_;
  Timer& timer_;
  const FollowOptions options_;
  const Executor executor_;
  const std::function<void()> done_;
  std::shared_ptr<FollowCall> self_;  ///< gRPC's share
  uint64_t subscription_ = 0;

  // Of whoever pulls.
  const std::unique_ptr<PageFormatter<Response>> formatter_;
  std::optional<Feed> feed_;
  Response response_;
  bool caught_up_ = false;  ///< with the page that is being told
  bool sent_progress_ = false;

  mutable Mutex mutex_;
  State state_ TAIZHANG_GUARDED_BY(mutex_) = State::kPulling;
  bool woken_ TAIZHANG_GUARDED_BY(mutex_) = false;
  bool progress_due_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ TAIZHANG_GUARDED_BY(mutex_);  ///< why it is to end
  Timer::Id progress_ TAIZHANG_GUARDED_BY(mutex_);
  uint64_t writes_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  Timer::Id taken_ TAIZHANG_GUARDED_BY(mutex_);  ///< when the write under way is cut off
  /// CutOff uses the context: Finish, behind which it may go, is left to it.
  bool cutting_ TAIZHANG_GUARDED_BY(mutex_) = false;
};

extern template class FollowCall<v1::FollowBlocksResponse>;
extern template class FollowCall<v1::FollowChangesResponse>;

}  // namespace taizhang::ledger
