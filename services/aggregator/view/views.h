#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/log/hash.h"
#include "common/log/mutex.h"
#include "services/aggregator/view/reading.h"
#include "services/aggregator/view/shared_mutex.h"
#include "services/aggregator/view/token_waits.h"
#include "services/aggregator/view/view_set.h"

namespace taizhang::aggregator {

/// A commit, and what it brings.
struct AppliedBlock {
  const std::string& partition;
  uint64_t revision;
  const Hash& hash;
  const BlockContent& content;
};

/// How a partition is, for GetStatus.
struct PartitionReport {
  std::string partition;
  uint64_t revision = 0;
  Hash hash{};
  uint64_t facts_digest = 0;
  uint64_t observation_versions = 0;
  uint64_t facts_bytes = 0;
  uint64_t view_bytes = 0;
  absl::Status stopped;
};

/// The views of all partitions, the structure that they are made with, and how far each is; one
/// writer, many readers.
///
/// Answers are read at one cut: Read holds everything still. A structure block moves all views to
/// the new structure in the step that makes it visible, so that no reader sees a view of another
/// structure than the one it reads.
class Views {
 public:
  explicit Views(const FigureCacheLimits& cache = {});

  // --- The writer's, of one thread (the follower's).

  /// What the next block of a partition is decoded with. Valid until the writer's next call.
  const Dictionaries& DictionariesOf(const std::string& partition) TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] uint64_t structure_revision() const TAIZHANG_EXCLUDES(mutex_);
  /// The next block of its partition; the structure that it names is applied. DATA_LOSS stops the
  /// partition.
  absl::Status Apply(const AppliedBlock& block) TAIZHANG_EXCLUDES(mutex_);
  /// Nothing of the partition is answered any more, but with `why`.
  void Stop(const std::string& partition, const absl::Status& why) TAIZHANG_EXCLUDES(mutex_);
  /// OK lets answers be read; anything else is what readers get. NOT_READY at first.
  void SetReadiness(const absl::Status& readiness) TAIZHANG_EXCLUDES(mutex_);

  // --- Any thread's.

  /// Runs `body` with everything held still. It must not block, nor call Views. An error is why
  /// nothing can be read yet.
  absl::Status Read(absl::FunctionRef<void(Reading&)> body) const TAIZHANG_EXCLUDES(mutex_);
  /// The same, but nothing where it would have to wait for a block that is being applied.
  std::optional<absl::Status> TryRead(absl::FunctionRef<void(Reading&)> body) const
      TAIZHANG_EXCLUDES(mutex_);
  /// The same of the partition "structure" alone, with every version of its records.
  absl::Status ReadStructure(absl::FunctionRef<void(const Structure&, const Facts&)> body) const
      TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] absl::Status readiness() const TAIZHANG_EXCLUDES(mutex_);
  /// Of a partition's facts; nothing where it is stopped or nothing was applied.
  [[nodiscard]] std::optional<uint64_t> FactsDigestOf(const std::string& partition) const
      TAIZHANG_EXCLUDES(mutex_);
  /// By partition name.
  [[nodiscard]] std::vector<PartitionReport> Report() const TAIZHANG_EXCLUDES(mutex_);
  TokenWaits& waits() { return waits_; }
  /// Answers that took long, to be found again.
  [[nodiscard]] const FigureCache& cache() const { return cache_; }

 private:
  absl::Status ReadLocked(absl::FunctionRef<void(Reading&)> body) const
      TAIZHANG_THREAD_ATTRIBUTE(requires_shared_capability(mutex_));
  uint32_t PlaceOf(const std::string& partition) TAIZHANG_REQUIRES(mutex_);
  absl::Status ApplyLocked(const AppliedBlock& block, std::shared_ptr<const Structure> structure,
                           absl::Span<const std::string> changed) TAIZHANG_REQUIRES(mutex_);
  void NoteTouched(uint32_t place) TAIZHANG_REQUIRES(mutex_);

  mutable FigureCache cache_;
  mutable SharedMutex mutex_;
  ViewSet set_ TAIZHANG_GUARDED_BY(mutex_);
  TokenWaits waits_;
};

}  // namespace taizhang::aggregator
