#include "services/aggregator/view/views.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang::aggregator {
namespace {

using RecordChanges = std::vector<std::pair<std::string, std::shared_ptr<const Record>>>;

/// What a block of "structure" changes, by name. `dictionary` is the one before the block.
RecordChanges ChangesOf(const BlockContent& content, const Dictionary& dictionary) {
  RecordChanges changes;
  changes.reserve(content.records.size());
  for (const RecordChange& change : content.records) {
    const bool is_new = change.subject >= dictionary.end();
    changes.emplace_back(is_new ? content.new_subjects[change.subject - dictionary.end()]
                                : std::string(dictionary.At(change.subject)),
                         change.after);
  }
  return changes;
}

void ReportBuild(const PartitionView& view, PartitionReport& report) {
  const BuildState state = view.build_state();
  report.being_built.reserve(state.measures.size());
  for (const Ordinal measure : state.measures) {
    report.being_built.push_back(MeasureName(view.facts().dictionaries().measures.At(measure)));
  }
  report.folded = state.folded;
  report.subjects = state.subjects;
}

}  // namespace

Views::Views(const FigureCacheLimits& cache, FirstFold first)
    : cache_(cache), is_deferred_(first == FirstFold::kAfterFacts) {
  const WriterLock lock(mutex_);
  set_.readiness = MakeError(Reason::kNotReady, "catching up with the ledger; try again");
  PlaceOf(std::string(kStructurePartition));
}

const Dictionaries& Views::DictionariesOf(const std::string& partition) {
  {
    const ReaderLock lock(mutex_);
    const auto known = set_.index.find(partition);
    if (known != set_.index.end()) {
      return set_.partitions[known->second]->view.facts().dictionaries();
    }
  }
  const WriterLock lock(mutex_);
  return set_.partitions[PlaceOf(partition)]->view.facts().dictionaries();
}

uint64_t Views::structure_revision() const {
  const ReaderLock lock(mutex_);
  return set_.structure->revision();
}

absl::Status Views::Apply(const AppliedBlock& block) {
  std::shared_ptr<const Structure> structure;
  std::vector<std::string> changed;
  if (block.partition == kStructurePartition) {
    // The writer alone changes what it reads here; readers are not kept waiting for the copy.
    const RecordChanges changes =
        ChangesOf(block.content, DictionariesOf(block.partition).subjects);
    for (const auto& [name, record] : changes) changed.push_back(name);
    std::shared_ptr<const Structure> before;
    {
      const ReaderLock lock(mutex_);
      before = set_.structure;
    }
    structure = before->With(block.revision, changes);
  }
  absl::Status status;
  bool has_builds = false;
  {
    const WriterLock lock(mutex_);
    status = ApplyLocked(block, std::move(structure), changed);
    has_builds = !set_.being_built.empty();
  }
  if (has_builds && listener_) listener_();
  // Before anybody hears of it: an answer that was kept may repeat what is gone.
  if (!block.content.erased_texts.empty()) cache_.Clear();
  if (status.ok()) {
    waits_.Applied(block.partition, block.revision, PrefixOf(block.hash));
  } else {
    waits_.Stopped(block.partition, status);
  }
  return status;
}

absl::Status Views::ApplyLocked(const AppliedBlock& block,
                                std::shared_ptr<const Structure> structure,
                                absl::Span<const std::string> changed) {
  const uint32_t place = PlaceOf(block.partition);
  ViewedPartition& partition = *set_.partitions[place];
  if (!partition.stopped.ok()) return partition.stopped;
  if (structure != nullptr) set_.structure = std::move(structure);
  // One for all partitions: together they are one step.
  FoldBudget budget;
  const absl::Status applied =
      partition.view.Apply(block.revision, block.content, *set_.structure, budget);
  if (!applied.ok()) {
    partition.stopped =
        MakeError(Reason::kLogDamaged,
                  absl::StrCat(block.partition, " is stopped at revision ", block.revision, ": ",
                               applied.message()),
                  {{"partition", block.partition}, {"revision", absl::StrCat(block.revision)}});
    return partition.stopped;
  }
  partition.revision = block.revision;
  partition.hash = block.hash;
  partition.digest = CutDigest::Of(block.partition, block.revision, block.hash);
  NoteTouched(place);
  NoteBuild(place);
  if (block.partition == kStructurePartition) {
    for (uint32_t other = 0; other < set_.partitions.size(); ++other) {
      if (!set_.partitions[other]->stopped.ok()) continue;
      set_.partitions[other]->view.Restructure(*set_.structure, changed, budget);
      NoteTouched(other);
      NoteBuild(other);
    }
  }
  return absl::OkStatus();
}

void Views::Stop(const std::string& partition, const absl::Status& why) {
  {
    const WriterLock lock(mutex_);
    const uint32_t place = PlaceOf(partition);
    set_.partitions[place]->stopped = why;
    // Where nothing of it was ever applied, its home is known all the same: a sum without it would
    // be silently short.
    const std::string home = absl::StrCat("divisions/", partition);
    for (const Structure::Above& above : set_.structure->DivisionsAbove(home, DayRange())) {
      std::vector<uint32_t>& places = set_.touching[above.scope];
      if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
    }
  }
  waits_.Stopped(partition, why);
}

absl::Status Views::Read(absl::FunctionRef<void(Reading&)> body) const {
  const ReaderLock lock(mutex_);
  return ReadLocked(body);
}

std::optional<absl::Status> Views::TryRead(absl::FunctionRef<void(Reading&)> body) const {
  if (!mutex_.TryLockShared()) return std::nullopt;
  absl::Status status = ReadLocked(body);
  mutex_.UnlockShared();
  return status;
}

absl::Status Views::ReadLocked(absl::FunctionRef<void(Reading&)> body) const {
  if (absl::Status readiness = ReadinessLocked(); !readiness.ok()) return readiness;
  Reading reading(set_, &cache_);
  body(reading);
  return absl::OkStatus();
}

absl::Status Views::ReadStructure(
    absl::FunctionRef<void(const Structure&, const Facts&)> body) const {
  const ReaderLock lock(mutex_);
  if (absl::Status readiness = ReadinessLocked(); !readiness.ok()) return readiness;
  const ViewedPartition& partition =
      *set_.partitions[set_.index.at(std::string(kStructurePartition))];
  if (!partition.stopped.ok()) return partition.stopped;
  body(*set_.structure, partition.view.facts());
  return absl::OkStatus();
}

absl::Status Views::readiness() const {
  const ReaderLock lock(mutex_);
  return ReadinessLocked();
}

std::optional<uint64_t> Views::FactsDigestOf(const std::string& partition) const {
  const ReaderLock lock(mutex_);
  const auto found = set_.index.find(partition);
  if (found == set_.index.end()) return std::nullopt;
  const ViewedPartition& viewed = *set_.partitions[found->second];
  if (viewed.revision == 0 || !viewed.stopped.ok()) return std::nullopt;
  return viewed.view.facts().digest();
}

std::vector<PartitionReport> Views::Report() const {
  std::vector<PartitionReport> reports;
  {
    const ReaderLock lock(mutex_);
    for (const auto& partition : set_.partitions) {
      if (partition->revision == 0 && partition->stopped.ok()) continue;
      PartitionReport& report = reports.emplace_back();
      report.partition = partition->name;
      report.revision = partition->revision;
      report.hash = partition->hash;
      report.stopped = partition->stopped;
      if (!partition->stopped.ok()) continue;
      const Facts& facts = partition->view.facts();
      report.facts_digest = facts.digest();
      report.observation_versions = facts.observations().version_count();
      report.facts_bytes = facts.memory_bytes();
      report.view_bytes = partition->view.memory_bytes();
      if (partition->is_queued) ReportBuild(partition->view, report);
    }
  }
  std::sort(reports.begin(), reports.end(), [](const PartitionReport& a, const PartitionReport& b) {
    return a.partition < b.partition;
  });
  return reports;
}

uint32_t Views::PlaceOf(const std::string& partition) {
  const auto [found, added] =
      set_.index.try_emplace(partition, static_cast<uint32_t>(set_.partitions.size()));
  if (added) {
    set_.partitions.push_back(std::make_unique<ViewedPartition>(partition));
    if (is_deferred_) set_.partitions.back()->view.DeferFolding();
  }
  return found->second;
}

void Views::NoteTouched(uint32_t place) {
  for (std::string& scope : set_.partitions[place]->view.TakeTouchedScopes()) {
    set_.touching[std::move(scope)].push_back(place);
  }
}

}  // namespace taizhang::aggregator
