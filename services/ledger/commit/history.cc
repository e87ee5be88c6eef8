#include "services/ledger/commit/history.h"

#include <optional>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/folded_block.h"
#include "common/status/reason.h"
#include "services/ledger/commit/replay.h"

namespace taizhang::ledger {

RecordHistory FindHistory(const Facts& facts, const RecordName& name, const HistoryRange& range) {
  RecordHistory history;
  const std::optional<Ordinal> subject = facts.FindSubject(name.text());
  if (!subject) return history;
  std::span<const RecordVersion> versions = facts.RecordVersions(*subject, range.through);
  for (; !versions.empty() && history.steps.size() < range.count_max;
       versions = versions.first(versions.size() - 1)) {
    RecordStep& step = history.steps.emplace_back();
    step.after = versions.back();
    if (versions.size() > 1) step.before = versions[versions.size() - 2];
  }
  history.has_older = !versions.empty();
  return history;
}

ObservationHistory FindHistory(const Facts& facts, const ObservationKey& key,
                               const HistoryRange& range) {
  ObservationHistory history;
  const Dictionaries& dictionaries = facts.dictionaries();
  const std::optional<Ordinal> subject = facts.FindSubject(key.subject.text());
  const std::optional<Ordinal> measure = dictionaries.measures.Find(key.measure.id());
  const std::optional<Ordinal> id =
      key.id.empty() ? std::optional<Ordinal>(0) : dictionaries.ids.Find(key.id);
  if (!subject || !measure || !id) return history;
  // One more, which is what stood before the oldest.
  const std::vector<ObservationVersion> versions = facts.observations().Versions(
      *subject, *measure, *id, key.period, range.through, range.count_max + 1);
  const auto remark = [&dictionaries](const ObservationVersion& version) {
    return std::string(dictionaries.texts.At(version.stamp.remark));
  };
  for (size_t i = 0; i < versions.size() && i < range.count_max; ++i) {
    ObservationStep& step = history.steps.emplace_back();
    step.after = versions[i];
    step.remark_after = remark(step.after);
    if (i + 1 == versions.size()) break;
    step.before = versions[i + 1];
    step.remark_before = remark(step.before);
  }
  history.has_older = versions.size() > range.count_max;
  return history;
}

absl::StatusOr<VersionOrigin> ReadOriginFrom(Store& store, const std::string& partition,
                                             uint64_t revision, Changed what, uint32_t row) {
  const absl::StatusOr<std::vector<StoredBlock>> blocks = store.Read(partition, revision - 1, 1);
  if (!blocks.ok()) {
    return MakeError(Reason::kNotReady,
                     absl::StrCat("the store cannot be read: ", blocks.status().message()));
  }
  if (blocks->empty() || blocks->front().revision != revision) {
    return DamagedAt(partition, revision, absl::DataLossError("the block is missing"));
  }
  const absl::StatusOr<FoldedBlock> block = FoldedBlock::Open(blocks->front(), nullptr);
  if (!block.ok()) return DamagedAt(partition, revision, block.status());
  uint64_t end = 0;
  for (const RequestSpan& request : block->content().requests) {
    end += what == Changed::kRecord ? request.record_changes : request.observation_changes;
    if (row < end) {
      return VersionOrigin{.commit_time_us = block->content().commit_time_us,
                           .request_id = request.request_id,
                           .principal = request.principal,
                           .bytes_read = BytesOf(blocks->front())};
    }
  }
  return DamagedAt(partition, revision, absl::DataLossError("header.requests: too few changes"));
}

}  // namespace taizhang::ledger
