#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "services/ledger/commit/erase_request.h"
#include "services/ledger/commit/write_request.h"
#include "tests/simulation/aggregator_node.h"
#include "tests/simulation/event_queue.h"
#include "tests/simulation/ledger_node.h"

namespace taizhang::simulation {

/// A cluster over both counties, and which enterprises belong to it.
inline constexpr char kCluster[] = "divisions/44/clusters/rice";
bool InCluster(std::string_view enterprise);

/// Somebody who reports for enterprises of his own in one county: writes, repeats what was not
/// answered, and after each acknowledgement asks the aggregator for the figure that it must have
/// changed. Now and then a text slips in that should not have, is corrected, and erased.
class Client {
 public:
  Client(int number, std::string county, int writes, EventQueue& events, LedgerNode& ledger,
         AggregatorNode& aggregator);

  void Begin();
  [[nodiscard]] bool finished() const { return finished_; }
  /// The first thing that should not have been; empty in a sound world.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

  /// (enterprise name, month of 2025) → yuan, of what was acknowledged.
  using Amounts = std::map<std::pair<std::string, int>, int64_t>;
  [[nodiscard]] const Amounts& amounts() const { return amounts_; }
  [[nodiscard]] const std::string& county() const { return county_; }

  /// Texts whose erasure was acknowledged.
  [[nodiscard]] const std::vector<std::string>& erased() const { return erased_; }

  /// Asks every request again; each must be answered as it was the first time.
  void RepeatAll();
  [[nodiscard]] bool WasAnsweredAgain() const { return repeated_ == all_.size(); }

 private:
  /// One request, kept as what it says, so that it can be sent any number of times.
  struct Request {
    std::string id;
    std::string enterprise;
    bool creates = false;
    bool revises = false;  ///< the enterprise's record
    bool erases = false;   ///< `slip`, and has no rows
    std::string slip;      ///< the text that slips in: as a description, and as each remark
    struct Row {
      int month;
      int64_t yuan;  ///< below 0: withdrawn
    };
    std::vector<Row> rows;
    std::vector<ledger::Outcome> outcomes;  ///< of the first answer
    uint64_t revision = 0;
    bool is_forgotten = false;  ///< the first answer was that it is
  };

  void Act();
  std::shared_ptr<Request> Compose();
  void ComposeRows(Request& request);
  ledger::WriteRequest Build(const Request& request) const;
  void Send(const std::shared_ptr<Request>& request, int attempt);
  void AskLedger(const std::shared_ptr<Request>& request, const ledger::WriteDone& done);
  void Answered(const std::shared_ptr<Request>& request,
                const absl::StatusOr<ledger::Written>& written);
  /// Whether the ledger may have told it REQUEST_ID_REUSED: it was written when a text stood that
  /// was erased since.
  bool IsForgotten(const Request& request, const absl::Status& status) const;
  void Acknowledged(const Request& request);
  void Repeat(const std::shared_ptr<Request>& request);
  void Ask(const Token& token, const std::shared_ptr<Request>& request, int attempt);
  void CheckFigures(const Request& request);
  void Complain(const std::string& what);
  [[nodiscard]] std::string EnterpriseName(int index) const;

  const int number_;
  const std::string county_;
  int writes_left_;
  EventQueue& events_;
  LedgerNode& ledger_;
  AggregatorNode& aggregator_;
  bool finished_ = false;
  std::string complaint_;
  Amounts amounts_;
  std::vector<std::shared_ptr<Request>> all_;
  std::shared_ptr<Request> pending_;  ///< written and not yet answered
  std::shared_ptr<Request> asking_;   ///< answered and not yet seen in the figures
  std::shared_ptr<Request> slipped_;  ///< to be corrected, then erased
  std::vector<std::string> erased_;
  int created_ = 0;
  size_t repeated_ = 0;  ///< answers to RepeatAll
};

}  // namespace taizhang::simulation
