#include "services/aggregator/rpc/figure_queries.h"

#include <memory>
#include <optional>
#include <utility>

#include "services/aggregator/rpc/figure_request.h"

namespace taizhang::aggregator {

grpc::ServerUnaryReactor* FigureQueries::Run(grpc::CallbackServerContext& context,
                                             const v1::QueryFiguresRequest& request,
                                             v1::QueryFiguresResponse& response) {
  absl::StatusOr<FigureRequest> parsed = ParseFigureRequest(request, LocalDay(now_us_()));
  if (!parsed.ok()) return WaitingReads::FinishNow(context, parsed.status());
  const std::vector<Token>& tokens = parsed->asked.tokens;
  std::optional<absl::Status> applied = absl::OkStatus();
  if (!tokens.empty()) applied = views_.waits().Check(tokens);
  if (applied.has_value()) {
    if (!applied->ok()) return WaitingReads::FinishNow(context, *applied);
    std::optional<absl::Status> answered;
    const std::optional<absl::Status> status = views_.TryRead([&](Reading& reading) {
      if (!IsQuick(*parsed, reading)) return;
      answered = AnswerFigures(
          *parsed, reading, [] { return absl::OkStatus(); }, kResponseBytesMax, response);
    });
    if (status.has_value() && !status->ok()) return WaitingReads::FinishNow(context, *status);
    if (answered.has_value()) return WaitingReads::FinishNow(context, *answered);
  }
  auto kept = std::make_shared<const FigureRequest>(*std::move(parsed));
  return reads_.Start(context, kept->asked.tokens,
                      [kept, &response](Reading& reading, WaitingReads::Heed heed) {
                        return AnswerFigures(*kept, reading, heed, kResponseBytesMax, response);
                      });
}

}  // namespace taizhang::aggregator
