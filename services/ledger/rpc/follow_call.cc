#include "services/ledger/rpc/follow_call.h"

#include <utility>

#include "common/status/grpc_status.h"
#include "common/status/reason.h"

namespace taizhang::ledger {
namespace {

void FormatBlock(const StoredBlock& block, v1::Block& out) {
  out.set_partition(block.partition);
  out.set_revision(static_cast<int64_t>(block.revision));
  out.set_hash(block.hash.data(), block.hash.size());
  out.set_header(block.header);
  out.set_body(block.body);
  out.set_body_bytes(block.body_bytes);
  out.set_texts(block.texts);
}

void FormatProgress(const std::vector<Head>& heads, v1::Progress& out) {
  for (const Head& head : heads) {
    v1::Cursor& cursor = *out.add_heads();
    cursor.set_partition(head.partition);
    cursor.set_revision(static_cast<int64_t>(head.revision));
    cursor.set_hash(head.hash.data(), head.hash.size());
  }
}

}  // namespace

FollowCall::FollowCall(Tail& tail, Timer& timer, Options options, Executor executor,
                       std::function<void()> done)
    : tail_(tail),
      timer_(timer),
      options_(std::move(options)),
      executor_(std::move(executor)),
      done_(std::move(done)) {}

void FollowCall::Start() {
  self_ = shared_from_this();
  subscription_ = tail_.Subscribe([weak = weak_from_this()] {
    if (const std::shared_ptr<FollowCall> call = weak.lock()) call->Wake();
  });
  ArmProgress();
  SchedulePull();
}

void FollowCall::End() {
  EndWith(MakeError(Reason::kNotReady, "shutting down; resume from the last block received"));
}

void FollowCall::OnCancel() { EndWith(absl::CancelledError("the caller is gone")); }

void FollowCall::EndWith(const absl::Status& status) {
  {
    const MutexLock lock(mutex_);
    if (end_) return;
    end_ = status;
    // Whoever pulls or writes sees it when done with that.
    if (state_ != State::kIdle) return;
  }
  FinishWith(status);
}

std::optional<absl::Status> FollowCall::ended() const {
  const MutexLock lock(mutex_);
  return end_;
}

void FollowCall::Wake() {
  {
    const MutexLock lock(mutex_);
    woken_ = true;
    if (state_ != State::kIdle) return;
    state_ = State::kPulling;
  }
  SchedulePull();
}

void FollowCall::SchedulePull() {
  if (!executor_([self = shared_from_this()] { self->Pull(); })) {
    FinishWith(MakeError(Reason::kNotReady, "shutting down; resume from the last block received"));
  }
}

void FollowCall::Pull() {
  do {
    if (const std::optional<absl::Status> end = ended()) return FinishWith(*end);
    const absl::StatusOr<bool> has_response = NextResponse();
    if (!has_response.ok()) return FinishWith(has_response.status());
    if (*has_response) {
      {
        const MutexLock lock(mutex_);
        state_ = State::kWriting;
      }
      return StartWrite(&response_);
    }
  } while (!Rest());
}

absl::StatusOr<bool> FollowCall::NextResponse() {
  if (!feed_) {
    absl::StatusOr<Feed> feed = Feed::Open(tail_, options_.request);
    if (!feed.ok()) return feed.status();
    feed_ = *std::move(feed);
  }
  {
    const MutexLock lock(mutex_);
    woken_ = false;
  }
  const absl::StatusOr<FeedPage> page = feed_->Next();
  if (!page.ok()) return page.status();
  response_.Clear();
  for (const std::shared_ptr<const StoredBlock>& block : page->blocks) {
    FormatBlock(*block, *response_.add_blocks());
  }
  bool tells_progress = false;
  if (page->caught_up) {
    const MutexLock lock(mutex_);
    tells_progress = !sent_progress_ || progress_due_;
    if (tells_progress) progress_due_ = false;
  }
  if (tells_progress) {
    FormatProgress(feed_->sent(), *response_.mutable_progress());
    sent_progress_ = true;
  }
  if (page->blocks.empty() && !tells_progress) return false;
  response_.set_epoch(options_.epoch);
  return true;
}

bool FollowCall::Rest() {
  const MutexLock lock(mutex_);
  if (woken_ || end_) return false;
  state_ = State::kIdle;
  return true;
}

void FollowCall::ArmProgress() {
  const MutexLock lock(mutex_);
  if (state_ == State::kFinished) return;
  progress_ = timer_.At(std::chrono::steady_clock::now() + options_.progress_interval,
                        [weak = weak_from_this()] {
                          if (const std::shared_ptr<FollowCall> call = weak.lock())
                            call->ProgressDue();
                        });
}

void FollowCall::ProgressDue() {
  {
    const MutexLock lock(mutex_);
    progress_due_ = true;
  }
  ArmProgress();
  Wake();
}

void FollowCall::FinishWith(const absl::Status& status) {
  Timer::Id progress;
  {
    const MutexLock lock(mutex_);
    if (state_ == State::kFinished) return;
    state_ = State::kFinished;
    if (!end_) end_ = status;
    progress = progress_;
  }
  tail_.Unsubscribe(subscription_);
  timer_.Cancel(progress);
  Finish(ToGrpcStatus(status));
}

void FollowCall::OnWriteDone(bool ok) {
  if (const std::optional<absl::Status> end = ended()) return FinishWith(*end);
  if (!ok) return FinishWith(absl::CancelledError("the caller is gone"));
  {
    const MutexLock lock(mutex_);
    state_ = State::kPulling;
  }
  SchedulePull();
}

void FollowCall::OnDone() {
  done_();
  self_.reset();
}

}  // namespace taizhang::ledger
