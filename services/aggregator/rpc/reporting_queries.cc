#include "services/aggregator/rpc/reporting_queries.h"

#include <memory>
#include <utility>

#include "services/aggregator/rpc/reporting_request.h"

namespace taizhang::aggregator {

grpc::ServerUnaryReactor* ReportingQueries::Rates(grpc::CallbackServerContext& context,
                                                  const v1::GetReportingRatesRequest& request,
                                                  v1::GetReportingRatesResponse& response) {
  absl::StatusOr<Combinations> parsed = ParseRatesRequest(request);
  if (!parsed.ok()) return WaitingReads::FinishNow(context, parsed.status());
  auto asked = std::make_shared<const Combinations>(*std::move(parsed));
  return reads_.Start(
      context, asked->tokens, [this, asked, &response](Reading& reading, WaitingReads::Heed heed) {
        return AnswerRates(*asked, now_us_(), reading, heed, kResponseBytesMax, response);
      });
}

grpc::ServerUnaryReactor* ReportingQueries::Reporters(grpc::CallbackServerContext& context,
                                                      const v1::ListReportersRequest& request,
                                                      v1::ListReportersResponse& response) {
  // The epoch, by which a page token is known, is known from the first catch-up on.
  if (absl::Status ready = views_.readiness(); !ready.ok()) {
    return WaitingReads::FinishNow(context, ready);
  }
  absl::StatusOr<ReportersRequest> parsed =
      ParseReportersRequest(request, follower_.epoch(), now_us_());
  if (!parsed.ok()) return WaitingReads::FinishNow(context, parsed.status());
  auto asked = std::make_shared<const ReportersRequest>(*std::move(parsed));
  return reads_.Start(context, asked->tokens,
                      [asked, &response](Reading& reading, WaitingReads::Heed /*heed*/) {
                        return AnswerReporters(*asked, reading, response);
                      });
}

}  // namespace taizhang::aggregator
