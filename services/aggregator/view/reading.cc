#include "services/aggregator/view/reading.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/reason.h"
#include "services/aggregator/core/measure_cells.h"

namespace taizhang::aggregator {
namespace {

/// Finding an answer again, in steps.
constexpr int64_t kStepsOfRecalling = 10;

absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

/// Whether cells alone answer it: not worth a look into the cache.
bool IsFromCells(const FigureQuery& query, const Structure& structure) {
  const RecordKind kind = query.scope.kind();
  if (kind != RecordKind::kDivision && kind != RecordKind::kCluster) return false;
  if (query.distinct || query.members_on || query.fill_from_statements) return false;
  const Indicator* indicator = structure.FindIndicator(query.indicator);
  if (indicator == nullptr || !indicator->population.empty()) return false;
  const auto* total = std::get_if<TotalOf>(&indicator->definition);
  if (total == nullptr || !total->IsTotal() || !total->filter.IsEmpty()) return false;
  const Measure* measure = structure.FindMeasure(total->measure);
  return measure != nullptr && measure->filter.IsEmpty();
}

}  // namespace

absl::Status Reading::Begin() const {
  if (steps_left_ <= 0) {
    if (!unbuilt_.empty()) return BeingBuilt();
    return MakeError(Reason::kOverloaded,
                     "the figures before this one were all that is evaluated in one query; ask for "
                     "fewer at once",
                     {{"limit", std::to_string(kReadingStepsMax)}});
  }
  damaged_ = nullptr;
  ++answer_;
  unbuilt_steps_ = 0;
  read_places_.clear();
  read_scopes_.clear();
  untouched_scopes_.clear();
  absent_partitions_.clear();
  // Every answer involves the structure.
  return Find(kStructurePartition) == nullptr ? damaged_->stopped : absl::OkStatus();
}

absl::Status Reading::Run(absl::FunctionRef<absl::Status()> answer) {
  if (absl::Status status = Begin(); !status.ok()) return status;
  absl::Status status = answer();
  return damaged_ != nullptr ? damaged_->stopped : status;
}

absl::StatusOr<Figure> Reading::Answer(const FigureQuery& query) {
  if (absl::Status status = Begin(); !status.ok()) return status;
  std::optional<FigureKey> key;
  if (cache_ != nullptr && (IsBuilding() || !IsFromCells(query, *set_.structure))) {
    key.emplace(query);
    if (const auto cached = Recall(*key)) return cached->figure;
  }
  const int64_t steps_before = steps_left_;
  absl::StatusOr<Figure> figure = aggregator::Answer(query, *set_.structure, *this);
  if (damaged_ != nullptr) return damaged_->stopped;
  if (unbuilt_steps_ > unbuilt_steps_max_) return BeingBuilt();
  if (unbuilt_steps_ > 0 && ReasonOf(figure.status()) == Reason::kOverloaded) return BeingBuilt();
  if (key && figure.ok() && steps_before - steps_left_ >= cache_->limits().steps_min) {
    Keep(*std::move(key), *figure);
  }
  return figure;
}

bool Reading::MayEvaluate(const ViewState& partition, std::string_view measure_id,
                          int64_t steps) const {
  unbuilt_steps_ += steps;
  unbuilt_ = absl::StrCat(MeasureName(measure_id), " in ", partition.facts.partition());
  return unbuilt_steps_ <= unbuilt_steps_max_;
}

absl::Status Reading::BeingBuilt() const {
  return MakeError(Reason::kNotReady,
                   absl::StrCat("what adds up to it is being built (", unbuilt_, "), ",
                                set_.BuiltPercent(), " % is done; try again"));
}

std::shared_ptr<const CachedFigure> Reading::Recall(const FigureKey& key) const {
  std::shared_ptr<const CachedFigure> cached = cache_->Find(key);
  if (cached == nullptr || !StillHolds(*cached)) return nullptr;
  for (const auto& read : cached->partitions) Involve(read.place);
  Spend(kStepsOfRecalling + static_cast<int64_t>(cached->partitions.size()) / 8);
  return cached;
}

bool Reading::StillHolds(const CachedFigure& cached) const {
  for (const auto& read : cached.partitions) {
    const ViewedPartition& partition = *set_.partitions[read.place];
    if (partition.revision != read.revision || !partition.stopped.ok()) return false;
  }
  for (const auto& read : cached.scopes) {
    if (CountTouching(read.scope) != read.partitions) return false;
  }
  return std::none_of(cached.absent.begin(), cached.absent.end(),
                      [this](const std::string& name) { return set_.index.contains(name); });
}

void Reading::Keep(FigureKey key, const Figure& figure) const {
  CachedFigure cached{.figure = figure, .partitions = {}, .scopes = {}, .absent = {}};
  cached.partitions.reserve(read_places_.size());
  for (const uint32_t place : read_places_) {
    cached.partitions.push_back({.place = place, .revision = set_.partitions[place]->revision});
  }
  std::sort(read_scopes_.begin(), read_scopes_.end());
  read_scopes_.erase(std::unique(read_scopes_.begin(), read_scopes_.end()), read_scopes_.end());
  std::sort(untouched_scopes_.begin(), untouched_scopes_.end());
  untouched_scopes_.erase(std::unique(untouched_scopes_.begin(), untouched_scopes_.end()),
                          untouched_scopes_.end());
  cached.scopes.reserve(read_scopes_.size() + untouched_scopes_.size());
  for (const Touching* touching : read_scopes_) {
    cached.scopes.push_back({.scope = touching->first, .partitions = touching->second.size()});
  }
  for (const std::string& scope : untouched_scopes_) {
    cached.scopes.push_back({.scope = scope, .partitions = 0});
  }
  cached.absent = absent_partitions_;
  cache_->Put(std::move(key), std::move(cached));
}

const ViewedPartition* Reading::At(size_t place) const {
  const ViewedPartition& partition = *set_.partitions[place];
  return partition.stopped.ok() ? &partition : nullptr;
}

size_t Reading::CountTouching(std::string_view scope) const {
  const auto found = set_.touching.find(Absl(scope));
  return found == set_.touching.end() ? 0 : found->second.size();
}

Cut Reading::cut() const { return CutUpTo(kCutPartitionsMax); }

Cut Reading::CutUpTo(size_t entries_max) const {
  Cut cut;
  for (const uint32_t place : involved_) {
    const ViewedPartition& partition = *set_.partitions[place];
    cut.digest.Add(partition.digest);
    if (involved_.size() <= entries_max) {
      cut.entries.push_back({.partition = partition.name, .revision = partition.revision});
    }
  }
  std::sort(cut.entries.begin(), cut.entries.end(),
            [](const CutEntry& a, const CutEntry& b) { return a.partition < b.partition; });
  return cut;
}

const ViewState* Reading::Find(std::string_view partition) const {
  const auto found = set_.index.find(Absl(partition));
  if (found != set_.index.end()) return Visit(found->second);
  if (cache_ != nullptr) absent_partitions_.emplace_back(partition);
  return nullptr;
}

void Reading::ForEachTouching(std::string_view scope,
                              absl::FunctionRef<void(const ViewState&)> visit) const {
  const auto found = set_.touching.find(Absl(scope));
  if (found == set_.touching.end()) {
    if (cache_ != nullptr) untouched_scopes_.emplace_back(scope);
    return;
  }
  if (cache_ != nullptr) read_scopes_.push_back(&*found);
  for (const uint32_t place : found->second) {
    const ViewState* view = Visit(place);
    if (view != nullptr) visit(*view);
  }
}

void Reading::Involve(uint32_t place) const {
  if (is_involved_.size() <= place) {
    is_involved_.resize(set_.partitions.size());
    read_by_.resize(set_.partitions.size());
  }
  if (is_involved_[place]) return;
  is_involved_[place] = true;
  involved_.push_back(place);
}

const ViewState* Reading::Visit(uint32_t place) const {
  Involve(place);
  if (cache_ != nullptr && read_by_[place] != answer_) {
    read_by_[place] = answer_;
    read_places_.push_back(place);
  }
  const ViewedPartition& partition = *set_.partitions[place];
  if (partition.stopped.ok()) return &partition.view.state();
  damaged_ = &partition;
  return nullptr;
}

}  // namespace taizhang::aggregator
