#include "services/aggregator/rpc/waiting_reads.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"

namespace taizhang::aggregator {
namespace {

/// How long a call without a deadline waits for its tokens.
constexpr std::chrono::seconds kTokenWaitMax(30);
/// Before the client's deadline, so that it hears which token was missing.
constexpr std::chrono::milliseconds kDeadlineMargin(20);

Timer::Time WaitDeadline(std::chrono::system_clock::time_point call_deadline) {
  const auto now = std::chrono::steady_clock::now();
  const auto left = call_deadline - std::chrono::system_clock::now() - kDeadlineMargin;
  return left < kTokenWaitMax ? now + std::chrono::duration_cast<Timer::Time::duration>(left)
                              : now + kTokenWaitMax;
}

absl::Status NotYetApplied(const std::vector<Token>& tokens) {
  const Token& last = tokens.back();
  const std::string others =
      tokens.size() > 1 ? absl::StrCat(" or one of ", tokens.size() - 1, " others") : "";
  return MakeError(Reason::kNotYetApplied,
                   absl::StrCat("revision ", last.revision, " of ", last.partition, others,
                                " was not applied in time"),
                   {{"partition", last.partition}, {"revision", absl::StrCat(last.revision)}});
}

absl::Status StillWanted(const grpc::CallbackServerContext& context) {
  if (context.deadline() <= std::chrono::system_clock::now())
    return absl::DeadlineExceededError("the deadline passed while figures were evaluated");
  if (context.IsCancelled()) return absl::CancelledError("the caller has gone");
  return absl::OkStatus();
}

}  // namespace

/// A call that waits for tokens, a worker, or both. Everything that could end its life comes after
/// Start, which runs before gRPC has it; it ends its own life when gRPC is done with it.
class WaitingReads::Waiting : public grpc::ServerUnaryReactor {
 public:
  Waiting(WaitingReads& reads, grpc::CallbackServerContext& context, std::vector<Token> tokens,
          Answer answer)
      : reads_(reads), context_(context), tokens_(std::move(tokens)), answer_(std::move(answer)) {}

  void Start() {
    TokenWaits& waits = reads_.views_.waits();
    wait_ = waits.Wait(tokens_, [this](const absl::Status& status) { TokensSettled(status); });
    if (wait_ == TokenWaits::kSettled) return;
    timeout_ = reads_.timer_.At(
        WaitDeadline(context_.deadline()),
        [&waits, wait = wait_, why = NotYetApplied(tokens_)] { waits.Cancel(wait, why); });
  }

  void OnCancel() override {
    reads_.views_.waits().Cancel(wait_, absl::CancelledError("the caller has gone"));
  }

  void OnDone() override {
    if (timeout_.has_value()) reads_.timer_.Cancel(*timeout_);
    delete this;
  }

 private:
  void TokensSettled(const absl::Status& status) {
    if (!status.ok()) return Finish(ToGrpcStatus(status));
    const absl::Status accepted = reads_.workers_.Run([this] { Evaluate(); });
    if (!accepted.ok()) Finish(ToGrpcStatus(accepted));
  }

  void Evaluate() {
    if (context_.IsCancelled()) return Finish(grpc::Status::CANCELLED);
    absl::Status answered;
    const absl::Status status = reads_.views_.Read([&](Reading& reading) {
      answered = answer_(reading, [this] { return StillWanted(context_); });
    });
    Finish(ToGrpcStatus(status.ok() ? answered : status));
  }

  WaitingReads& reads_;
  grpc::CallbackServerContext& context_;
  const std::vector<Token> tokens_;
  const Answer answer_;
  TokenWaits::WaitId wait_ = TokenWaits::kSettled;
  std::optional<Timer::Id> timeout_;
};

grpc::ServerUnaryReactor* WaitingReads::Start(grpc::CallbackServerContext& context,
                                              std::vector<Token> tokens, Answer answer) {
  auto* waiting = new Waiting(*this, context, std::move(tokens), std::move(answer));
  waiting->Start();
  return waiting;
}

grpc::ServerUnaryReactor* WaitingReads::FinishNow(grpc::CallbackServerContext& context,
                                                  const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

}  // namespace taizhang::aggregator
