#include "tests/simulation/client.h"

#include <utility>

#include "services/aggregator/core/query.h"

namespace taizhang::simulation {
namespace {

constexpr int64_t kNetworkUs = 2'000;
constexpr int64_t kTimeoutUs = 60'000;

RecordName NameOf(const std::string& text) { return RecordName::Parse(text).value(); }
Period MonthOf2025(int month) { return Period::FromMonths(2025 * 12 + month, 1); }

}  // namespace

bool InCluster(std::string_view enterprise) { return (enterprise.back() - '0') % 2 == 0; }

Client::Client(int number, std::string county, int writes, EventQueue& events, LedgerNode& ledger,
               AggregatorNode& aggregator)
    : number_(number),
      county_(std::move(county)),
      writes_left_(writes),
      events_(events),
      ledger_(ledger),
      aggregator_(aggregator) {}

void Client::Begin() {
  events_.Soon(kNetworkUs, [this] { Act(); });
}

void Client::Complain(const std::string& what) {
  if (complaint_.empty()) complaint_ = "client " + std::to_string(number_) + ": " + what;
}

std::string Client::EnterpriseName(int index) const {
  return "divisions/" + county_ + "/enterprises/c" + std::to_string(number_) + "-" +
         std::to_string(index);
}

void Client::Act() {
  if (writes_left_-- == 0) {
    finished_ = true;
    return;
  }
  pending_ = Compose();
  all_.push_back(pending_);
  Send(pending_, 0);
}

std::shared_ptr<Client::Request> Client::Compose() {
  auto request = std::make_shared<Request>();
  request->id = "c" + std::to_string(number_) + "-" + std::to_string(all_.size());
  request->creates = created_ == 0 || events_.OneIn(6);
  if (request->creates) ++created_;
  request->enterprise = EnterpriseName(
      request->creates ? created_ - 1
                       : static_cast<int>(events_.Below(static_cast<uint64_t>(created_))));
  const uint64_t rows = events_.Below(4);
  for (uint64_t i = 0; i < rows; ++i) {
    const int month = static_cast<int>(i * 3 + events_.Below(3));
    const int64_t yuan = events_.OneIn(8) ? -1 : static_cast<int64_t>(events_.Below(5)) * 100;
    request->rows.push_back({.month = month, .yuan = yuan, .text = std::to_string(yuan)});
  }
  return request;
}

ledger::WriteRequest Client::Build(const Request& request) const {
  ledger::WriteRequest write{
      .partition = county_, .request_id = request.id, .principal = "anonymous"};
  if (request.creates) {
    auto record = std::make_shared<Record>();
    record->display_name = request.enterprise;
    record->details = Enterprise{};
    if (InCluster(request.enterprise)) record->memberships.push_back({.cluster = kCluster});
    write.rows.records.push_back({.origin = {ledger::Origin::Kind::kRecord, 0},
                                  .name = NameOf(request.enterprise),
                                  .record = record});
  }
  for (const Request::Row& row : request.rows) {
    ledger::ObservationRow observation;
    observation.origin = {
        ledger::Origin::Kind::kObservation,
        static_cast<int32_t>(write.rows.records.size() + write.rows.observations.size())};
    observation.withdraw = row.yuan < 0;
    observation.period = MonthOf2025(row.month);
    observation.subject = request.enterprise;
    observation.measure = "measures/sales";
    if (row.yuan >= 0) observation.amount.number = Decimal::FromInteger(row.yuan);
    write.rows.observations.push_back(observation);
  }
  write.rows.count = write.rows.records.size() + write.rows.observations.size();
  return write;
}

void Client::Send(const std::shared_ptr<Request>& request, int attempt) {
  events_.Soon(kNetworkUs, [this, request] {
    if (!ledger_.running()) return;
    ledger_.ledger().Write(
        Build(*request), [this, request](const absl::StatusOr<ledger::Written>& written) {
          if (events_.OneIn(10)) return;  // the answer is lost on its way
          events_.Soon(kNetworkUs, [this, request, written] { Answered(request, written); });
        });
  });
  events_.After(kTimeoutUs, [this, request, attempt] {
    if (request != pending_) return;
    if (attempt > 200) return Complain(request->id + " is never answered");
    Send(request, attempt + 1);
  });
}

void Client::Answered(const std::shared_ptr<Request>& request,
                      const absl::StatusOr<ledger::Written>& written) {
  if (!written.ok()) {
    // Only what a retry mends may go wrong with sound rows.
    if (!absl::IsUnavailable(written.status()) && !absl::IsResourceExhausted(written.status())) {
      Complain(request->id + ": " + written.status().ToString());
    }
    return;
  }
  const bool first = request == pending_;
  if (!first) {
    if (written->outcomes != request->outcomes || written->revision != request->revision) {
      Complain(request->id + " got another answer than the first");
    }
    return;
  }
  pending_ = nullptr;
  request->outcomes = written->outcomes;
  request->revision = written->revision;
  for (const Request::Row& row : request->rows) {
    if (row.yuan < 0) {
      amounts_.erase({request->enterprise, row.month});
    } else {
      amounts_[{request->enterprise, row.month}] = row.yuan;
    }
  }
  asking_ = request;
  Ask({.partition = county_, .revision = written->revision, .hash = PrefixOf(written->hash)},
      request, 0);
}

void Client::Ask(const Token& token, const std::shared_ptr<Request>& request, int attempt) {
  events_.Soon(kNetworkUs, [this, token, request] {
    if (request != asking_ || !aggregator_.running() || token.revision == 0) {
      if (token.revision == 0) events_.Soon(kNetworkUs, [this] { Act(); });
      return;
    }
    aggregator_.views().waits().Wait({&token, 1}, [this, request](const absl::Status& status) {
      if (request != asking_) return;
      if (!status.ok()) return Complain("a token is refused: " + status.ToString());
      CheckFigures(*request);
    });
  });
  events_.After(kTimeoutUs, [this, token, request, attempt] {
    if (request != asking_ || token.revision == 0) return;
    if (attempt > 200) return Complain("a token is never applied");
    Ask(token, request, attempt + 1);
  });
}

void Client::CheckFigures(const Request& request) {
  for (const Request::Row& row : request.rows) {
    absl::StatusOr<aggregator::Figure> figure = absl::UnknownError("not read");
    const absl::Status read = aggregator_.views().Read([&](aggregator::Reading& reading) {
      figure = reading.Answer({.scope = NameOf(request.enterprise),
                               .indicator = "indicators/sales",
                               .period = MonthOf2025(row.month)});
    });
    if (absl::IsUnavailable(read)) return;  // not caught up: asked again after the timeout
    if (!read.ok() || !figure.ok())
      return Complain("no figure: " + read.ToString() + " " + figure.status().ToString());
    const bool expects = row.yuan >= 0;
    if (figure->computed.has_value() != expects ||
        (expects && figure->computed->value != row.yuan)) {
      return Complain(request.id + ": its token's figure does not have it");
    }
  }
  asking_ = nullptr;
  events_.Soon(kNetworkUs, [this] { Act(); });
}

void Client::RepeatAll() {
  for (const auto& request : all_) {
    ledger_.ledger().Write(Build(*request),
                           [this, request](const absl::StatusOr<ledger::Written>& written) {
                             ++repeated_;
                             Answered(request, written);
                           });
  }
}

}  // namespace taizhang::simulation
