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
  if (slipped_ != nullptr) *request = *slipped_;
  request->id = "c" + std::to_string(number_) + "-" + std::to_string(all_.size());
  if (slipped_ == nullptr) {
    ComposeRows(*request);
    if (events_.OneIn(6)) request->slip = "slip-of-" + request->id + "-of-somebody";
  } else if (!slipped_->revises) {
    request->creates = false;
    request->revises = true;  // all as it was but for the slip
  } else {
    request->erases = true;
  }
  slipped_ = request->slip.empty() || request->erases ? nullptr : request;
  return request;
}

void Client::ComposeRows(Request& request) {
  request.creates = created_ == 0 || events_.OneIn(6);
  if (request.creates) ++created_;
  request.enterprise = EnterpriseName(
      request.creates ? created_ - 1
                      : static_cast<int>(events_.Below(static_cast<uint64_t>(created_))));
  const uint64_t rows = events_.Below(4);
  for (uint64_t i = 0; i < rows; ++i) {
    const int month = static_cast<int>(i * 3 + events_.Below(3));
    const int64_t yuan = events_.OneIn(8) ? -1 : static_cast<int64_t>(events_.Below(5)) * 100;
    request.rows.push_back({.month = month, .yuan = yuan});
  }
}

ledger::WriteRequest Client::Build(const Request& request) const {
  ledger::WriteRequest write{
      .partition = county_, .request_id = request.id, .principal = "anonymous"};
  const bool slips = !request.slip.empty() && !request.revises;
  if (request.creates || request.revises || slips) {
    auto record = std::make_shared<Record>();
    record->display_name = request.enterprise;
    if (slips) record->description = request.slip;
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
    if (row.yuan >= 0 && slips) observation.remark = request.slip;
    write.rows.observations.push_back(observation);
  }
  write.rows.count = write.rows.records.size() + write.rows.observations.size();
  return write;
}

void Client::Send(const std::shared_ptr<Request>& request, int attempt) {
  events_.Soon(kNetworkUs, [this, request] {
    if (!ledger_.running()) return;
    AskLedger(request, [this, request](const absl::StatusOr<ledger::Written>& written) {
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

void Client::AskLedger(const std::shared_ptr<Request>& request, const ledger::WriteDone& done) {
  if (!request->erases) return ledger_.ledger().Write(Build(*request), done);
  ledger_.ledger().Erase(
      {.partition = county_,
       .spellings = {request->slip},
       .request_id = request->id,
       .principal = "anonymous"},
      [this, request, done](const absl::StatusOr<ledger::Erased>& erased) {
        if (!erased.ok()) return done(erased.status());
        if (ledger_.Sends(county_, request->slip))
          Complain(request->id + ": its text is still sent");
        if (erased->erasure.texts != 1)
          Complain(request->id + ": its text is not there to be erased");
        done(ledger::Written{.revision = erased->revision, .hash = erased->hash});
      });
}

bool Client::IsForgotten(const Request& request, const absl::Status& status) const {
  return ReasonOf(status) == Reason::kRequestIdReused && !request.erases &&
         ledger_.HasForgotten(county_, request.id);
}

void Client::Answered(const std::shared_ptr<Request>& request,
                      const absl::StatusOr<ledger::Written>& written) {
  if (!written.ok() && IsForgotten(*request, written.status())) {
    if (request != pending_) return;
    // It is written, though what came of it is not known any more: the figures at the end tell.
    pending_ = nullptr;
    request->is_forgotten = true;
    Acknowledged(*request);
    events_.Soon(kNetworkUs, [this] { Act(); });
    return;
  }
  if (!written.ok()) {
    // Only what a retry mends may go wrong with sound rows.
    if (!absl::IsUnavailable(written.status()) && !absl::IsResourceExhausted(written.status())) {
      Complain(request->id + ": " + written.status().ToString());
    }
    return;
  }
  const bool first = request == pending_;
  if (!first) {
    if (request->is_forgotten) return;  // answered twice: the later answer came first
    if (written->outcomes != request->outcomes || written->revision != request->revision) {
      Complain(request->id + " got another answer than the first");
    }
    return;
  }
  pending_ = nullptr;
  request->outcomes = written->outcomes;
  request->revision = written->revision;
  Acknowledged(*request);
  asking_ = request;
  Ask({.partition = county_, .revision = written->revision, .hash = PrefixOf(written->hash)},
      request, 0);
}

void Client::Acknowledged(const Request& request) {
  if (request.erases) return erased_.push_back(request.slip);
  for (const Request::Row& row : request.rows) {
    if (row.yuan < 0) {
      amounts_.erase({request.enterprise, row.month});
    } else {
      amounts_[{request.enterprise, row.month}] = row.yuan;
    }
  }
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
  for (const auto& request : all_) Repeat(request);
}

void Client::Repeat(const std::shared_ptr<Request>& request) {
  AskLedger(request, [this, request](const absl::StatusOr<ledger::Written>& written) {
    if (absl::IsResourceExhausted(written.status()))  // one erasure waits already
      return events_.Soon(kNetworkUs, [this, request] { Repeat(request); });
    ++repeated_;
    Answered(request, written);
  });
}

}  // namespace taizhang::simulation
