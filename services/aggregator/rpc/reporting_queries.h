#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/aggregator/follow/follower.h"
#include "services/aggregator/rpc/waiting_reads.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

/// How GetReportingRates and ListReporters are carried out: all of them on workers.
class ReportingQueries {
 public:
  /// `now_us`: Unix microseconds, by which what is due is told. `follower`: whose epoch page tokens
  /// are of.
  ReportingQueries(const Views& views, WaitingReads& reads, const Follower& follower,
                   std::function<int64_t()> now_us)
      : views_(views), reads_(reads), follower_(follower), now_us_(std::move(now_us)) {}

  grpc::ServerUnaryReactor* Rates(grpc::CallbackServerContext& context,
                                  const v1::GetReportingRatesRequest& request,
                                  v1::GetReportingRatesResponse& response);
  grpc::ServerUnaryReactor* Reporters(grpc::CallbackServerContext& context,
                                      const v1::ListReportersRequest& request,
                                      v1::ListReportersResponse& response);

 private:
  const Views& views_;
  WaitingReads& reads_;
  const Follower& follower_;
  std::function<int64_t()> now_us_;
};

}  // namespace taizhang::aggregator
