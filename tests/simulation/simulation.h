#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/aggregator_node.h"
#include "tests/simulation/client.h"
#include "tests/simulation/event_queue.h"
#include "tests/simulation/ledger_node.h"

namespace taizhang::simulation {

/// Both services in one process, on a fake disk, clock and network; crashes, lost answers, cut
/// streams and clock steps come by seed. The same seed is the same history.
class Simulation {
 public:
  explicit Simulation(uint64_t seed);

  /// Runs until all clients have been answered and the aggregator has followed; then checks what
  /// must hold of any history. Returns the first thing that does not; empty: all holds.
  std::string Run();

  [[nodiscard]] int crashes() const { return crashes_; }
  /// How many texts were erased.
  [[nodiscard]] size_t erasures() const;

 private:
  void WriteStructure();
  /// Adds clusters that nobody belongs to, so that the structure moves under the counties.
  void MoveStructure();
  void Disturb();
  [[nodiscard]] std::string Complaint() const;
  [[nodiscard]] bool AllFinished() const;
  /// Runs events until `done` or a complaint; false where neither comes.
  template <typename Done>
  bool RunUntil(const Done& done);
  [[nodiscard]] bool HasFollowed();
  /// Runs until nothing is under way any more and the aggregator has followed.
  bool Settle();

  std::string CheckLogs();
  /// That no text is left whose erasure was acknowledged.
  std::string CheckErasures();
  std::string CheckDigests();
  std::string CheckFigures();
  std::string CheckReplay();

  EventQueue events_;
  MemoryStore platter_;
  LedgerNode ledger_;
  AggregatorNode aggregator_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::string structure_complaint_;
  bool disturbed_ = true;
  int clusters_ = 0;
  int crashes_ = 0;
};

}  // namespace taizhang::simulation
