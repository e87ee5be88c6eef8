#include "common/facts/facts.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "common/facts/digest.h"
#include "common/facts/record_texts.h"

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

using Texts = absl::flat_hash_set<std::string>;

bool HasAny(const Record& record, const Texts& texts) {
  bool found = false;
  VisitTexts(record, [&](std::string_view, std::string_view, const std::string& text) {
    found = found || texts.contains(text);
  });
  return found;
}

std::shared_ptr<const Record> Without(const Record& record, const Texts& texts) {
  auto copy = std::make_shared<Record>(record);
  VisitTexts(*copy, [&](std::string_view, std::string_view, std::string& text) {
    if (texts.contains(text)) text.clear();
  });
  return copy;
}

void EraseFrom(std::vector<RecordVersion>& versions, const Texts& texts) {
  for (RecordVersion& version : versions) {
    if (version.record == nullptr || !HasAny(*version.record, texts)) continue;
    version.record = Without(*version.record, texts);
  }
}

}  // namespace

Facts::Facts(std::string partition) : partition_(std::move(partition)) {}

absl::Status Facts::ApplyRecord(uint64_t revision, uint32_t row, const RecordChange& change) {
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
  versions.push_back({.revision = revision, .row = row, .record = change.after});
  digest_ += DigestOfRecord(change.subject, versions.back());
  return absl::OkStatus();
}

absl::Status Facts::Apply(uint64_t revision, const BlockContent& content,
                          const std::vector<Ordinal>* subjects_with_erased) {
  if (revision != revision_ + 1) {
    return absl::DataLossError(partition_ + ": revision " + std::to_string(revision) +
                               " does not follow " + std::to_string(revision_));
  }
  if (!content.new_texts.empty()) {
    text_origins_.push_back({.revision = revision, .first = dictionaries_.texts.end()});
  }
  dictionaries_.Append(content);
  uint32_t row = 0;
  for (const RecordChange& change : content.records) {
    if (absl::Status status = ApplyRecord(revision, row, change); !status.ok()) return status;
    ++row;
  }
  row = 0;
  for (const ObservationChange& change : content.observations) {
    if (!dictionaries_.subjects.Has(change.subject) ||
        !dictionaries_.measures.Has(change.measure)) {
      return absl::DataLossError("observation of an unknown subject or measure");
    }
    absl::Status status = observations_.Apply(revision, row, change, digest_);
    if (!status.ok()) return status;
    ++row;
  }
  if (absl::Status status = EraseTexts(content, subjects_with_erased); !status.ok()) return status;
  revision_ = revision;
  structure_revision_ = content.structure_revision;
  return absl::OkStatus();
}

absl::Status Facts::EraseTexts(const BlockContent& content,
                               const std::vector<Ordinal>* subjects_with_erased) {
  Texts texts;
  for (const Ordinal ordinal : content.erased_texts) {
    if (!dictionaries_.texts.Has(ordinal)) return absl::DataLossError("erasure of an unknown text");
    const std::string_view text = dictionaries_.texts.At(ordinal);
    if (!text.empty()) texts.emplace(text);
    dictionaries_.texts.Erase(ordinal);
  }
  // None: the blocks that brought them were read without them.
  if (texts.empty()) return absl::OkStatus();
  if (subjects_with_erased == nullptr) {
    for (std::vector<RecordVersion>& versions : records_) EraseFrom(versions, texts);
    return absl::OkStatus();
  }
  for (const Ordinal subject : *subjects_with_erased) {
    if (subject < records_.size()) EraseFrom(records_[subject], texts);
  }
  // Of these nobody could know before.
  for (const RecordChange& change : content.records) EraseFrom(records_[change.subject], texts);
  return absl::OkStatus();
}

Facts::TextOrigin Facts::OriginOfText(Ordinal text) const {
  const auto after = std::upper_bound(
      text_origins_.begin(), text_origins_.end(), text,
      [](Ordinal ordinal, const TextOrigin& origin) { return ordinal < origin.first; });
  return after == text_origins_.begin() ? TextOrigin{} : *std::prev(after);
}

std::optional<Ordinal> Facts::FindSubject(std::string_view name) const {
  return dictionaries_.subjects.Find(name);
}

std::span<const RecordVersion> Facts::RecordVersions(Ordinal subject, uint64_t as_of) const {
  if (subject >= records_.size()) return {};
  const std::vector<RecordVersion>& versions = records_[subject];
  const auto after = std::upper_bound(
      versions.begin(), versions.end(), as_of,
      [](uint64_t revision, const RecordVersion& v) { return revision < v.revision; });
  return {versions.begin(), after};
}

std::optional<RecordVersion> Facts::FindRecord(Ordinal subject, uint64_t as_of) const {
  const std::span<const RecordVersion> versions = RecordVersions(subject, as_of);
  if (versions.empty()) return std::nullopt;
  return versions.back();
}

const Record* Facts::CurrentRecord(Ordinal subject) const {
  if (subject >= records_.size() || records_[subject].empty()) return nullptr;
  return records_[subject].back().record.get();
}

size_t Facts::memory_bytes() const {
  size_t bytes = text_origins_.capacity() * sizeof(TextOrigin) + observations_.memory_bytes() +
                 dictionaries_.subjects.memory_bytes() + dictionaries_.measures.memory_bytes() +
                 dictionaries_.ids.memory_bytes() + dictionaries_.texts.memory_bytes() +
                 records_.capacity() * sizeof(std::vector<RecordVersion>);
  for (const auto& versions : records_) {
    bytes += versions.capacity() * sizeof(RecordVersion) + versions.size() * sizeof(Record);
  }
  return bytes;
}

}  // namespace taizhang
