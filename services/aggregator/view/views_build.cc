// Cells that are built in between: Views' part of PartitionView::BuildSome.

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "services/aggregator/view/views.h"

namespace taizhang::aggregator {

int ViewSet::BuiltPercent() const {
  if (being_built.empty()) return 100;
  const BuildState front = partitions[being_built.front()]->view.build_state();
  const double of_front =
      front.subjects == 0 ? 0
                          : static_cast<double>(front.folded) / static_cast<double>(front.subjects);
  const double done = static_cast<double>(build_size - being_built.size()) + of_front;
  return static_cast<int>(100 * done / static_cast<double>(build_size));
}

absl::Status Views::ReadinessLocked() const {
  if (!ready_when_built_) return set_.readiness;
  return MakeError(Reason::kNotReady,
                   absl::StrCat("caught up with the ledger, and adding up what it has: ",
                                set_.BuiltPercent(), " %; try again"));
}

void Views::SetReadiness(const absl::Status& readiness) {
  {
    const WriterLock lock(mutex_);
    set_.readiness = readiness;
    if (!readiness.ok()) {
      ready_when_built_ = false;
    } else if (is_deferred_) {
      is_deferred_ = false;
      for (uint32_t place = 0; place < set_.partitions.size(); ++place) {
        set_.partitions[place]->view.EndDeferral();
        NoteBuild(place);
      }
      ready_when_built_ = !set_.being_built.empty();
    }
  }
  if (listener_) listener_();
}

bool Views::BuildSome(int64_t steps) {
  const WriterLock lock(mutex_);
  return BuildLocked(steps);
}

std::optional<bool> Views::TryBuildSome(int64_t steps) {
  if (!mutex_.TryLock()) return std::nullopt;
  const bool has_more = BuildLocked(steps);
  mutex_.Unlock();
  return has_more;
}

bool Views::BuildLocked(int64_t steps) {
  ++build_counts_.slices;
  while (steps > 0 && !set_.being_built.empty()) {
    ViewedPartition& partition = *set_.partitions[set_.being_built.front()];
    if (partition.stopped.ok()) {
      const BuildSlice slice = partition.view.BuildSome(steps);
      build_counts_.folded += static_cast<uint64_t>(slice.folded);
      if (slice.has_more) return true;
      steps -= slice.steps;
    }
    partition.is_queued = false;
    set_.being_built.pop_front();
  }
  if (!set_.being_built.empty()) return true;
  set_.build_size = 0;
  ready_when_built_ = false;
  return false;
}

std::vector<BuildNotice> Views::TakeBuildNotices() {
  const MutexLock lock(notices_mutex_);
  return std::exchange(notices_, {});
}

BuildCounts Views::build_counts() const {
  const ReaderLock lock(mutex_);
  return build_counts_;
}

void Views::NoteBuild(uint32_t place) {
  ViewedPartition& partition = *set_.partitions[place];
  if (is_deferred_ || !partition.stopped.ok()) return;
  const std::vector<BuildBegun> builds = partition.view.TakeBuildsBegun();
  if (!builds.empty()) Notice(partition, builds);
  if (partition.is_queued || !partition.view.IsBeingBuilt()) return;
  partition.is_queued = true;
  set_.being_built.push_back(place);
  ++set_.build_size;
}

void Views::Notice(const ViewedPartition& partition, const std::vector<BuildBegun>& builds) {
  const MutexLock lock(notices_mutex_);
  std::vector<BuildReason> reasons;
  for (const BuildBegun& begun : builds) {
    BuildNotice& notice = NoticeOf(begun.reason);
    if (notice.cells++ == 0) {
      const Dictionary& measures = partition.view.facts().dictionaries().measures;
      notice.partition = partition.name;
      notice.measure = MeasureName(measures.At(begun.measure));
    }
    if (std::find(reasons.begin(), reasons.end(), begun.reason) != reasons.end()) continue;
    reasons.push_back(begun.reason);
    ++notice.partitions;
  }
}

BuildNotice& Views::NoticeOf(BuildReason reason) {
  for (BuildNotice& notice : notices_) {
    if (notice.reason == reason) return notice;
  }
  return notices_.emplace_back(BuildNotice{.reason = reason});
}

}  // namespace taizhang::aggregator
