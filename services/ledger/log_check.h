#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/facts/facts.h"
#include "common/log/sqlite_inspector.h"

namespace taizhang::ledger {

/// What folding one partition's log from its first block came to.
struct LogReport {
  std::string partition;
  uint64_t revisions = 0;  ///< that hold
  uint64_t records = 0;    ///< that stand
  uint64_t observations = 0;
  uint64_t erased_texts = 0;
  uint64_t facts_digest = 0;
  /// The first damage, and the revision at which it is; "" where there is none.
  std::string damage;
  uint64_t damaged_revision = 0;
};

/// Told of from time to time: partition, revision that was reached, its head.
using CheckProgress = std::function<void(const std::string&, uint64_t, uint64_t)>;

/// How a log is read.
struct CheckSteps {
  size_t read_bytes = size_t{8} << 20U;    ///< at once
  uint64_t revisions_between_words = 256;  ///< of progress
};

/// Recomputes a partition's whole log: hashes, chain, texts, what stood before each change, the
/// tables beside it, the structure revisions that it names. An error only where the store cannot be
/// read at all. The store may be written to meanwhile, and texts be erased from it: what was read
/// before is read again before it is called damage.
absl::StatusOr<LogReport> CheckLog(SqliteInspector& store, const std::string& partition,
                                   const CheckProgress& progress, const CheckSteps& steps = {});

/// A log folded up to a revision, or to the last one before it that holds.
struct LogPrefix {
  std::unique_ptr<Facts> facts;
  Hash hash{};
  std::string damage;  ///< at the revision after; or ""
};
absl::StatusOr<LogPrefix> FoldThrough(SqliteInspector& store, const std::string& partition,
                                      uint64_t revision);

}  // namespace taizhang::ledger
