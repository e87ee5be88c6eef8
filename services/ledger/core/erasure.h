#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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
  std::vector<TextUse> uses;      ///< the first kTextUsesMax, in order of writing
  uint64_t total = 0;             ///< of uses
  std::string standing;           ///< a record, or an observation's subject, where it stands; or ""
  /// Revisions after which it stood somewhere, ascending. Only requests answered at one of these
  /// can have had the text in a row: what a request writes stands after it.
  std::vector<RevisionRange> stood;
};

/// Every use of a text, in any of these spellings: as a whole name, description, label's value or
/// remark. Costs all versions of records and all remarks.
TextUses FindText(const Facts& facts, const std::vector<std::string>& spellings);

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
/// DATA_LOSS where the bytes are not what EncodeErasure makes.
absl::StatusOr<Erasure> DecodeErasure(std::string_view bytes);

}  // namespace taizhang::ledger
