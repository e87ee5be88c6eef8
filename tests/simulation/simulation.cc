#include "tests/simulation/simulation.h"

#include <map>
#include <utility>

#include "services/aggregator/core/query.h"
#include "services/ledger/commit/replay.h"
#include "tests/simulation/structure_rows.h"

namespace taizhang::simulation {
namespace {

constexpr int kEventsMax = 2'000'000;
constexpr int kClients = 4;
constexpr int kWrites = 25;
const std::vector<std::string> kPartitions = {"structure", "440783", "440784"};

RecordName NameOf(const std::string& text) { return RecordName::Parse(text).value(); }

/// A figure of sales as text: the value, or why there is none.
std::string FigureText(aggregator::Views& views, const std::string& scope,
                       const std::string& period) {
  std::string text;
  const absl::Status read = views.Read([&](aggregator::Reading& reading) {
    const auto figure = reading.Answer({.scope = NameOf(scope),
                                        .indicator = "indicators/sales",
                                        .period = Period::Parse(period).value()});
    text = !figure.ok()                    ? figure.status().ToString()
           : !figure->computed.has_value() ? "missing"
                                           : ToString(figure->computed->value);
  });
  return read.ok() ? text : read.ToString();
}

std::string Sum(const std::vector<std::unique_ptr<Client>>& clients, const std::string& county,
                bool cluster_only) {
  int64_t sum = 0;
  bool any = false;
  for (const auto& client : clients) {
    if (!county.empty() && client->county() != county) continue;
    for (const auto& [key, yuan] : client->amounts()) {
      if (cluster_only && !InCluster(key.first)) continue;
      sum += yuan;
      any = true;
    }
  }
  return any ? std::to_string(sum) : "missing";
}

}  // namespace

Simulation::Simulation(uint64_t seed)
    : events_(seed),
      platter_("simulated"),
      ledger_(events_, platter_),
      aggregator_(events_, ledger_) {
  for (int i = 0; i < kClients; ++i) {
    clients_.push_back(std::make_unique<Client>(i, i % 2 == 0 ? "440783" : "440784", kWrites,
                                                events_, ledger_, aggregator_));
  }
}

void Simulation::WriteStructure() {
  ledger_.ledger().Write(BaseStructure(), [this](const absl::StatusOr<ledger::Written>& written) {
    if (!written.ok()) {
      // The disk's doubts may fall on the first block, too.
      events_.Soon(1'000, [this] { WriteStructure(); });
      return;
    }
    for (const auto& client : clients_) client->Begin();
    MoveStructure();
    Disturb();
  });
}

void Simulation::MoveStructure() {
  events_.Soon(20'000, [this] {
    if (!disturbed_) return;
    if (ledger_.running()) {
      ledger_.ledger().Write(ClusterRow(clusters_++),
                             [this](const absl::StatusOr<ledger::Written>& written) {
                               if (!written.ok() && !absl::IsUnavailable(written.status()))
                                 structure_complaint_ = written.status().ToString();
                             });
    }
    MoveStructure();
  });
}

void Simulation::Disturb() {
  events_.Soon(150'000, [this] {
    if (!disturbed_) return;
    if (events_.OneIn(2) && ledger_.running()) {
      ++crashes_;
      ledger_.Crash();
      events_.Soon(30'000, [this] { ledger_.Start(); });
    } else if (aggregator_.running()) {
      ++crashes_;
      aggregator_.Crash();
      events_.Soon(30'000, [this] { aggregator_.Start(); });
    }
    Disturb();
  });
}

std::string Simulation::Complaint() const {
  if (!structure_complaint_.empty()) return structure_complaint_;
  if (!aggregator_.complaint().empty()) return "aggregator: " + aggregator_.complaint();
  for (const auto& client : clients_) {
    if (!client->complaint().empty()) return client->complaint();
  }
  return "";
}

bool Simulation::AllFinished() const {
  for (const auto& client : clients_) {
    if (!client->finished()) return false;
  }
  return true;
}

template <typename Done>
bool Simulation::RunUntil(const Done& done) {
  for (int i = 0; i < kEventsMax; ++i) {
    if (done() || !Complaint().empty()) return true;
    if (!events_.Step()) return done();
  }
  return false;
}

bool Simulation::HasFollowed() {
  if (!ledger_.running() || !aggregator_.running()) return false;
  std::map<std::string, uint64_t> applied;
  for (const auto& report : aggregator_.views().Report())
    applied[report.partition] = report.revision;
  for (const std::string& partition : kPartitions) {
    const auto head = ledger_.ledger().ReadHead(partition);
    if (head.ok() && applied[partition] != head->revision) return false;
  }
  return true;
}

bool Simulation::Settle() {
  // First what is still under way arrives.
  const int64_t calm_us = events_.now_us() + 1'000'000;
  return RunUntil([this, calm_us] { return events_.now_us() > calm_us; }) &&
         RunUntil([this] { return HasFollowed(); });
}

std::string Simulation::Run() {
  ledger_.Start();
  aggregator_.Start();
  WriteStructure();
  if (!RunUntil([this] { return AllFinished(); })) return "the clients are never finished";
  if (std::string complaint = Complaint(); !complaint.empty()) return complaint;
  disturbed_ = false;
  if (!Settle()) return "the aggregator never catches up";
  for (const auto& client : clients_) client->RepeatAll();
  if (!Settle()) return "the aggregator does not stay caught up";
  if (std::string complaint = Complaint(); !complaint.empty()) return complaint;
  for (const auto& client : clients_) {
    if (!client->WasAnsweredAgain()) return "a repeated request is not answered";
  }
  for (const auto check :
       {&Simulation::CheckLogs, &Simulation::CheckErasures, &Simulation::CheckDigests,
        &Simulation::CheckFigures, &Simulation::CheckReplay}) {
    if (std::string complaint = (this->*check)(); !complaint.empty()) return complaint;
  }
  return Complaint();
}

std::string Simulation::CheckLogs() {
  for (const std::string& partition : kPartitions) {
    const auto blocks = platter_.Read(partition, 0, SIZE_MAX);
    if (!blocks.ok()) return blocks.status().ToString();
    for (size_t i = 0; i < blocks->size(); ++i) {
      if ((*blocks)[i].revision != i + 1) return partition + " has a gap";
    }
    const auto head = ledger_.ledger().ReadHead(partition);
    if (head.ok() && head->revision != blocks->size())
      return partition + ": the durable head is not the platter's";
    const auto folded = ledger::ReplayLog(platter_, partition);
    if (!folded.ok()) return folded.status().ToString();
    if (head.ok() && (head->hash != folded->hash || head->facts_digest != folded->facts->digest()))
      return partition + ": the facts are not those of the log";
  }
  return "";
}

size_t Simulation::erasures() const {
  size_t count = 0;
  for (const auto& client : clients_) count += client->erased().size();
  return count;
}

std::string Simulation::CheckErasures() {
  for (const auto& client : clients_) {
    const auto stored = platter_.Read(client->county(), 0, SIZE_MAX);
    if (!stored.ok()) return stored.status().ToString();
    for (const std::string& text : client->erased()) {
      // Texts lie open in their section, and nowhere else.
      for (const StoredBlock& block : *stored) {
        if (block.texts.find(text) != std::string::npos) return text + " is still on the platter";
      }
    }
  }
  return "";
}

std::string Simulation::CheckDigests() {
  for (const auto& report : aggregator_.views().Report()) {
    const auto head = ledger_.ledger().ReadHead(report.partition);
    if (!head.ok()) return head.status().ToString();
    if (head->facts_digest != report.facts_digest) return report.partition + ": digests differ";
  }
  // The follower has compared them all by itself; what differed would have stopped it.
  if (aggregator_.digest_counts().comparisons < kPartitions.size())
    return "the follower has not compared the digests";
  return "";
}

std::string Simulation::CheckFigures() {
  aggregator::Views& views = aggregator_.views();
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"divisions/440783", Sum(clients_, "440783", false)},
      {"divisions/440784", Sum(clients_, "440784", false)},
      {"divisions/44", Sum(clients_, "", false)},
      {kCluster, Sum(clients_, "", true)}};
  for (const auto& [scope, sum] : expected) {
    const std::string figure = FigureText(views, scope, "2025");
    if (figure != sum) return scope + " is " + figure + ", not " + sum;
  }
  return "";
}

std::string Simulation::CheckReplay() {
  const std::vector<std::string> scopes = {"divisions/440783", "divisions/440784", "divisions/44",
                                           kCluster};
  const std::vector<std::string> periods = {"2025", "2025-Q1", "2025-02", "2025-H2"};
  std::vector<std::string> live;
  for (const std::string& scope : scopes) {
    for (const std::string& period : periods)
      live.push_back(FigureText(aggregator_.views(), scope, period));
  }
  aggregator_.Crash();
  aggregator_.Start();
  if (!RunUntil([this] { return HasFollowed() && aggregator_.views().readiness().ok(); }))
    return "replay does not end";
  size_t next = 0;
  for (const std::string& scope : scopes) {
    for (const std::string& period : periods) {
      const std::string replayed = FigureText(aggregator_.views(), scope, period);
      if (replayed != live[next++])
        return scope + " " + period + ": replayed " + replayed + ", live " + live[next - 1];
    }
  }
  return "";
}

}  // namespace taizhang::simulation
