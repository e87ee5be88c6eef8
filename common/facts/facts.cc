#include "common/facts/facts.h"

#include <algorithm>
#include <utility>

#include "common/facts/digest.h"

namespace taizhang {
namespace {

constexpr uint64_t kRecordSeed = 0x7265636f7264U;

uint64_t DigestOfRecord(Ordinal subject, const RecordVersion& version) {
  if (version.record == nullptr) return 0;
  return MixDigest(MixDigest(kRecordSeed, subject), version.revision);
}

bool SameRecord(const std::shared_ptr<const Record>& a, const std::shared_ptr<const Record>& b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a == b || *a == *b;
}

}  // namespace

Facts::Facts(std::string partition) : partition_(std::move(partition)) {}

absl::Status Facts::ApplyRecord(uint64_t revision, const RecordChange& change) {
  if (!dictionaries_.subjects.Has(change.subject)) {
    return absl::DataLossError("record change of an unknown subject");
  }
  if (records_.size() <= change.subject) records_.resize(dictionaries_.subjects.end());
  std::vector<RecordVersion>& versions = records_[change.subject];
  const RecordVersion stands = versions.empty() ? RecordVersion{} : versions.back();
  if (change.previous_revision != stands.revision || !SameRecord(change.before, stands.record)) {
    return absl::DataLossError(std::string(dictionaries_.subjects.At(change.subject)) +
                               ": the version before is not the one that stands");
  }
  digest_ -= DigestOfRecord(change.subject, stands);
  versions.push_back({.revision = revision, .record = change.after});
  digest_ += DigestOfRecord(change.subject, versions.back());
  return absl::OkStatus();
}

absl::Status Facts::Apply(uint64_t revision, const BlockContent& content) {
  if (revision != revision_ + 1) {
    return absl::DataLossError(partition_ + ": revision " + std::to_string(revision) +
                               " does not follow " + std::to_string(revision_));
  }
  dictionaries_.Append(content);
  for (const RecordChange& change : content.records) {
    if (absl::Status status = ApplyRecord(revision, change); !status.ok()) return status;
  }
  uint32_t row = 0;
  for (const ObservationChange& change : content.observations) {
    if (!dictionaries_.subjects.Has(change.subject) ||
        !dictionaries_.measures.Has(change.measure)) {
      return absl::DataLossError("observation of an unknown subject or measure");
    }
    absl::Status status = observations_.Apply(revision, row, change, digest_);
    if (!status.ok()) return status;
    ++row;
  }
  revision_ = revision;
  structure_revision_ = content.structure_revision;
  return absl::OkStatus();
}

std::optional<Ordinal> Facts::FindSubject(std::string_view name) const {
  return dictionaries_.subjects.Find(name);
}

std::optional<RecordVersion> Facts::FindRecord(Ordinal subject, uint64_t as_of) const {
  if (subject >= records_.size()) return std::nullopt;
  const std::vector<RecordVersion>& versions = records_[subject];
  const auto after = std::upper_bound(
      versions.begin(), versions.end(), as_of,
      [](uint64_t revision, const RecordVersion& v) { return revision < v.revision; });
  if (after == versions.begin()) return std::nullopt;
  return *std::prev(after);
}

const Record* Facts::CurrentRecord(Ordinal subject) const {
  if (subject >= records_.size() || records_[subject].empty()) return nullptr;
  return records_[subject].back().record.get();
}

size_t Facts::memory_bytes() const {
  size_t bytes = observations_.memory_bytes() + dictionaries_.subjects.memory_bytes() +
                 dictionaries_.measures.memory_bytes() + dictionaries_.ids.memory_bytes() +
                 dictionaries_.texts.memory_bytes() +
                 records_.capacity() * sizeof(std::vector<RecordVersion>);
  for (const auto& versions : records_) {
    bytes += versions.capacity() * sizeof(RecordVersion) + versions.size() * sizeof(Record);
  }
  return bytes;
}

}  // namespace taizhang
