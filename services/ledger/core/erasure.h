#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/facts/facts.h"
#include "common/facts/revision_range.h"

namespace taizhang::ledger {

/// How many uses of a text are told of one by one.
inline constexpr size_t kTextUsesMax = 100;

/// One place in one version that has a text.
struct TextUse {
  std::string name;   ///< of the record, or of the observation's subject
  std::string field;  ///< `display_name`, `labels[contact]`, `remark of measures/sales 2025-06`
  uint64_t revision = 0;
  bool standing = false;  ///< it is the version that stands
  friend bool operator==(const TextUse&, const TextUse&) = default;
};

/// Where a log has a text.
struct TextUses {
  std::vector<Ordinal> ordinals;  ///< of its entries, ascending
  std::vector<Ordinal> subjects;  ///< whose records have it in any version, ascending
  std::vector<TextUse> uses;      ///< the first kTextUsesMax, in order of writing
  uint64_t total = 0;             ///< of uses
  std::string standing;           ///< a record, or an observation's subject, where it stands; or ""
  /// Revisions after which it stood somewhere, ascending. Only requests answered at one of these
  /// can have had the text in a row: what a request writes stands after it.
  std::vector<RevisionRange> stood;
};

/// Looks for every use of a text as of a revision, in any of these spellings: as a whole name,
/// description, label's value or remark. Costs all texts, all versions of records, and of
/// observations the versions of what ever had it as a remark.
///
/// Goes in pieces, so that whoever shares the facts can let go of them in between, and they can
/// grow. What is found stays where it is: ordinals and chunks never move.
class TextSearch {
 public:
  TextSearch(std::vector<std::string> spellings, uint64_t as_of)
      : spellings_(std::move(spellings)), as_of_(as_of) {}

  [[nodiscard]] bool at_end() const { return stage_ == Stage::kEnd; }
  /// Looks at about `steps_max` more texts or versions.
  void Continue(const Facts& facts, size_t steps_max);
  /// After each piece; needs no facts.
  void Arrange();

  /// What was found, at the end. Nothing where a text of it was erased since it was found.
  std::optional<TextUses> Take(const Facts& facts);

 private:
  using Handle = ObservationTable::Handle;
  enum class Stage : uint8_t {
    kTexts,
    kRecords,
    kRemarks,
    kRemarksFound,
    kObservations,
    kFound,
    kEnd
  };

  /// A use before it is spelt out: there can be millions.
  struct Found {
    uint64_t revision = 0;
    uint32_t row = 0;
    uint32_t place = 0;  ///< of a record: which of its texts
    Ordinal subject = 0;
    Handle chunk = 0;  ///< of an observation; 0: of a record
    int slot = 0;
    bool standing = false;

    /// Within a block records stand before observations.
    [[nodiscard]] auto Order() const { return std::tuple(revision, chunk != 0, row, place); }
  };

  void EnterStage(Stage stage);
  [[nodiscard]] bool Is(std::string_view text) const;
  void FindTexts(const Facts& facts, size_t steps_max);
  void FindInRecords(const Facts& facts, size_t steps_max);
  void FindInRecord(Ordinal subject, std::span<const RecordVersion> versions, size_t at);
  void FindRemarks(const Facts& facts);
  void FindInObservations(const Facts& facts, size_t steps_max);
  /// Those of one slot of a chunk, that begin at `next_`. Returns how many versions were seen.
  size_t FindInSlot(const Facts& facts);
  void JoinRanges();
  [[nodiscard]] static TextUse Spell(const Facts& facts, const Found& found);

  std::vector<std::string> spellings_;
  uint64_t as_of_;
  Stage stage_ = Stage::kTexts;
  size_t next_ = 1;  ///< text, subject or remarked version, by the stage
  std::vector<ObservationTable::RemarkedVersion> remarked_;
  std::vector<Found> found_;
  TextUses uses_;
};

/// The same in one piece, as of the newest revision.
TextUses FindText(const Facts& facts, std::vector<std::string> spellings);

/// The texts of one block that are to be erased.
struct ErasedEntries {
  uint64_t revision = 0;        ///< of the block that brought them
  std::vector<size_t> indexes;  ///< in its section of texts, ascending
};
/// Where the entries of these ordinals lie, by revision.
std::vector<ErasedEntries> EntriesOf(const Facts& facts, const std::vector<Ordinal>& ordinals);

/// What an erasure came to, as it is kept with its request for ever.
struct Erasure {
  uint32_t texts = 0;
  std::vector<TextUse> uses;
  uint64_t uses_total = 0;
};
std::string EncodeErasure(const Erasure& erasure);
/// Whether the kept outcome of a request is one of these, and not of rows.
bool IsErasureOutcome(std::string_view bytes);
/// DATA_LOSS where the bytes are not what EncodeErasure makes.
absl::StatusOr<Erasure> DecodeErasure(std::string_view bytes);

}  // namespace taizhang::ledger
