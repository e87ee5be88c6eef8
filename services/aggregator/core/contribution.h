#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/values/interval.h"
#include "services/aggregator/core/periods.h"

namespace taizhang::aggregator {

/// The part of a slot that every amount touches.
struct PlainPart {
  Int128 sum = 0;
  int64_t carried_from = 0;  ///< measure-periods of the observations that are carried, summed
  int32_t amounts = 0;
  int32_t received = 0;
  int32_t carried = 0;

  void Add(const PlainPart& other) {
    sum += other.sum;
    carried_from += other.carried_from;
    amounts += other.amounts;
    received += other.received;
    carried += other.carried;
  }
  void Retract(const PlainPart& other) {
    sum -= other.sum;
    carried_from -= other.carried_from;
    amounts -= other.amounts;
    received -= other.received;
    carried -= other.carried;
  }
  [[nodiscard]] bool IsZero() const { return *this == PlainPart{}; }
  friend bool operator==(const PlainPart&, const PlainPart&) = default;
};

/// The part that few touch: bounds, REMAINDERs, and what R6 flags.
struct SidePart {
  Counters bounds;  ///< all but `sum` and `count`
  int32_t bounded = 0;
  int32_t remainders = 0;
  int32_t falls = 0;
  int32_t gaps = 0;
  int32_t gap_runs = 0;
  int32_t partial_remainders = 0;
  int32_t missing_remainders = 0;

  void Add(const SidePart& other, int sign);
  friend bool operator==(const SidePart&, const SidePart&) = default;
};

/// What one member adds to one slot.
struct Contribution {
  PlainPart plain;
  SidePart side;
  bool has_side = false;

  /// Of a REMAINDER that is not available.
  static Contribution OfMissingRemainder();
  /// Takes the amounts' counters apart.
  static Contribution Of(const Counters& amounts);
};

/// What changes in the slots of one member's scopes, by place. What is retracted and what is added
/// meet here, so that only the difference reaches the cells.
class SlotChanges {
 public:
  struct Change {
    PlainPart plain;
    YearSlot at;
    int32_t side = -1;  ///< in sides()
  };

  void Add(YearSlot at, const Contribution& contribution, int sign);
  void Clear();
  /// Takes over a part of another's changes; this one is empty before.
  void Assign(absl::Span<const Change> changes, absl::Span<const SidePart> sides);

  [[nodiscard]] absl::Span<const Change> changes() const { return changes_; }
  [[nodiscard]] absl::Span<const SidePart> sides() const { return sides_; }
  /// Null where it has none.
  [[nodiscard]] const SidePart* SideOf(const Change& change) const {
    return change.side < 0 ? nullptr : &sides_[static_cast<size_t>(change.side)];
  }
  /// Sorted by place and joined: for long ones, where Add does not look back to the beginning.
  void Join();

 private:
  static constexpr size_t kLookBack = 12;

  std::vector<Change> changes_;
  std::vector<SidePart> sides_;
};

}  // namespace taizhang::aggregator
