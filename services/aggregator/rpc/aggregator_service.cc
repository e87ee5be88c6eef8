#include "services/aggregator/rpc/aggregator_service.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <string>
#include <utility>

#include "common/server/version.h"
#include "common/status/grpc_status.h"
#include "common/values/token.h"
#include "services/aggregator/rpc/audit_figures.h"
#include "services/aggregator/rpc/indicator_list.h"

namespace taizhang::aggregator {
namespace {

void WriteStatus(const Views& views, const Follower& follower, const CellAuditor& auditor,
                 v1::GetStatusResponse& out) {
  out.set_version(Version());
  out.set_epoch(follower.epoch());
  out.set_serving(views.readiness().ok());
  std::map<std::string, uint64_t> heads = follower.ledger_heads();
  uint64_t versions = 0;
  uint64_t facts_bytes = 0;
  uint64_t view_bytes = 0;
  size_t building_partitions = 0;
  size_t building_cells = 0;
  for (const PartitionReport& report : views.Report()) {
    auto& partition = *out.add_partitions();
    partition.set_partition(report.partition);
    partition.set_revision(static_cast<int64_t>(report.revision));
    // What is applied was durable, also where the ledger has not said so yet.
    partition.set_head(static_cast<int64_t>(std::max(heads[report.partition], report.revision)));
    partition.set_token(Token{
        .partition = report.partition, .revision = report.revision, .hash = PrefixOf(report.hash)}
                            .Encode());
    partition.set_facts_digest(report.facts_digest);
    partition.set_stopped(std::string(report.stopped.message()));
    if (!report.being_built.empty()) {
      v1::PartitionBuild& build = *partition.mutable_build();
      for (const std::string& measure : report.being_built) build.add_measures(measure);
      build.set_folded(report.folded);
      build.set_subjects(report.subjects);
      ++building_partitions;
      building_cells += report.being_built.size();
    }
    versions += report.observation_versions;
    facts_bytes += report.facts_bytes;
    view_bytes += report.view_bytes;
  }
  out.set_observation_versions(static_cast<int64_t>(versions));
  out.set_facts_bytes(static_cast<int64_t>(facts_bytes));
  out.set_views_bytes(static_cast<int64_t>(view_bytes));
  out.set_building_partitions(static_cast<int64_t>(building_partitions));
  out.set_building_cells(static_cast<int64_t>(building_cells));
  out.set_built_series(static_cast<int64_t>(views.build_counts().folded));
  const DigestCounts digests = follower.digest_counts();
  out.set_digest_comparisons(static_cast<int64_t>(digests.comparisons));
  out.set_digest_mismatches(static_cast<int64_t>(digests.mismatches));
  const AuditCounts cells = auditor.counts();
  out.set_cell_comparisons(static_cast<int64_t>(cells.comparisons));
  out.set_cell_mismatches(static_cast<int64_t>(cells.mismatches));
}

}  // namespace

AggregatorRpc::AggregatorRpc(Views& views, const Follower& follower, WorkerPool& workers,
                             Timer& timer, std::function<int64_t()> now_us)
    : views_(views),
      follower_(follower),
      workers_(workers),
      reads_(views, workers, timer),
      queries_(views, reads_, now_us),
      reporting_(views, reads_, follower, std::move(now_us)),
      auditor_(views) {}

grpc::ServerUnaryReactor* AggregatorRpc::QueryFigures(grpc::CallbackServerContext* context,
                                                      const v1::QueryFiguresRequest* request,
                                                      v1::QueryFiguresResponse* response) {
  return queries_.Run(*context, *request, *response);
}

grpc::ServerUnaryReactor* AggregatorRpc::GetReportingRates(
    grpc::CallbackServerContext* context, const v1::GetReportingRatesRequest* request,
    v1::GetReportingRatesResponse* response) {
  return reporting_.Rates(*context, *request, *response);
}

grpc::ServerUnaryReactor* AggregatorRpc::ListReporters(grpc::CallbackServerContext* context,
                                                       const v1::ListReportersRequest* request,
                                                       v1::ListReportersResponse* response) {
  return reporting_.Reporters(*context, *request, *response);
}

grpc::ServerUnaryReactor* AggregatorRpc::ListIndicators(grpc::CallbackServerContext* context,
                                                        const v1::ListIndicatorsRequest* request,
                                                        v1::ListIndicatorsResponse* response) {
  return RunOnWorker(*context, [this, request, response] {
    return aggregator::ListIndicators(views_, *request, *response);
  });
}

grpc::ServerUnaryReactor* AggregatorRpc::GetStatus(grpc::CallbackServerContext* context,
                                                   const v1::GetStatusRequest* /*request*/,
                                                   v1::GetStatusResponse* response) {
  return RunOnWorker(*context, [this, response] {
    WriteStatus(views_, follower_, auditor_, *response);
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* AggregatorRpc::AuditFigures(grpc::CallbackServerContext* context,
                                                      const v1::AuditFiguresRequest* request,
                                                      v1::AuditFiguresResponse* response) {
  return RunOnWorker(*context, [this, context, request, response] {
    std::random_device random;
    const uint64_t seed = (uint64_t{random()} << 32U) + random();
    const auto heed = [context] {
      if (context->deadline() <= std::chrono::system_clock::now())
        return absl::DeadlineExceededError("the deadline passed; ask for fewer cells");
      if (context->IsCancelled()) return absl::CancelledError("the caller has gone");
      return absl::OkStatus();
    };
    return aggregator::AuditFigures(auditor_, *request, seed, heed, *response);
  });
}

grpc::ServerUnaryReactor* AggregatorRpc::RunOnWorker(grpc::CallbackServerContext& context,
                                                     std::function<absl::Status()> work) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  const absl::Status accepted =
      workers_.Run([reactor, work = std::move(work)] { reactor->Finish(ToGrpcStatus(work())); });
  if (!accepted.ok()) reactor->Finish(ToGrpcStatus(accepted));
  return reactor;
}

}  // namespace taizhang::aggregator
