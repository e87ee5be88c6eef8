#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
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
  /// Names of measures whose cells are being built, and how far.
  std::vector<std::string> being_built;
  int64_t folded = 0;    ///< subjects that are in these cells, over the measures
  int64_t subjects = 0;  ///< of how many
};

/// What has to be built for one reason.
struct BuildNotice {
  BuildReason reason = BuildReason::kReplay;
  std::string partition;  ///< the first
  std::string measure;    ///< record name of its first
  size_t partitions = 0;
  size_t cells = 0;  ///< of how many measures, over the partitions
};

/// How much was built since the start.
struct BuildCounts {
  uint64_t slices = 0;
  uint64_t folded = 0;  ///< members, each once for a measure
};

/// How cells are folded until the views are first ready.
enum class FirstFold : uint8_t {
  kWithFacts,   ///< block by block
  kAfterFacts,  ///< facts first, then all cells, which is faster; BuildSome has to be called
};

/// Steps of one slice of building, for which a block that comes, or a query, may have to wait: a
/// few milliseconds.
inline constexpr int64_t kBuildSteps = 5'000;

/// The views of all partitions, the structure that they are made with, and how far each is; one
/// writer, many readers, and one who builds cells in between.
///
/// Answers are read at one cut: Read holds everything still. A structure block moves all views to
/// the new structure in the step that makes it visible, so that no reader sees a view of another
/// structure than the one it reads.
class Views {
 public:
  explicit Views(const FigureCacheLimits& cache = {}, FirstFold first = FirstFold::kWithFacts);
  /// Hears, on the writer's thread and with nothing locked, that there is something to build, or
  /// that the views are ready. Set before anything is applied, by one who outlives the writer.
  void SetBuildListener(std::function<void()> listener) { listener_ = std::move(listener); }

  // --- The writer's, of one thread (the follower's).

  /// What the next block of a partition is decoded with. Valid until the writer's next call.
  const Dictionaries& DictionariesOf(const std::string& partition) TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] uint64_t structure_revision() const TAIZHANG_EXCLUDES(mutex_);
  /// The next block of its partition; the structure that it names is applied. DATA_LOSS stops the
  /// partition.
  absl::Status Apply(const AppliedBlock& block) TAIZHANG_EXCLUDES(mutex_);
  /// Nothing of the partition is answered any more, but with `why`.
  void Stop(const std::string& partition, const absl::Status& why) TAIZHANG_EXCLUDES(mutex_);
  /// OK lets answers be read, after FirstFold::kAfterFacts as soon as all cells are built; anything
  /// else is what readers get. NOT_READY at first.
  void SetReadiness(const absl::Status& readiness) TAIZHANG_EXCLUDES(mutex_);

  // --- A builder's, of any one thread.

  /// Folds more into the cells that are being built, in about so many steps. Whether there is more.
  bool BuildSome(int64_t steps) TAIZHANG_EXCLUDES(mutex_);
  /// The same, but nothing where it would have to wait.
  std::optional<bool> TryBuildSome(int64_t steps) TAIZHANG_EXCLUDES(mutex_);
  /// What has come to be built since the last call, by reason.
  std::vector<BuildNotice> TakeBuildNotices() TAIZHANG_EXCLUDES(notices_mutex_);

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
  [[nodiscard]] BuildCounts build_counts() const TAIZHANG_EXCLUDES(mutex_);
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
  /// Puts a partition among those that are being built, where it has to be.
  void NoteBuild(uint32_t place) TAIZHANG_REQUIRES(mutex_) TAIZHANG_EXCLUDES(notices_mutex_);
  void Notice(const ViewedPartition& partition, const std::vector<BuildBegun>& builds)
      TAIZHANG_EXCLUDES(notices_mutex_);
  BuildNotice& NoticeOf(BuildReason reason) TAIZHANG_REQUIRES(notices_mutex_);
  bool BuildLocked(int64_t steps) TAIZHANG_REQUIRES(mutex_);
  absl::Status ReadinessLocked() const
      TAIZHANG_THREAD_ATTRIBUTE(requires_shared_capability(mutex_));

  mutable FigureCache cache_;
  std::function<void()> listener_;
  mutable SharedMutex mutex_;
  ViewSet set_ TAIZHANG_GUARDED_BY(mutex_);
  bool is_deferred_ TAIZHANG_GUARDED_BY(mutex_);  ///< facts first, and not ready yet
  bool ready_when_built_ TAIZHANG_GUARDED_BY(mutex_) = false;
  BuildCounts build_counts_ TAIZHANG_GUARDED_BY(mutex_);
  /// Taken behind mutex_, and for moments: who takes notices waits for no reading.
  Mutex notices_mutex_;
  std::vector<BuildNotice> notices_ TAIZHANG_GUARDED_BY(notices_mutex_);  ///< one for a reason
  TokenWaits waits_;
};

}  // namespace taizhang::aggregator
