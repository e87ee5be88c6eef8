#include "services/aggregator/rpc/figure_queries.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "services/aggregator/rpc/figure_request.h"

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

/// Whether anybody still waits for the answers.
absl::Status Heed(const grpc::CallbackServerContext& context) {
  if (context.deadline() <= std::chrono::system_clock::now())
    return absl::DeadlineExceededError("the deadline passed while figures were evaluated");
  if (context.IsCancelled()) return absl::CancelledError("the caller has gone");
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* FinishNow(grpc::CallbackServerContext& context,
                                    const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

}  // namespace

/// A query that waits for tokens, a worker, or both. Everything that could end its life comes after
/// Start, which runs before gRPC has it; it ends its own life when gRPC is done with it.
class FigureQueries::Waiting : public grpc::ServerUnaryReactor {
 public:
  Waiting(FigureQueries& queries, FigureRequest request, grpc::CallbackServerContext& context,
          v1::QueryFiguresResponse& response)
      : queries_(queries), request_(std::move(request)), context_(context), response_(response) {}

  void Start() {
    TokenWaits& waits = queries_.views_.waits();
    wait_ =
        waits.Wait(request_.tokens, [this](const absl::Status& status) { TokensSettled(status); });
    if (wait_ == TokenWaits::kSettled) return;
    timeout_ = queries_.timer_.At(
        WaitDeadline(context_.deadline()),
        [&waits, wait = wait_, why = NotYetApplied(request_.tokens)] { waits.Cancel(wait, why); });
  }

  void OnCancel() override {
    queries_.views_.waits().Cancel(wait_, absl::CancelledError("the caller has gone"));
  }

  void OnDone() override {
    if (timeout_.has_value()) queries_.timer_.Cancel(*timeout_);
    delete this;
  }

 private:
  void TokensSettled(const absl::Status& status) {
    if (!status.ok()) return Finish(ToGrpcStatus(status));
    const absl::Status accepted = queries_.workers_.Run([this] { Evaluate(); });
    if (!accepted.ok()) Finish(ToGrpcStatus(accepted));
  }

  void Evaluate() {
    if (context_.IsCancelled()) return Finish(grpc::Status::CANCELLED);
    absl::Status answered;
    const absl::Status status = queries_.views_.Read([&](Reading& reading) {
      answered = AnswerFigures(
          request_, reading, [this] { return Heed(context_); }, kResponseBytesMax, response_);
    });
    Finish(ToGrpcStatus(status.ok() ? answered : status));
  }

  FigureQueries& queries_;
  const FigureRequest request_;
  grpc::CallbackServerContext& context_;
  v1::QueryFiguresResponse& response_;
  TokenWaits::WaitId wait_ = TokenWaits::kSettled;
  std::optional<Timer::Id> timeout_;
};

grpc::ServerUnaryReactor* FigureQueries::Run(grpc::CallbackServerContext& context,
                                             const v1::QueryFiguresRequest& request,
                                             v1::QueryFiguresResponse& response) {
  absl::StatusOr<FigureRequest> parsed = ParseFigureRequest(request, LocalDay(now_us_()));
  if (!parsed.ok()) return FinishNow(context, parsed.status());
  std::optional<absl::Status> applied = absl::OkStatus();
  if (!parsed->tokens.empty()) applied = views_.waits().Check(parsed->tokens);
  if (applied.has_value()) {
    if (!applied->ok()) return FinishNow(context, *applied);
    std::optional<absl::Status> answered;
    const std::optional<absl::Status> status = views_.TryRead([&](Reading& reading) {
      if (!IsQuick(*parsed, reading)) return;
      answered = AnswerFigures(
          *parsed, reading, [] { return absl::OkStatus(); }, kResponseBytesMax, response);
    });
    if (status.has_value() && !status->ok()) return FinishNow(context, *status);
    if (answered.has_value()) return FinishNow(context, *answered);
  }
  auto* waiting = new Waiting(*this, *std::move(parsed), context, response);
  waiting->Start();
  return waiting;
}

}  // namespace taizhang::aggregator
