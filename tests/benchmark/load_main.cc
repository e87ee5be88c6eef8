// Loads a synthetic county into running services and prints what it measured as one line of JSON.
//   taizhang-load LEDGER AGGREGATOR ENTERPRISES MONTHS ROWS_PER_REQUEST THREADS

#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/benchmark/phases.h"
#include <grpcpp/grpcpp.h>

namespace {

using taizhang::benchmark::Services;
using taizhang::benchmark::World;

void PrintStatus(const Services& services) {
  taizhang::aggregator::v1::GetStatusResponse status;
  grpc::ClientContext context;
  const grpc::Status call = services.aggregator->GetStatus(&context, {}, &status);
  if (!call.ok()) {
    std::fprintf(stderr, "GetStatus: %s\n", call.error_message().c_str());
    std::exit(1);
  }
  std::printf(R"(, "versions": %ld, "facts_bytes": %ld, "views_bytes": %ld)",
              status.observation_versions(), status.facts_bytes(), status.views_bytes());
}

int Run(const std::string& ledger, const std::string& aggregator, const World& world, int months,
        int rows, int threads) {
  namespace bench = taizhang::benchmark;
  const Services services = bench::Connect(ledger, aggregator);
  for (const auto& request : world.StructureRequests()) bench::WriteAll(ledger, {request}, 1);
  bench::AwaitToken(services, world, bench::WriteAll(ledger, world.EnterpriseRequests(0), 1));
  const bench::Rate writes =
      bench::MeasureWrites(ledger, services, world, 0, months, rows, threads);
  const bench::Rate queries = bench::MeasureQueries(aggregator, world, months, 16, 5);
  const bench::Delays delays = bench::MeasureVisibility(services, world, 500);
  std::printf(R"({"rows": %ld, "rows_per_s": %.0f, "queries_per_s": %.0f)", writes.count,
              writes.per_second(), queries.per_second());
  std::printf(R"(, "ack_median_ms": %.3f, "visible_median_ms": %.3f, "visible_p99_ms": %.3f)",
              delays.ack_median_ms, delays.visible_median_ms, delays.visible_p99_ms);
  PrintStatus(services);
  std::printf("}\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    std::fprintf(stderr,
                 "usage: %s LEDGER AGGREGATOR ENTERPRISES MONTHS ROWS_PER_REQUEST THREADS\n",
                 argv[0]);
    return 64;
  }
  const World world({.enterprises = std::atoi(argv[3])});
  return Run(argv[1], argv[2], world, std::atoi(argv[4]), std::atoi(argv[5]), std::atoi(argv[6]));
}
