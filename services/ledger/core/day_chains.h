#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "common/facts/record.h"

namespace taizhang::ledger {

/// Where the chains of parents lead that hold on one day, seen from one target: a division, village
/// or cluster (R10, R15). Every name that is met on the way is remembered, so that what many chains
/// share is walked once for all of them, or once for each length that a chain to it had.
///
/// Unlike Structure::DivisionsAbove it reads records as of any revision, and goes through villages.
class DayChains {
 public:
  /// A record by its name; null where it is unknown or withdrawn, so that no chain leads through
  /// it.
  using Find = std::function<std::shared_ptr<const Record>(std::string_view name)>;

  DayChains(std::string target, Day day, Find find)
      : target_(std::move(target)), day_(day), find_(std::move(find)) {}

  /// Whether a record lies in the target, a division or village. A division or village lies in
  /// itself, a cluster where its home division does; measures and indicators lie nowhere.
  bool LiesIn(std::string_view name, const Record& record);

  /// Whether a record belongs to the target, a cluster, which belongs to itself.
  bool BelongsTo(std::string_view name, const Record& record);

  /// Entries of records that were looked at since the beginning: what the answers cost.
  [[nodiscard]] size_t steps() const { return steps_; }

 private:
  /// What is known of a name.
  struct Distance {
    int to_target = kNone;  ///< steps of the shortest chain
    int searched = kNone;   ///< no chain of so many steps leads there
  };
  static constexpr int kNone = -1;

  bool Leads(std::string_view from, int steps_max);
  /// Steps of the shortest chain to the target that has at most `steps_max`; or kNone.
  int DistanceOf(const std::string& name, int steps_max);
  /// The same by way of the record's parents of the day.
  int DistanceByParents(const Record& record, int steps_max);

  std::string target_;
  Day day_;
  Find find_;
  absl::flat_hash_map<std::string, Distance> known_;
  size_t steps_ = 0;
};

}  // namespace taizhang::ledger
