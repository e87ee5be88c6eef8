#pragma once

#include <cstdint>
#include <functional>

#include "common/server/timer.h"
#include "common/server/worker_pool.h"
#include "services/aggregator/follow/follower.h"
#include "services/aggregator/rpc/figure_queries.h"
#include "services/aggregator/rpc/reporting_queries.h"
#include "services/aggregator/rpc/waiting_reads.h"
#include "services/aggregator/view/cell_auditor.h"
#include "services/aggregator/view/views.h"
#include "taizhang/aggregator/v1/aggregator_service.grpc.pb.h"

namespace taizhang::aggregator {

/// The public contract over views and a follower, which outlive it.
class AggregatorRpc final : public v1::AggregatorService::CallbackService {
 public:
  /// `now_us`: Unix microseconds, for what "current" is.
  AggregatorRpc(Views& views, const Follower& follower, WorkerPool& workers, Timer& timer,
                std::function<int64_t()> now_us);

  grpc::ServerUnaryReactor* QueryFigures(grpc::CallbackServerContext* context,
                                         const v1::QueryFiguresRequest* request,
                                         v1::QueryFiguresResponse* response) override;
  grpc::ServerUnaryReactor* GetReportingRates(grpc::CallbackServerContext* context,
                                              const v1::GetReportingRatesRequest* request,
                                              v1::GetReportingRatesResponse* response) override;
  grpc::ServerUnaryReactor* ListReporters(grpc::CallbackServerContext* context,
                                          const v1::ListReportersRequest* request,
                                          v1::ListReportersResponse* response) override;
  grpc::ServerUnaryReactor* ListIndicators(grpc::CallbackServerContext* context,
                                           const v1::ListIndicatorsRequest* request,
                                           v1::ListIndicatorsResponse* response) override;
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* AuditFigures(grpc::CallbackServerContext* context,
                                         const v1::AuditFiguresRequest* request,
                                         v1::AuditFiguresResponse* response) override;

  /// What AuditFigures compares with, and GetStatus counts.
  CellAuditor& auditor() { return auditor_; }

 private:
  /// Finishes the call with what `work` says, on a worker.
  grpc::ServerUnaryReactor* RunOnWorker(grpc::CallbackServerContext& context,
                                        std::function<absl::Status()> work);

  Views& views_;
  const Follower& follower_;
  WorkerPool& workers_;
  WaitingReads reads_;
  FigureQueries queries_;
  ReportingQueries reporting_;
  CellAuditor auditor_;
};

}  // namespace taizhang::aggregator
