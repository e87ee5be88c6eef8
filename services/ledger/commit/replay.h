#pragma once

#include <deque>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/facts/facts.h"
#include "common/facts/structure.h"
#include "common/log/store.h"

namespace taizhang::ledger {

/// What a commit is known by, for reading as of it.
struct CommitMark {
  HashPrefix hash{};
  uint64_t structure_revision = 0;  ///< that its block names
};

/// A log folded to its head.
struct FoldedLog {
  std::unique_ptr<Facts> facts;
  std::deque<CommitMark> commits;  ///< of revision n at n − 1
  Hash hash{};                     ///< of the last block; all zero where there is none
  int64_t commit_time_us = 0;
};

/// Reads and folds all of a partition's log, verifying every hash. LOG_DAMAGED (DATA_LOSS) where it
/// does not hold.
absl::StatusOr<FoldedLog> ReplayLog(Store& store, const std::string& partition);

/// LOG_DAMAGED at a revision, for what reading a block of the log came to; a newer format stays
/// UNIMPLEMENTED.
absl::Status DamagedAt(const std::string& partition, uint64_t revision, const absl::Status& status);

/// The structure that the facts of the partition "structure" come to, at their revision.
std::shared_ptr<const Structure> StructureOf(const Facts& facts);

}  // namespace taizhang::ledger
