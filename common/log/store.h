#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/facts/revision_range.h"
#include "common/log/hash.h"
#include "common/log/stored_block.h"

namespace taizhang {

struct Head {
  std::string partition;
  uint64_t revision = 0;
  Hash hash{};
  friend bool operator==(const Head&, const Head&) = default;
};

/// A request that was answered, kept for ever, so that a retry gets the first outcome.
struct RequestEntry {
  std::string request_id;
  Hash fingerprint{};     ///< of the parsed rows
  uint64_t revision = 0;  ///< the head after it
  std::string outcome;    ///< opaque to the store
  friend bool operator==(const RequestEntry&, const RequestEntry&) = default;
};

/// A texts section for a block that is there already: a text of it was erased. The hash does not
/// cover it.
struct TextReplacement {
  uint64_t revision = 0;
  std::string texts;
  friend bool operator==(const TextReplacement&, const TextReplacement&) = default;
};

struct AppendBatch {
  std::string partition;
  uint64_t expected_revision = 0;
  Hash expected_hash{};             ///< all zero before the first block
  std::vector<StoredBlock> blocks;  ///< may be none
  std::vector<RequestEntry> requests;
  /// Of blocks of the partition up to `expected_revision`.
  std::vector<TextReplacement> text_replacements = {};
  /// Requests answered before whose revision is in one of these lose their fingerprint: it is all
  /// zero from then on.
  std::vector<RevisionRange> forgotten_fingerprints = {};
};

enum class AppendOutcome : uint8_t {
  kAppended,  ///< synced
  kConflict,  ///< the head is another; nothing was written
  kUnknown,   ///< perhaps written: read the revision and compare hashes
};

/// Where logs are kept. Every implementation passes tests/support/store_conformance.h.
/// Thread-safe. Appends of one partition take effect in the order of the calls.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  /// Conditional on the predecessor. `done` runs once, after the sync, on a thread of the store; it
  /// must not block. A conflict fails its own batch alone; batches of the partition that were
  /// queued behind it fail too, by the hash. Blocks that do not follow `expected_revision`
  /// gap-free, a request id that the partition has answered already, and a text replacement without
  /// its block are conflicts as well: nothing of the batch is written.
  ///
  /// Text replacements and forgotten fingerprints take effect with the blocks or not at all. What
  /// they replaced may lie in the store's files for a while: see AwaitErased.
  virtual void Append(AppendBatch batch, std::function<void(AppendOutcome)> done) = 0;

  /// Calls `done(true)` once what appends that were answered before this have replaced or forgotten
  /// is nowhere in the store's files any more, which others who read there can hold up; perhaps at
  /// once. `done(false)` where the store stops or fails before. Like `done` of Append, on any
  /// thread, and it must not block.
  virtual void AwaitErased(std::function<void(bool)> done) {
    const std::function<void(bool)> answer = std::move(done);
    answer(true);
  }

  /// Blocks of a partition with revision > after, oldest first, as many as together have at most
  /// `bytes_max` (BytesOf); the first one whatever its size.
  virtual absl::StatusOr<std::vector<StoredBlock>> Read(const std::string& partition,
                                                        uint64_t after, size_t bytes_max) = 0;
  /// Of partitions that have a block, by partition name.
  virtual absl::StatusOr<std::vector<Head>> Heads() = 0;
  virtual absl::StatusOr<std::optional<RequestEntry>> FindRequest(
      const std::string& partition, const std::string& request_id) = 0;
  /// Random id minted when the store was created.
  virtual std::string epoch() const = 0;
};

/// Whether the batch's blocks are of its partition and follow `expected_revision` gap-free.
bool IsContiguous(const AppendBatch& batch);
/// Whether replaced texts are of blocks that come before the batch's.
bool ReplacesOlderTexts(const AppendBatch& batch);
/// What a batch takes in a queue, in bytes.
size_t BytesOf(const AppendBatch& batch);

}  // namespace taizhang
