#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/facts/facts.h"
#include "common/facts/structure.h"
#include "services/ledger/core/row.h"

namespace taizhang::ledger {

/// The records as they will be once a request is written: its own rows before what it assumes,
/// before the partition's facts and the structure. All arguments must outlive it; rows' records may
/// still change in place.
class KnownRecords {
 public:
  KnownRecords(const Facts& facts, const Structure& structure, const Rows& rows);

  /// Null where unknown or withdrawn. Villages, enterprises and projects of other partitions are
  /// unknown, unless assumed.
  [[nodiscard]] const Record* Find(const RecordName& name) const;
  /// Null also where `name` is none.
  [[nodiscard]] const Record* Find(std::string_view name) const;
  [[nodiscard]] bool HasDivision(DivisionCode code) const;
  /// The longest prefix of `code` that is a known division, `code` itself left out (R10).
  [[nodiscard]] std::optional<DivisionCode> DefaultParent(DivisionCode code) const;
  /// Whether references to records of this name can be judged here at all.
  [[nodiscard]] bool CanKnow(const RecordName& name) const;

  /// Whether the record's dated lists may be walked (ListsAreSound). What stands in a log always
  /// may.
  [[nodiscard]] bool IsSound(std::string_view name) const { return !unsound_.contains(name); }

  [[nodiscard]] const Facts& facts() const { return facts_; }
  [[nodiscard]] const Structure& structure() const { return structure_; }
  /// Records of the request and assumed ones by name; null: withdrawn.
  [[nodiscard]] const absl::flat_hash_map<std::string_view, const Record*>& own() const {
    return own_;
  }

 private:
  const Facts& facts_;
  const Structure& structure_;
  absl::flat_hash_map<std::string_view, const Record*> own_;
  absl::flat_hash_set<std::string_view> unsound_;
};

std::string DivisionName(DivisionCode code);  ///< "divisions/440783"

}  // namespace taizhang::ledger
