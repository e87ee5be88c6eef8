#include "services/ledger/core/ancestry.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/ledger/core/place_rules.h"

namespace taizhang::ledger {
namespace {

constexpr int kUnseen = 0;
constexpr int kOnTheWay = -1;

}  // namespace

Ancestry::Ancestry(const KnownRecords& known, RecordKind kind, int depth_max, int64_t& steps_left)
    : depth_max_(depth_max), steps_left_(steps_left) {
  for (const std::string_view name : known.structure().NamesOf(kind)) {
    if (!known.own().contains(name)) AddNode(name, *known.structure().Find(name));
  }
  for (const auto& [name, record] : known.own()) {
    if (record != nullptr && KindOf(*record) == kind) AddNode(name, *record);
  }
  up_.resize(records_.size());
  down_.resize(records_.size());
  heights_up_.assign(records_.size(), kUnseen);
  heights_down_.assign(records_.size(), kUnseen);
  for (const auto& [name, node] : nodes_) {
    if (known.IsSound(name)) AddEdges(node, *records_[node]);
  }
}

void Ancestry::AddNode(std::string_view name, const Record& record) {
  nodes_.emplace(name, static_cast<Node>(records_.size()));
  records_.push_back(&record);
}

void Ancestry::AddEdges(Node node, const Record& record) {
  const auto add = [&](std::string_view parent, const DayRange& when) {
    const auto found = nodes_.find(parent);
    if (found == nodes_.end()) return;
    up_[node].push_back({.to = found->second, .when = when});
    down_[found->second].push_back({.to = node, .when = when});
  };
  if (std::holds_alternative<Cluster>(record.details)) {
    for (const Membership& membership : record.memberships)
      add(membership.cluster, membership.when);
  } else {
    for (const Placement& placement : record.placements) add(placement.place, placement.when);
  }
}

int Ancestry::Height(Node node, const Edges& edges, std::vector<int>& heights) const {
  struct Frame {
    Node node;
    size_t next = 0;
    int longest = 0;
  };
  if (heights[node] != kUnseen) return heights[node];
  const int too_long = depth_max_ + 1;
  std::vector<Frame> way;  // a stack of its own: a request may chain thousands
  const auto enter = [&](Node entered) {
    heights[entered] = kOnTheWay;
    way.push_back({.node = entered});
  };
  enter(node);
  while (!way.empty()) {
    Frame& frame = way.back();
    if (frame.next == edges[frame.node].size()) {
      heights[frame.node] = std::min(frame.longest + 1, too_long);
      way.pop_back();
      continue;
    }
    const Node to = edges[frame.node][frame.next].to;
    if (heights[to] == kUnseen) {
      enter(to);  // the same edge is looked at again on return
      continue;
    }
    frame.longest = std::max(frame.longest, heights[to] == kOnTheWay ? too_long : heights[to]);
    ++frame.next;
  }
  return heights[node];
}

Ancestry::Level Ancestry::Next(const Level& level, const Edges& edges) {
  Level next;
  absl::flat_hash_set<std::tuple<Node, Day, Day>> seen;
  for (const Edge& at : level) {
    steps_left_ -= static_cast<int64_t>(edges[at.to].size());
    if (steps_left_ < 0) return {};
    for (const Edge& edge : edges[at.to]) {
      const DayRange common = Intersect(edge.when, at.when);
      if (common.IsEmpty()) continue;
      if (seen.insert({edge.to, common.start, common.end}).second) {
        next.push_back({.to = edge.to, .when = common});
      }
    }
  }
  return next;
}

int Ancestry::StepsBelow(Node node, DayRange when) {
  Level level = {{.to = node, .when = when}};
  int steps = 0;
  while (steps < depth_max_) {
    level = Next(level, down_);
    if (level.empty()) break;
    ++steps;
  }
  return steps;
}

Ancestry::Verdict Ancestry::JudgeDated(Node node) {
  std::vector<Level> levels = {{{.to = node, .when = DayRange{}}}};
  for (int steps = 1; steps <= depth_max_ && !levels.back().empty(); ++steps) {
    levels.push_back(Next(levels.back(), up_));
    if (std::any_of(levels.back().begin(), levels.back().end(),
                    [node](const Edge& at) { return at.to == node; })) {
      return Verdict::kCycle;
    }
  }
  absl::flat_hash_map<std::pair<Day, Day>, int> below;
  for (int above = 0; above < static_cast<int>(levels.size()); ++above) {
    // Itself, `above` over it and `below` under it are too many together.
    const int below_min = depth_max_ - above;
    if (Height(node, down_, heights_down_) - 1 < below_min) continue;
    for (const Edge& at : levels[static_cast<size_t>(above)]) {
      const auto [entry, is_new] = below.try_emplace({at.when.start, at.when.end}, 0);
      if (is_new) entry->second = StepsBelow(node, at.when);
      if (entry->second >= below_min) return Verdict::kTooDeep;
    }
  }
  return steps_left_ < 0 ? Verdict::kUndecided : Verdict::kSound;
}

Ancestry::Verdict Ancestry::Judge(std::string_view name) {
  const auto found = nodes_.find(name);
  if (found == nodes_.end()) return Verdict::kSound;
  const Node node = found->second;
  const int up = Height(node, up_, heights_up_);
  const int down = Height(node, down_, heights_down_);
  if (up + down - 1 <= depth_max_) return Verdict::kSound;
  return JudgeDated(node);
}

}  // namespace taizhang::ledger
