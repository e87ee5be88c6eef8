#include "services/ledger/core/hierarchy_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/ancestry.h"
#include "services/ledger/core/place_rules.h"

namespace taizhang::ledger {
namespace {

/// What a division's chain of parents says of another division, over the days of a range.
struct Coverage {
  bool is_reached = false;    ///< on some day
  bool is_unjudged = false;   ///< on some day
  bool is_undecided = false;  ///< the steps ran out
  std::optional<Day> missed;  ///< the first day on which the whole chain is known and leaves it out
};

/// Judges homes of parent clusters, each (home, other division, days) once a request.
class Homes {
 public:
  Homes(const KnownRecords& known, int64_t& steps_left) : known_(known), steps_left_(steps_left) {}

  const Coverage& Cover(const std::string& home, const std::string& above, const DayRange& when) {
    const auto [entry, is_new] = covered_.try_emplace({home, above, when.start, when.end});
    if (is_new) entry->second = Walk(home, above, when);
    return entry->second;
  }

 private:
  Coverage Walk(const std::string& home, const std::string& above, const DayRange& when) {
    Coverage coverage;
    for (Day day = when.start; day < when.end;) {
      if (steps_left_ < 0) {
        coverage.is_undecided = true;
        break;
      }
      const Reach reach = ReachOn(known_, home, above, day);
      steps_left_ -= reach.steps;
      coverage.is_reached |= reach.kind == Reach::Kind::kReached;
      coverage.is_unjudged |= reach.kind == Reach::Kind::kUnjudged;
      if (reach.kind == Reach::Kind::kMissed) {
        coverage.missed = day;
        break;
      }
      day = reach.until;
    }
    return coverage;
  }

  const KnownRecords& known_;
  int64_t& steps_left_;
  std::map<std::tuple<std::string, std::string, Day, Day>, Coverage> covered_;
};

class HierarchyCheck {
 public:
  HierarchyCheck(const KnownRecords& known, RecordKind kind, Violations& violations)
      : known_(known),
        is_cluster_(kind == RecordKind::kCluster),
        depth_max_(is_cluster_ ? Structure::kClusterDepthMax : Structure::kDepthMax),
        ancestry_(known, kind, depth_max_, steps_left_),
        homes_(known, steps_left_),
        violations_(violations) {}

  void Check(const RecordRow& row) {
    if (!known_.IsSound(row.name.text())) return;
    if (is_cluster_) CheckParentHomes(row);
    CheckChains(row);
  }

 private:
  void CheckParentHomes(const RecordRow& row) {
    const std::vector<Membership>& parents = row.record->memberships;
    const std::string home = DivisionName(row.name.division());
    for (size_t i = 0; i < parents.size(); ++i) {
      const absl::StatusOr<RecordName> parent = RecordName::Parse(parents[i].cluster);
      if (!parent.ok() || parent->kind() != RecordKind::kCluster) continue;
      const std::string above = DivisionName(parent->division());
      const Coverage& coverage = homes_.Cover(home, above, parents[i].when);
      if (coverage.is_undecided) {
        ReportUndecided(row);
        return;
      }
      const bool holds = coverage.is_reached || coverage.is_unjudged;
      if (holds && !coverage.missed) continue;
      const std::string day =
          coverage.missed ? absl::StrCat(" on ", FormatDay(*coverage.missed)) : "";
      violations_.Add(row.origin, absl::StrCat("memberships[", i, "].cluster"),
                      Reason::kHierarchyInvalid,
                      absl::StrCat("its home ", above, " is neither ", home, " nor above it", day,
                                   "; name a cluster of one that is"));
    }
  }

  void CheckChains(const RecordRow& row) {
    if (is_undecided_) return;
    switch (ancestry_.Judge(row.name.text())) {
      case Ancestry::Verdict::kSound:
        return;
      case Ancestry::Verdict::kCycle:
        Add(row,
            "on some day its parents lead back to itself; end one of them before the other begins");
        return;
      case Ancestry::Verdict::kTooDeep:
        Add(row, absl::StrCat("makes a chain of more than ", depth_max_,
                              " on some day; name a parent nearer to the top"));
        return;
      case Ancestry::Verdict::kUndecided:
        ReportUndecided(row);
        return;
    }
  }

  /// Once: the other rows of such a request would say the same.
  void ReportUndecided(const RecordRow& row) {
    if (is_undecided_) return;
    is_undecided_ = true;
    Add(row, absl::StrCat("this request's dated parents take more than ", kWalkStepsMax,
                          " steps to follow; write fewer of them at once, with fewer dates"));
  }

  void Add(const RecordRow& row, std::string_view description) {
    violations_.Add(row.origin, is_cluster_ ? "memberships" : "placements",
                    Reason::kHierarchyInvalid, description);
  }

  const KnownRecords& known_;
  bool is_cluster_;
  int depth_max_;
  int64_t steps_left_ = kWalkStepsMax;
  bool is_undecided_ = false;
  Ancestry ancestry_;
  Homes homes_;
  Violations& violations_;
};

/// Parents and their days alone, in an order of their own.
std::vector<std::tuple<std::string_view, Day, Day>> ParentsOf(const Record& record) {
  std::vector<std::tuple<std::string_view, Day, Day>> parents;
  if (std::holds_alternative<Cluster>(record.details)) {
    for (const Membership& m : record.memberships)
      parents.emplace_back(m.cluster, m.when.start, m.when.end);
  } else {
    for (const Placement& p : record.placements)
      parents.emplace_back(p.place, p.when.start, p.when.end);
  }
  std::sort(parents.begin(), parents.end());
  return parents;
}

/// Whether the row may make a chain that was not there: what stands has been judged.
bool ChangesParents(const KnownRecords& known, const RecordRow& row, RecordKind kind) {
  if (row.record == nullptr || row.name.kind() != kind || KindOf(*row.record) != kind) return false;
  const Record* before = known.structure().Find(row.name.text());
  return before == nullptr || ParentsOf(*before) != ParentsOf(*row.record);
}

}  // namespace

void CheckHierarchy(const KnownRecords& known, const Rows& rows, Violations& violations) {
  for (const RecordKind kind : {RecordKind::kDivision, RecordKind::kCluster}) {
    std::optional<HierarchyCheck> check;
    for (const RecordRow& row : rows.records) {
      if (!ChangesParents(known, row, kind)) continue;
      if (!check) check.emplace(known, kind, violations);
      check->Check(row);
    }
  }
}

}  // namespace taizhang::ledger
