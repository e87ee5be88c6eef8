#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/facts/structure.h"
#include "common/log/store.h"
#include "services/ledger/commit/write_request.h"

namespace taizhang::ledger {

/// A request that was posted and waits for the disk.
struct InFlight {
  enum class Fate : uint8_t { kWaiting, kDurable, kFailed };

  uint64_t number = 0;                         ///< counts up within the partition's life
  DurableHead head;                            ///< the partition's head once it is durable
  std::shared_ptr<const StoredBlock> block;    ///< null: it changes nothing
  bool asks_store = true;                      ///< false: it only waits for those before it
  std::shared_ptr<const Structure> structure;  ///< of blocks of "structure": what it makes
  std::string request_id;
  Hash fingerprint{};
  std::string kept_outcome;        ///< what the store keeps with the request
  uint64_t rewritten_through = 0;  ///< older blocks up to this have other texts; 0: none
  Written written;
  std::vector<WriteDone> waiters;

  bool returned = false;  ///< the store has answered
  Fate fate = Fate::kWaiting;

  /// Without what is to be told: what it takes to look for it in the store.
  [[nodiscard]] InFlight Outline() const;
};

/// What a partition has posted ahead of the disk, in order. Not thread-safe.
class InFlightQueue {
 public:
  void Push(InFlight entry);
  /// Null where no request of this id is in flight.
  InFlight* FindRequest(const std::string& request_id);

  /// Notes the store's answer. False where it is not kAppended: what was written is then for the
  /// store to be asked.
  bool Return(uint64_t number, AppendOutcome outcome);
  [[nodiscard]] bool all_returned() const { return unreturned_ == 0; }

  /// Settles what the store left open. Without effect on one that was taken already.
  void Settle(uint64_t number, InFlight::Fate fate);

  /// Takes the oldest one if its fate is settled.
  std::optional<InFlight> PopSettled();

  [[nodiscard]] std::deque<InFlight>& entries() { return entries_; }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] size_t blocks() const { return blocks_; }
  [[nodiscard]] size_t bytes() const { return bytes_; }

 private:
  std::deque<InFlight> entries_;
  size_t unreturned_ = 0;
  size_t blocks_ = 0;
  size_t bytes_ = 0;
};

}  // namespace taizhang::ledger
