#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/facts/block_content.h"
#include "common/facts/dictionaries.h"
#include "common/facts/observation_table.h"

namespace taizhang {

struct RecordVersion {
  uint64_t revision = 0;
  uint32_t row = 0;                      ///< position among its block's record changes
  std::shared_ptr<const Record> record;  ///< null: withdrawn
};

inline constexpr uint64_t kHead = UINT64_MAX;  ///< "as of the newest revision"

/// Level 1: the deterministic fold of exactly one log, with every version of everything (DESIGN:
/// facts). Same blocks in, same facts and same digest out. Applying never judges: a `before` that
/// does not match what stands is damage (DATA_LOSS) and leaves the object unusable. Not
/// thread-safe.
///
/// A block that erases texts changes what older versions read ("" in their place) and nothing else:
/// facts that had the text when it was erased and facts folded later, from blocks that have it no
/// more, are the same.
class Facts {
 public:
  explicit Facts(std::string partition);

  /// `revision` must be revision() + 1. A block that erases texts costs a look at every version of
  /// every record, but for who knows the subjects whose records have one of these texts in any
  /// version: given all of them, it looks at no other.
  absl::Status Apply(uint64_t revision, const BlockContent& content,
                     const std::vector<Ordinal>* subjects_with_erased = nullptr);

  [[nodiscard]] const std::string& partition() const { return partition_; }
  [[nodiscard]] uint64_t revision() const { return revision_; }
  [[nodiscard]] uint64_t structure_revision() const { return structure_revision_; }
  [[nodiscard]] const Dictionaries& dictionaries() const { return dictionaries_; }

  [[nodiscard]] std::optional<Ordinal> FindSubject(std::string_view name) const;
  /// The newest version at or before `as_of`; nothing where there is none. A withdrawn one has a
  /// null record.
  [[nodiscard]] std::optional<RecordVersion> FindRecord(Ordinal subject,
                                                        uint64_t as_of = kHead) const;
  /// Every version at or before `as_of`, oldest first, withdrawals included. Valid until the next
  /// Apply.
  [[nodiscard]] std::span<const RecordVersion> RecordVersions(Ordinal subject,
                                                              uint64_t as_of = kHead) const;
  /// The current record or null (never created, or withdrawn).
  [[nodiscard]] const Record* CurrentRecord(Ordinal subject) const;

  [[nodiscard]] const ObservationTable& observations() const { return observations_; }

  /// The block that brought a text of the dictionary, and the ordinal of the first one it brought.
  struct TextOrigin {
    uint64_t revision = 0;
    Ordinal first = 0;
  };
  [[nodiscard]] TextOrigin OriginOfText(Ordinal text) const;

  /// Order-independent over all that stands: of records their revisions, of observations all but
  /// the remark. Texts are left out, so that erasure keeps it.
  [[nodiscard]] uint64_t digest() const { return digest_; }
  [[nodiscard]] size_t memory_bytes() const;

 private:
  absl::Status ApplyRecord(uint64_t revision, uint32_t row, const RecordChange& change);

  /// Leaves no trace of the texts, neither in the dictionary nor in any version of a record.
  absl::Status EraseTexts(const BlockContent& content,
                          const std::vector<Ordinal>* subjects_with_erased);

  std::string partition_;
  uint64_t revision_ = 0;
  uint64_t structure_revision_ = 0;
  uint64_t digest_ = 0;
  Dictionaries dictionaries_;
  std::vector<std::vector<RecordVersion>> records_;  ///< by subject, oldest first
  ObservationTable observations_;
  std::vector<TextOrigin> text_origins_;  ///< of the blocks that brought texts
};

}  // namespace taizhang
