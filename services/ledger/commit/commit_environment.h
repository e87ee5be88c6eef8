#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/log/store.h"

namespace taizhang::ledger {

/// What the ledger needs of the world, so that it also runs on a fake one.
struct CommitEnvironment {
  Store* store = nullptr;
  /// Runs each task once, on any thread, at once or later; never refuses while the ledger lives.
  std::function<void(std::function<void()>)> executor;
  std::function<int64_t()> now_us;  ///< Unix microseconds; may step back
  /// Fills with bytes that nobody can guess.
  std::function<void(std::span<uint8_t>)> random;
  /// Blocks of one partition that became durable, in order, before anybody else hears of them, and
  /// the digest of the facts behind the last one. Must not block. May be called for several
  /// partitions at once.
  std::function<void(const std::vector<std::shared_ptr<const StoredBlock>>&, uint64_t facts_digest)>
      on_durable;
  /// Optional. Older blocks of a partition, up to a revision, have other texts now: whoever keeps
  /// blocks drops these. Comes after on_durable of the block that did it, before its answer.
  std::function<void(const std::string& partition, uint64_t through)> on_rewritten;
  /// The store or the ledger itself can no longer be relied on; the process should end.
  std::function<void(const absl::Status&)> on_fatal;
  std::function<void(const std::string&)> warn;
};

/// How far a partition posts ahead of the disk. Requests beyond wait.
struct CommitLimits {
  size_t uncommitted_blocks_max = 64;
  size_t uncommitted_bytes_max = size_t{32} << 20U;
  size_t partitions_max = 100'000;
};

}  // namespace taizhang::ledger
