#include "common/log/block_body.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/log/block_codec.h"
#include "common/log/observation_codec.h"
#include "common/log/record_codec.h"
#include "common/log/wire_fields.h"
#include "common/values/record_name.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {
namespace {

using storage::v1::BlockBody;

absl::Status Damage(const char* field) { return absl::DataLossError(absl::StrCat("body.", field)); }

ObservationBounds BoundsOf(uint64_t revision, const BlockContent& content,
                           const Dictionaries& dictionaries) {
  ObservationBounds bounds;
  bounds.subjects_end =
      dictionaries.subjects.end() + static_cast<Ordinal>(content.new_subjects.size());
  bounds.measures_end =
      dictionaries.measures.end() + static_cast<Ordinal>(content.new_measures.size());
  bounds.ids_end = dictionaries.ids.end() + static_cast<Ordinal>(content.new_ids.size());
  bounds.texts_end = dictionaries.texts.end() + static_cast<Ordinal>(content.new_texts.size());
  bounds.revision = revision;
  return bounds;
}

void AppendAll(std::string& out, uint32_t number, const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) AppendWireField(out, number, entry);
}

absl::Status AppendRecords(uint64_t revision, const BlockContent& content,
                           const Dictionaries& dictionaries, std::string& out) {
  thread_local storage::v1::RecordChange stored;
  BlockTexts texts(dictionaries.texts, content.new_texts);
  const Ordinal subjects_end = BoundsOf(revision, content, dictionaries).subjects_end;
  for (const RecordChange& change : content.records) {
    absl::Status status = EncodeRecordChange(change, revision, subjects_end, texts, stored);
    if (!status.ok()) return status;
    if (const size_t size = stored.ByteSizeLong(); size > kRecordChangeBytesMax) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "a change of a record of ", size, " bytes; the limit is ", kRecordChangeBytesMax));
    }
    AppendWireField(out, BlockBody::kRecordsFieldNumber, stored);
  }
  return absl::OkStatus();
}

/// Entries that are new to the dictionary and to each other: otherwise later ordinals would mean
/// something else.
absl::Status ReadNew(const std::vector<std::string_view>& entries, const Dictionary& known,
                     const char* field, bool (*is_valid)(std::string_view),
                     std::vector<std::string>& out) {
  out.assign(entries.begin(), entries.end());
  absl::flat_hash_set<std::string_view> seen;
  if (entries.size() > 1) seen.reserve(entries.size());
  for (const std::string_view entry : entries) {
    if (!is_valid(entry) || known.Find(entry)) return Damage(field);
    if (entries.size() > 1 && !seen.insert(entry).second) return Damage(field);
  }
  return absl::OkStatus();
}

bool IsRecordName(std::string_view text) { return RecordName::Parse(text).ok(); }

/// Ascending, and of texts that the log has from earlier blocks.
bool AreErasable(const std::vector<Ordinal>& ordinals, const Dictionary& texts) {
  Ordinal last = 0;  // no text
  for (const Ordinal ordinal : ordinals) {
    if (ordinal <= last || ordinal >= texts.end()) return false;
    last = ordinal;
  }
  return true;
}

/// A packed column is measured before it is parsed, like the observations'.
absl::Status ReadErasedTexts(std::string_view packed, const Dictionary& texts,
                             std::vector<Ordinal>& out) {
  constexpr size_t kVarintBytesMax = 10;
  out.clear();
  if (packed.data() == nullptr) return absl::OkStatus();
  if (packed.size() > kBlockErasedTextsMax * kVarintBytesMax) return Damage("erased_texts");
  std::string field;
  AppendWireField(field, BlockBody::kErasedTextsFieldNumber, packed);
  BlockBody part;
  if (!part.ParseFromString(field)) return Damage("erased_texts");
  out.assign(part.erased_texts().begin(), part.erased_texts().end());
  if (out.size() > kBlockErasedTextsMax || !AreErasable(out, texts)) return Damage("erased_texts");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> EncodeBody(uint64_t revision, const BlockContent& content,
                                       const Dictionaries& dictionaries) {
  std::string body;
  AppendAll(body, BlockBody::kNewSubjectsFieldNumber, content.new_subjects);
  AppendAll(body, BlockBody::kNewMeasuresFieldNumber, content.new_measures);
  AppendAll(body, BlockBody::kNewIdsFieldNumber, content.new_ids);
  for (const TextEntry& text : content.new_texts) {
    AppendWireField(body, BlockBody::kNewTextDigestsFieldNumber,
                    {reinterpret_cast<const char*>(text.digest.data()), text.digest.size()});
  }
  if (absl::Status status = AppendRecords(revision, content, dictionaries, body); !status.ok())
    return status;
  if (!content.observations.empty()) {
    thread_local storage::v1::ObservationColumns columns;
    absl::Status status = EncodeObservations(content.observations,
                                             BoundsOf(revision, content, dictionaries), columns);
    if (!status.ok()) return status;
    AppendWireField(body, BlockBody::kObservationsFieldNumber, columns);
  }
  if (!content.erased_texts.empty()) {
    if (!AreErasable(content.erased_texts, dictionaries.texts))
      return absl::InternalError("body.erased_texts");
    BlockBody part;
    part.mutable_erased_texts()->Assign(content.erased_texts.begin(), content.erased_texts.end());
    body += part.SerializeAsString();
  }
  if (body.size() > kBlockBodyBytesMax) {
    return absl::ResourceExhaustedError(absl::StrCat("a block's body of ", body.size(),
                                                     " bytes; the limit is ", kBlockBodyBytesMax));
  }
  return body;
}

absl::Status BodyReader::Split(std::string_view body) {
  WireFieldReader reader(body);
  for (WireField field; reader.Next(field);) {
    if (field.number > BlockBody::kErasedTextsFieldNumber) continue;
    if (!field.is_bytes) return Damage("encoding");
    switch (field.number) {
      case BlockBody::kNewSubjectsFieldNumber:
        subjects_.push_back(field.bytes);
        break;
      case BlockBody::kNewMeasuresFieldNumber:
        measures_.push_back(field.bytes);
        break;
      case BlockBody::kNewIdsFieldNumber:
        ids_.push_back(field.bytes);
        break;
      case BlockBody::kNewTextDigestsFieldNumber:
        text_digests_.push_back(field.bytes);
        break;
      case BlockBody::kRecordsFieldNumber:
        if (records_.size() == kBlockRowsMax || field.bytes.size() > kRecordChangeBytesMax)
          return Damage("records");
        records_.push_back(field.bytes);
        break;
      case BlockBody::kObservationsFieldNumber:
        if (observations_.data() != nullptr) return Damage("observations");
        observations_ = field.bytes;
        break;
      default:
        if (erased_texts_.data() != nullptr) return Damage("erased_texts");
        erased_texts_ = field.bytes;
        break;
    }
    if (subjects_.size() > kBlockSubjectsMax) return Damage("new_subjects");
    if (measures_.size() > kBlockRowsMax) return Damage("new_measures");
    if (ids_.size() > kBlockRowsMax) return Damage("new_ids");
    if (text_digests_.size() > kBlockTextsMax) return Damage("new_text_digests");
  }
  return reader.damaged() ? Damage("encoding") : absl::OkStatus();
}

absl::Status BodyReader::ReadEntries(const Dictionaries& dictionaries,
                                     BlockContent& content) const {
  absl::Status status =
      ReadNew(subjects_, dictionaries.subjects, "new_subjects", IsRecordName, content.new_subjects);
  if (!status.ok()) return status;
  status = ReadNew(measures_, dictionaries.measures, "new_measures", IsId, content.new_measures);
  if (!status.ok()) return status;
  status = ReadNew(ids_, dictionaries.ids, "new_ids", IsId, content.new_ids);
  if (!status.ok()) return status;
  content.new_texts.assign(text_digests_.size(), TextEntry{});
  for (size_t i = 0; i < text_digests_.size(); ++i) {
    TextEntry& entry = content.new_texts[i];
    if (text_digests_[i].size() != entry.digest.size()) return Damage("new_text_digests");
    std::copy(text_digests_[i].begin(), text_digests_[i].end(), entry.digest.begin());
  }
  return absl::OkStatus();
}

absl::Status BodyReader::ReadChanges(uint64_t revision, const Dictionaries& dictionaries,
                                     BlockContent& content) const {
  thread_local storage::v1::RecordChange stored;
  const ObservationBounds bounds = BoundsOf(revision, content, dictionaries);
  const BlockTexts texts(dictionaries.texts, content.new_texts);
  content.records.clear();
  content.records.reserve(records_.size());
  for (const std::string_view bytes : records_) {
    if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      return Damage("records");
    absl::StatusOr<RecordChange> change =
        DecodeRecordChange(stored, revision, bounds.subjects_end, texts);
    if (!change.ok()) return change.status();
    content.records.push_back(*std::move(change));
  }
  absl::Status status = ReadErasedTexts(erased_texts_, dictionaries.texts, content.erased_texts);
  if (!status.ok()) return status;
  content.observations.clear();
  if (observations_.data() == nullptr) return absl::OkStatus();
  return DecodeObservations(observations_, kBlockRowsMax - records_.size(), bounds,
                            content.observations);
}

}  // namespace taizhang
