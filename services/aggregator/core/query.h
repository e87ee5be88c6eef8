#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/facts/structure.h"
#include "common/values/period.h"
#include "common/values/record_name.h"
#include "services/aggregator/core/figure.h"

namespace taizhang::aggregator {

struct ViewState;

/// One question: an indicator over a scope and a period.
struct FigureQuery {
  RecordName scope;       ///< a division, cluster, village, enterprise or project
  std::string indicator;  ///< record name: "indicators/annual-sales"
  Period period;
  bool distinct = false;  ///< count distinct subjects even where coverage does not need them
  /// FIXED attribution (R5): those who are members on this day count, with all their periods;
  /// unset: in each measure-period whoever is a member then. CURRENT is FIXED at the answer's day.
  std::optional<Day> members_on;
  bool fill_from_statements = false;  ///< R2
};

/// The partitions that a figure is merged from, read at one cut. The view of the partition
/// "structure" is one of them: it holds divisions and clusters as what is counted and expected.
class PartitionSet {
 public:
  PartitionSet() = default;
  virtual ~PartitionSet() = default;
  PartitionSet(const PartitionSet&) = delete;
  PartitionSet& operator=(const PartitionSet&) = delete;

  /// Null where nothing is held of it.
  [[nodiscard]] virtual const ViewState* Find(std::string_view partition) const = 0;
  /// Each partition whose PartitionView::TakeTouchedScopes ever named `scope` (a division or a
  /// cluster), once, in any order.
  virtual void ForEachTouching(std::string_view scope,
                               absl::FunctionRef<void(const ViewState&)> visit) const = 0;
  /// Told what an answer costs, in steps of about 0.1 µs: one for each member evaluated, for each
  /// year read of one and for each filter put to one, some for each partition's cells. Whoever
  /// holds the cut still can limit their sum.
  virtual void Spend(int64_t steps) const { static_cast<void>(steps); }
  /// Asked before members are evaluated, in about so many steps, only because the measure's cells
  /// are still being built in a partition. False: it is left out, and the answer is not wanted.
  [[nodiscard]] virtual bool MayEvaluate(const ViewState& partition, std::string_view measure_id,
                                         int64_t steps) const {
    static_cast<void>(partition);
    static_cast<void>(measure_id);
    static_cast<void>(steps);
    return true;
  }
};

/// The figure, by the rules in README.md beside this file. `structure` is the one that every view
/// in `partitions` has been restructured to. NOT_FOUND (SCOPE_UNKNOWN) where the scope, the
/// indicator or its measure does not exist; INVALID_ARGUMENT (PERIOD_TOO_FINE) where the period is
/// not whole measure-periods.
absl::StatusOr<Figure> Answer(const FigureQuery& query, const Structure& structure,
                              const PartitionSet& partitions);

}  // namespace taizhang::aggregator
