#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/cli/input/input_row.h"

namespace taizhang::cli {

inline constexpr size_t kBatchRowsMax = 1'000;
inline constexpr size_t kBatchBytesMax =
    size_t{8} << 20;  ///< rows and assumed records; the ledger takes 16 MiB
inline constexpr size_t kBatchAssumedMax = 4'000;  ///< the ledger takes 5,000

/// Rows that are written together. Everything points into the rows that were planned.
struct Batch {
  std::string partition;
  std::vector<const InputRow*> rows;
  /// Records that the input creates in other batches and that these rows refer to, directly or
  /// through one another: what validation has to take as written.
  std::vector<const InputRow*> assumed;
};

struct Plan {
  std::vector<Batch> batches;
  std::vector<InputError> errors;
};

/// Orders rows so that whatever a row refers to is written before it: `structure` first, then
/// divisions by code; within a partition records by how far they depend on others of the input,
/// then observations, then withdrawals; otherwise as they stand. Repetitions of a row are one; two
/// different rows of one key are an error, as are names that name no partition. `rows` must outlive
/// the plan.
Plan MakePlan(const std::vector<InputRow>& rows);

/// A request id of the content and of where the partition stood before: a retry of the same import
/// gets the first outcome, while importing old content over newer content is a request of its own.
std::string RequestIdOf(const Batch& batch, const std::string& head_hash);

}  // namespace taizhang::cli
