#include "tests/simulation/aggregator_node.h"

#include <utility>

namespace taizhang::simulation {
namespace {

constexpr int64_t kNetworkUs = 1'000;
constexpr int64_t kQuietUs = 4'000;
constexpr int64_t kBuildUs = 2'000;
constexpr int64_t kBuildSteps = 10;
constexpr size_t kPageBytes = 2'000;
constexpr size_t kTurnBytes = 700;

}  // namespace

void AggregatorNode::Start() {
  if (running()) return;
  ++incarnation_;
  run_ = std::make_unique<Run>(*this);
  ConnectLater();
  BuildLater();
}

void AggregatorNode::Crash() { run_ = nullptr; }

void AggregatorNode::PartitionStopped(const std::string& partition, const absl::Status& why) {
  complaint_ = partition + " stopped: " + why.ToString();
}

bool AggregatorNode::IsUp(const Stream& stream) const {
  return !stream.cut && running() && stream.aggregator_incarnation == incarnation_ &&
         ledger_.running() && stream.ledger_incarnation == ledger_.incarnation();
}

void AggregatorNode::ConnectLater() {
  events_.Soon(kNetworkUs, [this, incarnation = incarnation_] {
    if (running() && incarnation == incarnation_) Connect();
  });
}

void AggregatorNode::Connect() {
  if (!ledger_.running()) return ConnectLater();
  ledger::FeedRequest request;
  for (const Head& head : run_->follower.Resume()) {
    request.cursors.push_back({.partition = head.partition,
                               .revision = head.revision,
                               .hash = std::string(head.hash.begin(), head.hash.end())});
  }
  absl::StatusOr<ledger::Feed> feed =
      ledger::Feed::Open(ledger_.tail(), request, kPageBytes, kTurnBytes);
  if (!feed.ok()) {
    if (run_->follower.StreamEnded(feed.status())) ConnectLater();
    return;
  }
  Pump(std::make_shared<Stream>(Stream{.ledger_incarnation = ledger_.incarnation(),
                                       .aggregator_incarnation = incarnation_,
                                       .feed = *std::move(feed)}));
}

void AggregatorNode::Pump(const std::shared_ptr<Stream>& stream) {
  if (events_.OneIn(50)) stream->cut = true;
  if (!IsUp(*stream)) {
    if (running() && stream->aggregator_incarnation == incarnation_) ConnectLater();
    return;
  }
  absl::StatusOr<ledger::FeedPage> page = stream->feed.Next();
  if (!page.ok()) {
    complaint_ = "feed: " + page.status().ToString();
    return;
  }
  aggregator::FeedPage sent{.epoch = ledger_.ledger().epoch()};
  for (const auto& block : page->blocks) sent.blocks.push_back(*block);
  if (page->caught_up) {
    sent.heads = stream->feed.sent();
    for (const ledger::FeedDigest& digest : stream->feed.digests()) {
      sent.digests.push_back({.partition = digest.partition,
                              .revision = digest.revision,
                              .facts_digest = digest.facts_digest});
    }
  }
  events_.Soon(kNetworkUs, [this, stream, sent = std::move(sent), quiet = page->blocks.empty()] {
    if (running() && stream->aggregator_incarnation == incarnation_ && !stream->cut)
      Deliver(stream, sent);
    events_.Soon(quiet ? kQuietUs : kNetworkUs, [this, stream] { Pump(stream); });
  });
}

void AggregatorNode::Deliver(const std::shared_ptr<Stream>& stream, aggregator::FeedPage page) {
  const absl::Status status = run_->follower.Receive(std::move(page));
  if (!status.ok()) stream->cut = true;
}

void AggregatorNode::BuildLater() {
  events_.Soon(kBuildUs, [this, incarnation = incarnation_] {
    if (!running() || incarnation != incarnation_) return;
    (void)run_->views.BuildSome(kBuildSteps);
    BuildLater();
  });
}

}  // namespace taizhang::simulation
