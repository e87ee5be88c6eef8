#include <algorithm>
#include <utility>

#include "services/ledger/commit/ledger.h"

namespace taizhang::ledger {

std::vector<std::shared_ptr<Partition>> Ledger::PartitionsAfter(const std::string& prefix,
                                                                const std::string& after,
                                                                size_t count) const {
  const std::string structure(kStructurePartition);
  std::vector<std::shared_ptr<Partition>> found;
  found.reserve(count);
  const MutexLock lock(mutex_);
  auto at = partitions_.lower_bound(prefix);
  if (after.empty()) {
    const auto first = partitions_.find(structure);
    if (first != partitions_.end() && structure.starts_with(prefix)) found.push_back(first->second);
  } else if (after != structure && after >= prefix) {
    at = partitions_.upper_bound(after);
  }
  for (; at != partitions_.end() && at->first.starts_with(prefix) && found.size() < count; ++at) {
    if (at->first != structure) found.push_back(at->second);
  }
  return found;
}

std::vector<PartitionStatus> Ledger::AllPartitions() const {
  std::vector<std::shared_ptr<Partition>> partitions;
  {
    const MutexLock lock(mutex_);
    partitions.reserve(partitions_.size());
    for (const auto& [name, partition] : partitions_) partitions.push_back(partition);
  }
  std::vector<PartitionStatus> statuses;
  statuses.reserve(partitions.size());
  for (const auto& partition : partitions) statuses.push_back(partition->status());
  return statuses;
}

PartitionPage Ledger::ListPartitions(const std::string& prefix,
                                     const PartitionPaging& paging) const {
  PartitionPage page{.partitions = {}, .next_after = paging.after};
  size_t examined = 0;
  while (page.partitions.size() < paging.count_max && examined < paging.examined_max) {
    const size_t room =
        std::min(paging.count_max - page.partitions.size(), paging.examined_max - examined);
    // One more tells whether this is the last page.
    std::vector<std::shared_ptr<Partition>> found =
        PartitionsAfter(prefix, page.next_after, room + 1);
    const bool is_last = found.size() <= room;
    if (!is_last) found.pop_back();
    examined += found.size();
    for (const std::shared_ptr<Partition>& partition : found) {
      PartitionStatus status = partition->status();
      page.next_after = status.name;
      // Requests that were refused, or are not synced yet, are nothing that was written.
      if (status.head.revision > 0) page.partitions.push_back(std::move(status));
    }
    if (is_last) {
      page.next_after.clear();
      break;
    }
  }
  return page;
}

}  // namespace taizhang::ledger
