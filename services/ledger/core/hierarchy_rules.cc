#include "services/ledger/core/hierarchy_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/place_rules.h"

namespace taizhang::ledger {
namespace {

/// A step to a parent or child, on the days on which it is one.
struct Step {
  std::string_view to;
  DayRange when;
};

std::vector<Step> ParentsOf(const Record& record) {
  std::vector<Step> parents;
  if (std::holds_alternative<Cluster>(record.details)) {
    for (const Membership& m : record.memberships)
      parents.push_back({.to = m.cluster, .when = m.when});
  } else {
    for (const Placement& p : record.placements) parents.push_back({.to = p.place, .when = p.when});
  }
  return parents;
}

/// How long a chain gets at most: the walk ends beyond `depth_max`, also in a cycle.
class Chain {
 public:
  Chain(const KnownRecords& known, int depth_max) : known_(known), depth_max_(depth_max) {}

  /// Whether some day's chain upward from `at` comes back to `start`.
  [[nodiscard]] bool LeadsBack(std::string_view at, std::string_view start, DayRange when,
                               int steps) const {
    const Record* record = known_.Find(at);
    if (record == nullptr || steps > depth_max_ + 1) return false;
    for (const Step& parent : ParentsOf(*record)) {
      const DayRange common = Intersect(parent.when, when);
      if (common.IsEmpty()) continue;
      if (parent.to == start || LeadsBack(parent.to, start, common, steps + 1)) return true;
    }
    return false;
  }

  /// The longest chain of one day upward from `at`, itself counted; and then `below` from each top.
  template <typename Below>
  [[nodiscard]] int Longest(std::string_view at, DayRange when, int length,
                            const Below& below) const {
    int longest = length + below(when);
    const Record* record = known_.Find(at);
    if (record == nullptr || length > depth_max_) return longest;
    for (const Step& parent : ParentsOf(*record)) {
      const DayRange common = Intersect(parent.when, when);
      if (!common.IsEmpty())
        longest = std::max(longest, Longest(parent.to, common, length + 1, below));
    }
    return longest;
  }

 private:
  const KnownRecords& known_;
  int depth_max_;
};

/// Children of every record of a kind, as it will be.
class Children {
 public:
  Children(const KnownRecords& known, RecordKind kind) {
    for (const std::string_view name : known.structure().NamesOf(kind)) {
      if (!known.own().contains(name)) Add(name, *known.structure().Find(name));
    }
    for (const auto& [name, record] : known.own()) {
      if (record != nullptr && KindOf(*record) == kind) Add(name, *record);
    }
  }

  /// The longest chain of one day below `at`, itself not counted.
  [[nodiscard]] int DepthBelow(std::string_view at, DayRange when, int steps_left) const {
    const auto found = children_.find(at);
    if (found == children_.end() || steps_left == 0) return 0;
    int depth = 0;
    for (const Step& child : found->second) {
      const DayRange common = Intersect(child.when, when);
      if (!common.IsEmpty())
        depth = std::max(depth, 1 + DepthBelow(child.to, common, steps_left - 1));
    }
    return depth;
  }

 private:
  void Add(std::string_view name, const Record& record) {
    for (const Step& parent : ParentsOf(record)) {
      children_[parent.to].push_back({.to = name, .when = parent.when});
    }
  }

  absl::flat_hash_map<std::string_view, std::vector<Step>> children_;
};

/// Reports a cycle or a chain that is too long, at the list of parents.
void CheckChains(const RecordRow& row, const KnownRecords& known, const Children& children,
                 int depth_max, std::string_view list, Violations& violations) {
  const std::string& name = row.name.text();
  const Chain chain(known, depth_max);
  if (chain.LeadsBack(name, name, DayRange{}, 0)) {
    violations.Add(
        row.origin, list, Reason::kHierarchyInvalid,
        "on some day its parents lead back to itself; end one of them before the other begins");
    return;
  }
  const int depth = chain.Longest(name, DayRange{}, 1, [&](const DayRange& when) {
    return children.DepthBelow(name, when, depth_max);
  });
  if (depth <= depth_max) return;
  violations.Add(row.origin, list, Reason::kHierarchyInvalid,
                 absl::StrCat("makes a chain of more than ", depth_max, " on some day"));
}

void CheckParentHomes(const RecordRow& row, const KnownRecords& known, Violations& violations) {
  const std::vector<Membership>& parents = row.record->memberships;
  const std::string home = DivisionName(row.name.division());
  for (size_t i = 0; i < parents.size(); ++i) {
    const absl::StatusOr<RecordName> parent = RecordName::Parse(parents[i].cluster);
    if (!parent.ok() || parent->kind() != RecordKind::kCluster) continue;
    if (parents[i].when.IsEmpty()) continue;
    const std::string above = DivisionName(parent->division());
    if (LiesIn(known, home, above, parents[i].when)) continue;
    violations.Add(row.origin, absl::StrCat("memberships[", i, "].cluster"),
                   Reason::kHierarchyInvalid,
                   absl::StrCat("its home ", above, " is neither ", home, " nor above it"));
  }
}

bool HasParents(const RecordRow& row, RecordKind kind) {
  return row.record != nullptr && row.name.kind() == kind && KindOf(*row.record) == kind &&
         !ParentsOf(*row.record).empty();
}

}  // namespace

void CheckHierarchy(const KnownRecords& known, const Rows& rows, Violations& violations) {
  for (const RecordKind kind : {RecordKind::kDivision, RecordKind::kCluster}) {
    const bool touched =
        std::any_of(rows.records.begin(), rows.records.end(),
                    [kind](const RecordRow& row) { return HasParents(row, kind); });
    if (!touched) continue;
    const bool is_cluster = kind == RecordKind::kCluster;
    const Children children(known, kind);
    for (const RecordRow& row : rows.records) {
      if (!HasParents(row, kind)) continue;
      if (is_cluster) CheckParentHomes(row, known, violations);
      CheckChains(row, known, children,
                  is_cluster ? Structure::kClusterDepthMax : Structure::kDepthMax,
                  is_cluster ? "memberships" : "placements", violations);
    }
  }
}

}  // namespace taizhang::ledger
