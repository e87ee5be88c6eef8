#pragma once

#include <memory>
#include <string>

#include "services/aggregator/follow/follower.h"
#include "services/aggregator/view/views.h"
#include "services/ledger/feed/feed.h"
#include "tests/simulation/event_queue.h"
#include "tests/simulation/ledger_node.h"

namespace taizhang::simulation {

/// The aggregator's process and its stream from the ledger, over a network that delays pages and
/// cuts streams.
class AggregatorNode final : public aggregator::FollowerObserver {
 public:
  AggregatorNode(EventQueue& events, LedgerNode& ledger) : events_(events), ledger_(ledger) {}

  /// Begins with nothing, as it keeps nothing.
  void Start();
  void Crash();
  [[nodiscard]] bool running() const { return run_ != nullptr; }
  [[nodiscard]] int incarnation() const { return incarnation_; }
  aggregator::Views& views() { return run_->views; }
  [[nodiscard]] aggregator::DigestCounts digest_counts() const {
    return run_->follower.digest_counts();
  }
  /// What went wrong for good; empty in a sound world.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

 private:
  struct Run {
    explicit Run(aggregator::FollowerObserver& observer) : follower(views, observer) {}
    aggregator::Views views{{}, aggregator::FirstFold::kAfterFacts};
    aggregator::Follower follower;
  };

  void CaughtUp() override {}
  void PartitionStopped(const std::string& partition, const absl::Status& why) override;
  void Refused(const absl::Status& why) override { complaint_ = why.ToString(); }

  /// One connection; both ends find out by themselves that it is cut.
  struct Stream {
    int ledger_incarnation;
    int aggregator_incarnation;
    ledger::Feed feed;
    bool cut = false;
  };

  void Connect();
  /// Takes the next page from the ledger and sends it; a quiet stream looks again after a while.
  void Pump(const std::shared_ptr<Stream>& stream);
  void Deliver(const std::shared_ptr<Stream>& stream, aggregator::FeedPage page);
  void ConnectLater();
  /// Slices of what is to be built, between everything else that happens.
  void BuildLater();
  [[nodiscard]] bool IsUp(const Stream& stream) const;

  EventQueue& events_;
  LedgerNode& ledger_;
  std::unique_ptr<Run> run_;
  std::string complaint_;
  int incarnation_ = 0;
};

}  // namespace taizhang::simulation
