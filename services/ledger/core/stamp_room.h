#pragma once

#include <cstddef>

#include "common/facts/observation_table.h"
#include "common/facts/stamp_table.h"

namespace taizhang::ledger {

/// How many new stamps one request may bring, so that the fold of its block never meets a full
/// table: what is committed must fold for ever.
class StampRoom {
 public:
  /// `rows`: the most amounts that will be asked for.
  StampRoom(const ObservationTable& table, size_t rows)
      : table_(table), room_(table.stamp_room()), rows_(rows) {}

  /// Whether there is room for an amount's stamp beside those of the calls before.
  bool Take(Int128 value, const Stamp& stamp) {
    if (rows_ <= room_ || table_.HasStamp(value, stamp)) return true;
    added_.Intern(stamp, StampTable::IsWide(value));
    return added_.size() <= room_;
  }

 private:
  const ObservationTable& table_;
  size_t room_;
  size_t rows_;
  StampTable added_;
};

}  // namespace taizhang::ledger
