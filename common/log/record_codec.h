#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "common/facts/block_content.h"
#include "common/facts/dictionaries.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {

/// The texts of a log with those that a block brings: ordinals by text and texts by ordinal.
/// Borrows both.
class BlockTexts {
 public:
  BlockTexts(const Dictionary& known, const std::vector<TextEntry>& brought)
      : known_(known), brought_(brought) {}

  [[nodiscard]] Ordinal end() const { return known_.end() + static_cast<Ordinal>(brought_.size()); }
  /// "" for 0 and for an erased text. The ordinal must be below end().
  [[nodiscard]] std::string_view At(Ordinal ordinal) const;
  /// 0 for ""; end() for a text that is not there.
  [[nodiscard]] Ordinal Find(std::string_view text);

 private:
  const Dictionary& known_;
  const std::vector<TextEntry>& brought_;
  absl::flat_hash_map<std::string_view, Ordinal> index_;  ///< of brought_, built when first asked
};

/// INTERNAL, naming the field, where the record has a text that the log does not know or something
/// that could not be read again. `stored` is overwritten.
absl::Status EncodeRecord(const Record& record, BlockTexts& texts,
                          storage::v1::StoredRecord& stored);

/// DATA_LOSS, naming the field.
absl::StatusOr<std::shared_ptr<const Record>> DecodeRecord(const storage::v1::StoredRecord& stored,
                                                           const BlockTexts& texts);

/// A change's columns beside its versions are checked here too: the subject is below
/// `subjects_end`, the previous revision below `revision`, and there is a version to show.
absl::Status EncodeRecordChange(const RecordChange& change, uint64_t revision, Ordinal subjects_end,
                                BlockTexts& texts, storage::v1::RecordChange& stored);
absl::StatusOr<RecordChange> DecodeRecordChange(const storage::v1::RecordChange& stored,
                                                uint64_t revision, Ordinal subjects_end,
                                                const BlockTexts& texts);

}  // namespace taizhang
