#include "common/log/record_codec.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/log/details_codec.h"
#include "common/log/record_check.h"

namespace taizhang {
namespace {

absl::Status Damage(const char* field) {
  return absl::DataLossError(absl::StrCat("records.", field));
}
absl::Status Unwritable(const char* field) {
  return absl::InternalError(absl::StrCat("records.", field));
}

const char* FindDamageInChange(const storage::v1::RecordChange& stored, uint64_t revision,
                               Ordinal subjects_end) {
  if (stored.subject() >= subjects_end) return "subject";
  if (stored.previous_revision() >= revision) return "previous_revision";
  if (stored.has_before() && stored.previous_revision() == 0) return "before";
  if (!stored.has_before() && !stored.has_after()) return "after";
  return nullptr;
}

}  // namespace

std::string_view BlockTexts::At(Ordinal ordinal) const {
  if (ordinal < known_.end()) return known_.At(ordinal);
  return brought_[ordinal - known_.end()].text;
}

Ordinal BlockTexts::Find(std::string_view text) {
  if (text.empty()) return 0;
  if (const std::optional<Ordinal> known = known_.Find(text)) return *known;
  if (index_.empty()) {
    for (size_t i = 0; i < brought_.size(); ++i) {
      index_.emplace(brought_[i].text, known_.end() + static_cast<Ordinal>(i));
    }
  }
  const auto found = index_.find(text);
  return found == index_.end() ? end() : found->second;
}

absl::Status EncodeRecord(const Record& record, BlockTexts& texts,
                          storage::v1::StoredRecord& stored) {
  stored.Clear();
  stored.set_display_name(texts.Find(record.display_name));
  stored.set_english_name(texts.Find(record.english_name));
  stored.set_description(texts.Find(record.description));
  for (const Label& label : record.labels) {
    storage::v1::Label& to = *stored.add_labels();
    to.set_key(label.key);
    to.set_value(texts.Find(label.value));
  }
  for (const Placement& placement : record.placements) {
    storage::v1::Placement& to = *stored.add_placements();
    to.set_place(placement.place);
    if (placement.when != DayRange{}) EncodeDayRange(placement.when, *to.mutable_when());
  }
  for (const Membership& membership : record.memberships) {
    storage::v1::Membership& to = *stored.add_memberships();
    to.set_cluster(membership.cluster);
    to.set_role(static_cast<uint32_t>(membership.role));
    if (membership.when != DayRange{}) EncodeDayRange(membership.when, *to.mutable_when());
  }
  if (record.active != DayRange{}) EncodeDayRange(record.active, *stored.mutable_active());
  EncodeDetails(record, stored);
  if (const char* field = FindDamage(stored, texts.end())) return Unwritable(field);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Record>> DecodeRecord(const storage::v1::StoredRecord& stored,
                                                           const BlockTexts& texts) {
  if (const char* field = FindDamage(stored, texts.end())) return Damage(field);
  auto record = std::make_shared<Record>();
  record->display_name = texts.At(stored.display_name());
  record->english_name = texts.At(stored.english_name());
  record->description = texts.At(stored.description());
  record->labels.reserve(static_cast<size_t>(stored.labels_size()));
  for (const auto& label : stored.labels()) {
    record->labels.push_back({label.key(), std::string(texts.At(label.value()))});
  }
  record->placements.reserve(static_cast<size_t>(stored.placements_size()));
  for (const auto& placement : stored.placements()) {
    record->placements.push_back({placement.place(), DecodeDayRange(placement.when())});
  }
  record->memberships.reserve(static_cast<size_t>(stored.memberships_size()));
  for (const auto& membership : stored.memberships()) {
    record->memberships.push_back({membership.cluster(), static_cast<Role>(membership.role()),
                                   DecodeDayRange(membership.when())});
  }
  record->active = DecodeDayRange(stored.active());
  DecodeDetails(stored, *record);
  return record;
}

absl::Status EncodeRecordChange(const RecordChange& change, uint64_t revision, Ordinal subjects_end,
                                BlockTexts& texts, storage::v1::RecordChange& stored) {
  stored.Clear();
  stored.set_subject(change.subject);
  stored.set_previous_revision(change.previous_revision);
  if (change.before != nullptr) {
    if (absl::Status status = EncodeRecord(*change.before, texts, *stored.mutable_before());
        !status.ok()) {
      return status;
    }
  }
  if (change.after != nullptr) {
    if (absl::Status status = EncodeRecord(*change.after, texts, *stored.mutable_after());
        !status.ok())
      return status;
  }
  if (const char* field = FindDamageInChange(stored, revision, subjects_end))
    return Unwritable(field);
  return absl::OkStatus();
}

absl::StatusOr<RecordChange> DecodeRecordChange(const storage::v1::RecordChange& stored,
                                                uint64_t revision, Ordinal subjects_end,
                                                const BlockTexts& texts) {
  if (const char* field = FindDamageInChange(stored, revision, subjects_end)) return Damage(field);
  RecordChange change;
  change.subject = stored.subject();
  change.previous_revision = stored.previous_revision();
  if (stored.has_before()) {
    absl::StatusOr<std::shared_ptr<const Record>> before = DecodeRecord(stored.before(), texts);
    if (!before.ok()) return before.status();
    change.before = *std::move(before);
  }
  if (stored.has_after()) {
    absl::StatusOr<std::shared_ptr<const Record>> after = DecodeRecord(stored.after(), texts);
    if (!after.ok()) return after.status();
    change.after = *std::move(after);
  }
  return change;
}

}  // namespace taizhang
