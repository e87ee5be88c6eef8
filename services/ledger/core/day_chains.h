#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "common/facts/record.h"

namespace taizhang::ledger {

/// Where the chains of parents lead that hold on one day, seen from one target: a division, village
/// or cluster (R10, R15). Each beginning is walked once and remembered.
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

 private:
  bool Leads(std::string_view from);
  [[nodiscard]] bool Walk(std::string_view from) const;

  std::string target_;
  Day day_;
  Find find_;
  absl::flat_hash_map<std::string, bool> known_;
};

}  // namespace taizhang::ledger
