#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "taizhang/aggregator/v1/aggregator_service.grpc.pb.h"
#include "taizhang/ledger/v1/ledger_service.grpc.pb.h"
#include "tests/benchmark/world.h"

namespace taizhang::benchmark {

struct Services {
  std::unique_ptr<taizhang::ledger::v1::LedgerService::Stub> ledger;
  std::unique_ptr<taizhang::aggregator::v1::AggregatorService::Stub> aggregator;
};

/// Channels are not shared between threads: each caller of Connect has connections of its own.
Services Connect(const std::string& ledger, const std::string& aggregator);

/// Writes requests from `threads` threads, one connection each; returns the newest token. Exits
/// with the error.
std::string WriteAll(const std::string& ledger,
                     const std::vector<taizhang::ledger::v1::WriteRecordsRequest>& requests,
                     int threads);

/// Waits until the aggregator answers with `token`, by one query.
void AwaitToken(const Services& services, const World& world, const std::string& token);

struct Rate {
  double seconds = 0;
  int64_t count = 0;
  [[nodiscard]] double per_second() const { return static_cast<double>(count) / seconds; }
};

/// Observations of months [first, last): from the first request to an answer that has them all.
Rate MeasureWrites(const std::string& ledger, const Services& services, const World& world,
                   int first_month, int last_month, int rows, int threads);

/// One figure a query, spread over the county, its towns, clusters and measures, with so many
/// outstanding.
Rate MeasureQueries(const std::string& aggregator, const World& world, int months, int outstanding,
                    double seconds);

struct Delays {
  double ack_median_ms = 0;
  double visible_median_ms = 0;  ///< acknowledgement to the answer of a query with the token
  double visible_p99_ms = 0;
};
/// Single corrections, one after the other.
Delays MeasureVisibility(const Services& services, const World& world, int rounds);

}  // namespace taizhang::benchmark
