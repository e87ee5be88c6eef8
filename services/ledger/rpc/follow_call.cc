#include "services/ledger/rpc/follow_call.h"

#include <string>
#include <utility>

#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "grpc/grpc.h"
#include "grpcpp/server_context.h"

namespace taizhang::ledger {
namespace {

void FormatProgress(const Feed& feed, v1::Progress& out) {
  for (const Head& head : feed.sent()) {
    v1::Cursor& cursor = *out.add_heads();
    cursor.set_partition(head.partition);
    cursor.set_revision(static_cast<int64_t>(head.revision));
    cursor.set_hash(head.hash.data(), head.hash.size());
  }
  for (const FeedDigest& digest : feed.digests()) {
    v1::FactsDigest& facts = *out.add_digests();
    facts.set_partition(digest.partition);
    facts.set_revision(static_cast<int64_t>(digest.revision));
    facts.set_digest(digest.facts_digest);
  }
}

}  // namespace

template <typename Response>
FollowCall<Response>::FollowCall(grpc::CallbackServerContext& context, Tail& tail, Timer& timer,
                                 FollowOptions options,
                                 std::unique_ptr<PageFormatter<Response>> formatter,
                                 Executor executor, std::function<void()> done)
    : context_(context),
      tail_(tail),
      timer_(timer),
      options_(std::move(options)),
      executor_(std::move(executor)),
      done_(std::move(done)),
      formatter_(std::move(formatter)) {}

template <typename Response>
void FollowCall<Response>::Start() {
  self_ = this->shared_from_this();
  subscription_ = tail_.Subscribe([weak = this->weak_from_this()] {
    if (const std::shared_ptr<FollowCall> call = weak.lock()) call->Wake();
  });
  ArmProgress();
  SchedulePull();
}

template <typename Response>
void FollowCall<Response>::End() {
  EndWith(MakeError(Reason::kNotReady, "shutting down; resume behind what was received whole"));
}

template <typename Response>
void FollowCall<Response>::OnCancel() {
  EndWith(absl::CancelledError("the caller is gone"));
}

template <typename Response>
void FollowCall<Response>::EndWith(const absl::Status& status) {
  {
    const MutexLock lock(mutex_);
    if (end_) return;
    end_ = status;
    // Whoever pulls or writes sees it when done with that.
    if (state_ != State::kIdle) return;
  }
  FinishWith(status);
}

template <typename Response>
std::optional<absl::Status> FollowCall<Response>::ended() const {
  const MutexLock lock(mutex_);
  return end_;
}

template <typename Response>
void FollowCall<Response>::Wake() {
  {
    const MutexLock lock(mutex_);
    woken_ = true;
    if (state_ != State::kIdle) return;
    state_ = State::kPulling;
  }
  SchedulePull();
}

template <typename Response>
void FollowCall<Response>::SchedulePull() {
  if (!executor_([self = this->shared_from_this()] { self->Pull(); })) {
    FinishWith(
        MakeError(Reason::kNotReady, "shutting down; resume behind what was received whole"));
  }
}

template <typename Response>
void FollowCall<Response>::Pull() {
  do {
    if (const std::optional<absl::Status> end = ended()) return FinishWith(*end);
    const absl::StatusOr<bool> has_response = NextResponse();
    if (!has_response.ok()) return FinishWith(has_response.status());
    if (*has_response) return Write();
  } while (!Rest());
}

template <typename Response>
void FollowCall<Response>::Write() {
  {
    const MutexLock lock(mutex_);
    state_ = State::kWriting;
    const uint64_t number = ++writes_;
    taken_ = timer_.At(std::chrono::steady_clock::now() + options_.taken_within,
                       [weak = this->weak_from_this(), number] {
                         if (const std::shared_ptr<FollowCall> call = weak.lock())
                           call->CutOff(number);
                       });
  }
  this->StartWrite(&response_);
}

template <typename Response>
void FollowCall<Response>::CutOff(uint64_t number) {
  const std::string message =
      "a message was not taken in time; resume behind what was received whole";
  {
    const MutexLock lock(mutex_);
    if (state_ != State::kWriting || number != writes_) return;
    if (!end_) end_ = MakeError(Reason::kNotReady, message);
    cutting_ = true;
  }
  // A status of ours would wait behind the message. It may call us back before it returns.
  grpc_call_cancel_with_status(context_.c_call(), GRPC_STATUS_UNAVAILABLE, message.c_str(),
                               nullptr);
  {
    const MutexLock lock(mutex_);
    cutting_ = false;
    // Otherwise the write comes back, and finishes the call.
    if (state_ != State::kFinished) return;
  }
  this->Finish(ToGrpcStatus(*ended()));
}

template <typename Response>
absl::Status FollowCall<Response>::NextPage() {
  {
    const MutexLock lock(mutex_);
    woken_ = false;
  }
  absl::StatusOr<FeedPage> page = feed_->Next();
  if (!page.ok()) return page.status();
  caught_up_ = page->caught_up;
  formatter_->Take(std::move(page->blocks));
  for (const FeedStop& stop : page->stopped) formatter_->Stop(stop.partition, stop.why);
  return absl::OkStatus();
}

template <typename Response>
absl::StatusOr<bool> FollowCall<Response>::NextResponse() {
  if (!feed_) {
    absl::StatusOr<Feed> feed = Feed::Open(tail_, options_.request);
    if (!feed.ok()) return feed.status();
    feed_ = *std::move(feed);
    formatter_->Begin(feed_->sent());
  }
  if (formatter_->is_told()) {
    if (absl::Status status = NextPage(); !status.ok()) return status;
  }
  response_.Clear();
  bool has_content = !formatter_->is_told();
  if (absl::Status status = formatter_->Fill(response_); !status.ok()) return status;
  for (const Head& last : formatter_->TakeStopped()) feed_->Stop(last);
  if (formatter_->is_told() && caught_up_ && TakeProgressDue()) {
    FormatProgress(*feed_, *response_.mutable_progress());
    formatter_->FormatStopped(response_);
    sent_progress_ = true;
    has_content = true;
  }
  if (has_content) response_.set_epoch(options_.epoch);
  return has_content;
}

template <typename Response>
bool FollowCall<Response>::TakeProgressDue() {
  const MutexLock lock(mutex_);
  const bool is_due = !sent_progress_ || progress_due_;
  progress_due_ = false;
  return is_due;
}

template <typename Response>
bool FollowCall<Response>::Rest() {
  const MutexLock lock(mutex_);
  if (woken_ || end_) return false;
  state_ = State::kIdle;
  return true;
}

template <typename Response>
void FollowCall<Response>::ArmProgress() {
  const MutexLock lock(mutex_);
  if (state_ == State::kFinished) return;
  progress_ = timer_.At(std::chrono::steady_clock::now() + options_.progress_interval,
                        [weak = this->weak_from_this()] {
                          if (const std::shared_ptr<FollowCall> call = weak.lock())
                            call->ProgressDue();
                        });
}

template <typename Response>
void FollowCall<Response>::ProgressDue() {
  {
    const MutexLock lock(mutex_);
    progress_due_ = true;
  }
  ArmProgress();
  Wake();
}

template <typename Response>
void FollowCall<Response>::FinishWith(const absl::Status& status) {
  Timer::Id progress;
  bool is_cutting = false;
  {
    const MutexLock lock(mutex_);
    if (state_ == State::kFinished) return;
    state_ = State::kFinished;
    if (!end_) end_ = status;
    progress = progress_;
    is_cutting = cutting_;
  }
  tail_.Unsubscribe(subscription_);
  timer_.Cancel(progress);
  if (!is_cutting) this->Finish(ToGrpcStatus(status));
}

template <typename Response>
void FollowCall<Response>::OnWriteDone(bool ok) {
  Timer::Id taken;
  {
    const MutexLock lock(mutex_);
    taken = taken_;
  }
  timer_.Cancel(taken);
  if (const std::optional<absl::Status> end = ended()) return FinishWith(*end);
  if (!ok) return FinishWith(absl::CancelledError("the caller is gone"));
  {
    const MutexLock lock(mutex_);
    state_ = State::kPulling;
  }
  SchedulePull();
}

template <typename Response>
void FollowCall<Response>::OnDone() {
  done_();
  self_.reset();
}

template class FollowCall<v1::FollowBlocksResponse>;
template class FollowCall<v1::FollowChangesResponse>;

}  // namespace taizhang::ledger
