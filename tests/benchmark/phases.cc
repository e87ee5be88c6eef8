#include "tests/benchmark/phases.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include <grpcpp/grpcpp.h>

namespace taizhang::benchmark {

namespace aggregator_v1 = taizhang::aggregator::v1;
namespace ledger_v1 = taizhang::ledger::v1;
using Clock = std::chrono::steady_clock;

namespace {

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void ExitOn(const grpc::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %d %s\n", what, status.error_code(), status.error_message().c_str());
  std::exit(1);
}

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt("grpc.use_local_subchannel_pool", 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

double Percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
}

void OneQuery(aggregator_v1::AggregatorService::Stub& stub, const std::string& scope,
              const std::string& indicator, const std::string& period, const std::string& token) {
  aggregator_v1::QueryFiguresRequest request;
  request.add_scopes(scope);
  request.add_indicators(indicator);
  request.add_periods(period);
  if (!token.empty()) request.add_tokens(token);
  aggregator_v1::QueryFiguresResponse response;
  grpc::ClientContext context;
  ExitOn(stub.QueryFigures(&context, request, &response), "QueryFigures");
  if (response.answers_size() != 1 || !response.answers(0).has_figure()) {
    std::fprintf(stderr, "no figure: %s\n", response.ShortDebugString().c_str());
    std::exit(1);
  }
}

/// Keeps a number of queries outstanding, each answer asking the next.
class QueryLoad {
 public:
  QueryLoad(const std::string& aggregator, const World& world, int months, double seconds)
      : world_(world), years_(std::max(1, months / 12)), seconds_(seconds) {
    for (auto& stub : stubs_)
      stub = aggregator_v1::AggregatorService::NewStub(ChannelTo(aggregator));
  }

  Rate Run(int outstanding) {
    open_ = outstanding;
    start_ = Clock::now();
    for (int i = 0; i < outstanding; ++i) Ask();
    std::unique_lock<std::mutex> lock(mutex_);
    ended_.wait(lock, [this] { return open_ == 0; });
    return {.seconds = SecondsSince(start_), .count = count_};
  }

 private:
  struct Query {
    grpc::ClientContext context;
    aggregator_v1::QueryFiguresRequest request;
    aggregator_v1::QueryFiguresResponse response;
  };

  void Ask() {
    const int i = next_++;
    auto query = std::make_shared<Query>();
    query->request.add_scopes(i % 3 == 0   ? world_.CountyName(0)
                              : i % 3 == 1 ? world_.TownName(0, i % world_.size().towns)
                                           : world_.ClusterName(0, i % world_.size().clusters));
    query->request.add_indicators("indicators/" + world_.MeasureId(i % world_.measures()));
    query->request.add_periods(std::to_string(world_.size().first_year + i % years_));
    stubs_[static_cast<size_t>(i) % stubs_.size()]->async()->QueryFigures(
        &query->context, &query->request, &query->response,
        [this, query](const grpc::Status& status) {
          ExitOn(status, "QueryFigures");
          if (!query->response.answers(0).has_figure()) std::abort();
          ++count_;
          if (SecondsSince(start_) < seconds_) return Ask();
          const std::lock_guard<std::mutex> lock(mutex_);
          if (--open_ == 0) ended_.notify_all();
        });
  }

  const World& world_;
  const int years_;
  const double seconds_;
  std::array<std::unique_ptr<aggregator_v1::AggregatorService::Stub>, 2> stubs_;
  Clock::time_point start_;
  std::atomic<int> next_{0};
  std::atomic<int64_t> count_{0};
  std::mutex mutex_;
  std::condition_variable ended_;
  int open_ = 0;
};

}  // namespace

Services Connect(const std::string& ledger, const std::string& aggregator) {
  return {.ledger = ledger_v1::LedgerService::NewStub(ChannelTo(ledger)),
          .aggregator = aggregator_v1::AggregatorService::NewStub(ChannelTo(aggregator))};
}

std::string WriteAll(const std::string& ledger,
                     const std::vector<ledger_v1::WriteRecordsRequest>& requests, int threads) {
  std::atomic<size_t> next{0};
  std::mutex mutex;
  int64_t newest = -1;
  std::string token;
  const auto work = [&] {
    const auto stub = ledger_v1::LedgerService::NewStub(ChannelTo(ledger));
    for (size_t i = next++; i < requests.size(); i = next++) {
      grpc::ClientContext context;
      ledger_v1::WriteRecordsResponse response;
      ExitOn(stub->WriteRecords(&context, requests[i], &response), "WriteRecords");
      const std::lock_guard<std::mutex> lock(mutex);
      if (response.revision() > newest) {
        newest = response.revision();
        token = response.token();
      }
    }
  };
  std::vector<std::thread> workers;
  for (int i = 0; i < threads; ++i) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  return token;
}

void AwaitToken(const Services& services, const World& world, const std::string& token) {
  OneQuery(*services.aggregator, world.CountyName(0), "indicators/" + world.MeasureId(0),
           std::to_string(world.size().first_year), token);
}

Rate MeasureWrites(const std::string& ledger, const Services& services, const World& world,
                   int first_month, int last_month, int rows, int threads) {
  std::vector<ledger_v1::WriteRecordsRequest> requests;
  Rate rate;
  for (int month = first_month; month < last_month; ++month) {
    for (auto& request : world.MonthRequests(0, month, rows)) {
      rate.count += request.rows_size();
      requests.push_back(std::move(request));
    }
  }
  const auto start = Clock::now();
  AwaitToken(services, world, WriteAll(ledger, requests, threads));
  rate.seconds = SecondsSince(start);
  return rate;
}

Rate MeasureQueries(const std::string& aggregator, const World& world, int months, int outstanding,
                    double seconds) {
  QueryLoad load(aggregator, world, months, seconds);
  return load.Run(outstanding);
}

Delays MeasureVisibility(const Services& services, const World& world, int rounds) {
  std::vector<double> acknowledged;
  std::vector<double> visible;
  for (int i = 0; i < rounds; ++i) {
    ledger_v1::WriteRecordsRequest request;
    auto& observation = *request.add_rows()->mutable_observation();
    observation.set_subject(world.EnterpriseName(0, i % world.size().enterprises));
    observation.set_measure("measures/" + world.MeasureId(0));
    observation.set_period(std::to_string(world.size().first_year) + "-01");
    observation.mutable_amount()->set_value(std::to_string(1 + i));
    ledger_v1::WriteRecordsResponse response;
    grpc::ClientContext context;
    const auto start = Clock::now();
    ExitOn(services.ledger->WriteRecords(&context, request, &response), "WriteRecords");
    acknowledged.push_back(SecondsSince(start) * 1000);
    const auto acknowledgement = Clock::now();
    AwaitToken(services, world, response.token());
    visible.push_back(SecondsSince(acknowledgement) * 1000);
  }
  return {.ack_median_ms = Percentile(acknowledged, 0.5),
          .visible_median_ms = Percentile(visible, 0.5),
          .visible_p99_ms = Percentile(visible, 0.99)};
}

}  // namespace taizhang::benchmark
