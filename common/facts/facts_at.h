#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "common/facts/facts.h"

namespace taizhang {

/// Observations as of a revision.
class ObservationsAt {
 public:
  explicit ObservationsAt(const ObservationTable& table, uint64_t as_of = kHead)
      : table_(&table), as_of_(as_of) {}

  [[nodiscard]] ObservationTable::Handle First(Ordinal measure, int year, Ordinal subject) const {
    return table_->First(measure, year, subject);
  }
  /// Chunks that came later are there, with nothing present.
  [[nodiscard]] ObservationTable::ChunkView View(ObservationTable::Handle handle) const {
    return as_of_ == kHead ? table_->View(handle) : table_->View(handle, as_of_);
  }
  /// The slot must be present.
  [[nodiscard]] ObservationVersion At(ObservationTable::Handle handle, int slot) const {
    return as_of_ == kHead ? table_->At(handle, slot) : *table_->At(handle, slot, as_of_);
  }
  /// For slots that are present and not inexact.
  [[nodiscard]] Int128 ValueAt(ObservationTable::Handle handle, int slot) const {
    return table_->ValueAt(handle, slot);
  }
  /// Includes years that came later.
  [[nodiscard]] std::pair<int, int> Years(Ordinal measure) const { return table_->Years(measure); }

 private:
  const ObservationTable* table_;
  uint64_t as_of_;
};

/// Facts as of a revision: records and observations read through it are those that stood then, or
/// that stand now, at kHead. Names, ids and texts are all that are known: one that came later has
/// neither record nor observations.
class FactsAt {
 public:
  explicit FactsAt(const Facts& facts, uint64_t as_of = kHead) : facts_(&facts), as_of_(as_of) {}
  /// The same facts at another revision.
  [[nodiscard]] FactsAt At(uint64_t as_of) const { return FactsAt(*facts_, as_of); }

  [[nodiscard]] const std::string& partition() const { return facts_->partition(); }
  /// All versions of everything.
  [[nodiscard]] const Facts& all() const { return *facts_; }
  [[nodiscard]] bool IsHead() const { return as_of_ == kHead; }
  [[nodiscard]] uint64_t as_of() const { return as_of_; }
  [[nodiscard]] const Dictionaries& dictionaries() const { return facts_->dictionaries(); }
  [[nodiscard]] std::optional<Ordinal> FindSubject(std::string_view name) const {
    return facts_->FindSubject(name);
  }
  /// Null where it was not created yet, or was withdrawn.
  [[nodiscard]] const Record* CurrentRecord(Ordinal subject) const {
    if (as_of_ == kHead) return facts_->CurrentRecord(subject);
    const std::span<const RecordVersion> versions = facts_->RecordVersions(subject, as_of_);
    return versions.empty() ? nullptr : versions.back().record.get();
  }
  [[nodiscard]] ObservationsAt observations() const {
    return ObservationsAt(facts_->observations(), as_of_);
  }

 private:
  const Facts* facts_;
  uint64_t as_of_;
};

}  // namespace taizhang
