#pragma once

#include <deque>
#include <optional>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "services/ledger/core/interner.h"
#include "services/ledger/core/known_records.h"
#include "services/ledger/core/record_posting.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// Why a name cannot be used in an observation.
enum class NameProblem : uint8_t { kNone, kNoName, kWrongKind, kOtherPartition, kUnknown };

/// A subject as rows name it.
struct ObservedSubject {
  std::string_view name;
  std::optional<Ordinal> ordinal;  ///< nothing: not in the log, nor in the block so far
  bool is_old = false;             ///< in the log from an earlier block
  uint32_t reporter_bit = 0;
  NameProblem problem = NameProblem::kNone;
};

/// A measure as rows name it.
struct ObservedMeasure {
  std::string_view name;
  std::string_view id;
  const Measure* measure = nullptr;  ///< null with a problem
  std::optional<Ordinal> ordinal;
  bool is_old = false;
  NameProblem problem = NameProblem::kNone;
};

/// Finds the subjects and measures of one request's observations. Rows near each other mostly name
/// the same ones, and nearly all names stand in the dictionaries: both are one comparison or one
/// hash lookup.
class ObservationNames {
 public:
  ObservationNames(const KnownRecords& known, Interners& interners)
      : known_(known), interners_(interners) {}

  /// Valid until the next call of the same function.
  ObservedSubject& Subject(std::string_view name);
  ObservedMeasure& Measure(std::string_view name);

  /// Says what is wrong, where something is. Slow, for errors alone.
  void Report(const ObservedSubject& subject, const Origin& origin, Violations& violations) const;
  void Report(const ObservedMeasure& measure, const Origin& origin, Violations& violations) const;

 private:
  ObservedSubject FindSubject(std::string_view name) const;
  ObservedMeasure FindMeasure(std::string_view name) const;
  [[nodiscard]] bool Exists(const RecordName& name, const ObservedSubject& subject) const;

  const KnownRecords& known_;
  Interners& interners_;
  ObservedSubject subject_;
  bool has_subject_ = false;
  std::deque<ObservedMeasure> measures_;
  absl::flat_hash_map<std::string_view, ObservedMeasure*> measure_by_name_;
  ObservedMeasure* measure_ = nullptr;
};

}  // namespace taizhang::ledger
