#include "services/aggregator/view/reading.h"

#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"
#include "common/status/reason.h"

namespace taizhang::aggregator {
namespace {

absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

absl::StatusOr<Figure> Reading::Answer(const FigureQuery& query) {
  if (steps_left_ <= 0) {
    return MakeError(Reason::kOverloaded,
                     "the figures before this one were all that is evaluated in one query; ask for "
                     "fewer at once",
                     {{"limit", std::to_string(kReadingStepsMax)}});
  }
  damaged_ = nullptr;
  // Every answer involves the structure.
  if (Find(kStructurePartition) == nullptr) return damaged_->stopped;
  absl::StatusOr<Figure> figure = aggregator::Answer(query, *set_.structure, *this);
  if (damaged_ != nullptr) return damaged_->stopped;
  return figure;
}

const ViewedPartition* Reading::At(size_t place) const {
  const ViewedPartition& partition = *set_.partitions[place];
  return partition.stopped.ok() ? &partition : nullptr;
}

size_t Reading::CountTouching(std::string_view scope) const {
  const auto found = set_.touching.find(Absl(scope));
  return found == set_.touching.end() ? 0 : found->second.size();
}

Cut Reading::cut() const {
  Cut cut;
  for (const uint32_t place : involved_) {
    const ViewedPartition& partition = *set_.partitions[place];
    cut.digest.Add(partition.digest);
    if (involved_.size() <= kCutPartitionsMax) {
      cut.entries.push_back({.partition = partition.name, .revision = partition.revision});
    }
  }
  std::sort(cut.entries.begin(), cut.entries.end(),
            [](const CutEntry& a, const CutEntry& b) { return a.partition < b.partition; });
  return cut;
}

const PartitionView* Reading::Find(std::string_view partition) const {
  const auto found = set_.index.find(Absl(partition));
  return found == set_.index.end() ? nullptr : Visit(found->second);
}

void Reading::ForEachTouching(std::string_view scope,
                              absl::FunctionRef<void(const PartitionView&)> visit) const {
  const auto found = set_.touching.find(Absl(scope));
  if (found == set_.touching.end()) return;
  for (const uint32_t place : found->second) {
    const PartitionView* view = Visit(place);
    if (view != nullptr) visit(*view);
  }
}

const PartitionView* Reading::Visit(uint32_t place) const {
  const ViewedPartition& partition = *set_.partitions[place];
  if (is_involved_.size() <= place) is_involved_.resize(set_.partitions.size());
  if (!is_involved_[place]) {
    is_involved_[place] = true;
    involved_.push_back(place);
  }
  if (partition.stopped.ok()) return &partition.view;
  damaged_ = &partition;
  return nullptr;
}

}  // namespace taizhang::aggregator
