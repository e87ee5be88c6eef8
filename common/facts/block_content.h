#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/facts/record.h"
#include "common/values/amount.h"
#include "common/values/period.h"

namespace taizhang {

/// Position of a subject, measure, id or text in the order of first appearance in one log.
/// Ids (items and sources) and texts count from 1; 0 is none.
using Ordinal = uint32_t;

enum class ObservationState : uint8_t { kAmount = 0, kNotAvailable = 1, kWithdrawn = 2 };
enum class Basis : uint8_t { kWhole = 0, kRemainder = 1 };
enum class PeriodBasis : uint8_t { kStated = 0, kAssumed = 1, kRecurring = 2 };

/// What an observation says beside its value: few distinct ones in a log, so they are interned.
struct Stamp {
  ObservationState state = ObservationState::kAmount;
  Bound bound = Bound::kExact;
  Basis basis = Basis::kWhole;
  PeriodBasis period_basis = PeriodBasis::kStated;
  Decimal quantum;     ///< normalized; base units
  Ordinal remark = 0;  ///< text

  /// By all members, which is also how R4's UNCHANGED compares: a remark that alone differs
  /// revises, as people correct remarks and dropping the correction would lose it.
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

/// What one commit did to one observation. The key is (subject, measure, id, period); `id` is the
/// item of a contribution or the source of a statement.
struct ObservationChange {
  Ordinal subject = 0;
  Ordinal measure = 0;
  Ordinal id = 0;
  Period period;
  uint64_t previous_revision =
      0;                    ///< 0: the key had no version (a withdrawn one counts as a version)
  Int128 before_value = 0;  ///< meaningful with previous_revision
  Stamp before;
  Int128 value = 0;
  Stamp after;
};

/// What one commit did to one record. Null `after`: withdrawn; null `before`: created or
/// re-created.
struct RecordChange {
  Ordinal subject = 0;
  uint64_t previous_revision = 0;
  std::shared_ptr<const Record> before;
  std::shared_ptr<const Record> after;
};

struct TextEntry {
  std::array<uint8_t, 32> digest{};  ///< SHA-256 of salt and text
  std::array<uint8_t, 16> salt{};
  std::string text;
  bool erased = false;  ///< salt and text are gone
};

/// One client request inside a block: the next `rows_changed` changes belong to it, record changes
/// first counted in `record_changes`, then `observation_changes`.
struct RequestSpan {
  std::string request_id;
  std::string principal;
  uint32_t record_changes = 0;
  uint32_t observation_changes = 0;
};

/// The decoded content of one block, in ordinals of its log. Dictionary entries are the ones that
/// appear first here. Subjects are full record names, measures are ids ("annual-sales").
struct BlockContent {
  uint64_t structure_revision = 0;
  int64_t commit_time_us = 0;  ///< Unix microseconds
  std::vector<RequestSpan> requests;
  std::vector<std::string> new_subjects;
  std::vector<std::string> new_measures;
  std::vector<std::string> new_ids;
  std::vector<TextEntry> new_texts;
  std::vector<RecordChange> records;
  std::vector<ObservationChange> observations;
  std::vector<Ordinal> erased_texts;  ///< of earlier blocks, ascending
};

}  // namespace taizhang
