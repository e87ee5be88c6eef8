#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/log/mutex.h"
#include "services/aggregator/core/cell_audit.h"
#include "services/aggregator/view/views.h"

namespace taizhang::aggregator {

/// Steps of one audit, for which a block that comes may have to wait: a few milliseconds. What
/// costs more is not compared.
inline constexpr int64_t kAuditStepsMax = 100'000;

/// Among which cells to pick.
struct AuditChoice {
  struct Spot {
    uint32_t place = 0;  ///< of a partition, as Reading::At has it; places stay
    std::string scope;   ///< a division or cluster; empty: any
  };
  bool is_any = true;  ///< of all partitions and scopes
  std::vector<Spot> spots;
};

/// What a cell held that the facts do not come to.
struct CellMismatch {
  std::string partition;
  uint64_t revision = 0;  ///< of the partition
  std::string scope;
  std::string measure;  ///< record name
  Period period;
  std::string differences;  ///< DifferencesOf
};

struct AuditCounts {
  uint64_t comparisons = 0;
  uint64_t mismatches = 0;
};

/// Compares cells with the facts that they are made of, one at a time within one short reading, and
/// counts. Thread-safe.
class CellAuditor {
 public:
  /// `views` outlives it.
  explicit CellAuditor(const Views& views) : views_(views) {}

  enum class Outcome : uint8_t {
    kAgrees,
    kDiffers,
    kNothingPicked,  ///< the draws fell on nothing that is kept, or on what costs too much
    kBusy,           ///< a block is being applied, or the views are not ready
  };
  struct Result {
    Outcome outcome = Outcome::kNothingPicked;
    std::optional<CellMismatch> mismatch;  ///< of kDiffers
  };

  /// The cells of partitions whose names begin with `prefix`, at these scopes (none: at all), as
  /// far as anything counts there by now. An error is why nothing can be read.
  absl::StatusOr<AuditChoice> Choose(const std::string& prefix,
                                     const std::vector<std::string>& scopes) const;

  /// Picks one cell and compares it, unless a block is being applied or waits to be.
  Result TryOne(const AuditChoice& choice, Draw draw) TAIZHANG_EXCLUDES(mutex_);
  /// The same, behind the block. An error is why nothing can be read.
  absl::StatusOr<Result> One(const AuditChoice& choice, Draw draw) TAIZHANG_EXCLUDES(mutex_);

  [[nodiscard]] AuditCounts counts() const TAIZHANG_EXCLUDES(mutex_);

 private:
  static Result Compare(const Reading& reading, const AuditChoice& choice, Draw draw);
  Result Counted(Result result) TAIZHANG_EXCLUDES(mutex_);

  const Views& views_;
  mutable Mutex mutex_;
  AuditCounts counts_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::aggregator
