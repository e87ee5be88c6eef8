#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/facts/block_content.h"
#include "common/facts/record.h"
#include "common/values/amount.h"
#include "common/values/period.h"
#include "common/values/record_name.h"

namespace taizhang::ledger {

// The rows of one request, parsed. What could not be read has its violation already, and its bit in
// `unread`: rules that would need it are left out, all others still speak.

/// Parts of a record, as bits of RecordRow::unread.
inline constexpr uint32_t kUnreadPlacements = 1U << 0U;
inline constexpr uint32_t kUnreadMemberships = 1U << 1U;
inline constexpr uint32_t kUnreadActive = 1U << 2U;
inline constexpr uint32_t kUnreadStages = 1U << 3U;      ///< days of a project's stages
inline constexpr uint32_t kUnreadMeaning = 1U << 4U;     ///< what a measure may not change
inline constexpr uint32_t kUnreadDefinition = 1U << 5U;  ///< a part of an indicator's

/// Parts of an observation, as bits of ObservationRow::unread.
inline constexpr uint8_t kUnreadPeriod = 1U << 0U;
inline constexpr uint8_t kUnreadAmount = 1U << 1U;

/// Where a row stands in its request; it names the fields in violations.
struct Origin {
  enum class Kind : uint8_t {
    kRow,                   ///< rows[i]
    kRecord,                ///< rows[i].record
    kObservation,           ///< rows[i].observation
    kWithdrawnObservation,  ///< rows[i].withdrawn_observation
    kAssumed,               ///< assumed_records[i]
  };
  Kind kind = Kind::kRow;
  int32_t index = 0;
};

/// What a row takes for granted: taizhang.ledger.v1.Existence, number by number.
enum class Existence : uint8_t { kEither = 0, kStands = 1, kAbsent = 2 };

constexpr bool IsMet(Existence existence, bool stands) {
  return existence == Existence::kEither || (existence == Existence::kStands) == stands;
}

/// A record to be created or replaced, or its withdrawal (without a record).
struct RecordRow {
  Origin origin;
  RecordName name;
  /// As written: lists in the order of the request, defaults not yet in place. Null: withdrawn.
  std::shared_ptr<Record> record;
  uint32_t unread = 0;
  std::string_view etag;
  Existence existence = Existence::kEither;
  /// None were written, and the ones that stand were put in place (ApplyDefaults).
  bool has_kept_parents = false;
};

/// An observation, or its withdrawal. Texts view the request, or Rows::texts.
///
/// Subject and measure stay text: nearly always they are found in the log's dictionaries as they
/// are, and only those that are not need to be parsed.
struct ObservationRow {
  Origin origin;
  bool withdraw = false;
  bool not_available = false;
  uint8_t unread = 0;
  Basis basis = Basis::kWhole;
  PeriodBasis period_basis = PeriodBasis::kStated;
  Period period;
  std::string_view subject;
  std::string_view measure;
  std::string_view item;
  std::string_view source;
  WrittenAmount amount;  ///< unless withdraw or not_available
  std::optional<Decimal>
      quantum;  ///< where it is given apart; otherwise the amount's spelling has it
  std::string_view remark;
  std::string_view etag;
  Existence existence = Existence::kEither;
};

/// One request. Rows of each kind stand in the order of the request.
struct Rows {
  size_t count = 0;  ///< rows of the request, unreadable ones included
  std::vector<RecordRow> records;
  std::vector<ObservationRow> observations;
  std::vector<RecordRow> assumed;  ///< records of any partition, taken as if they were written
  std::deque<std::string> texts;   ///< what rows view and the request has in another form (NFC)
};

}  // namespace taizhang::ledger
