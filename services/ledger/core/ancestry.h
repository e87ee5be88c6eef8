#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/values/period.h"
#include "services/ledger/core/known_records.h"

namespace taizhang::ledger {

/// Edges and list entries that the dated walks of one request may look at, all together (some tens
/// of milliseconds). Only chains that are too long or lead in a circle when dates are left out are
/// walked with their dates, so that no administrative hierarchy comes near; a request that does is
/// refused rather than judged.
inline constexpr int64_t kWalkStepsMax = 1'000'000;

/// Parents above parents of all divisions, or of all clusters, as a request leaves them. Records
/// whose lists are not sound count as without parents: they are complained of elsewhere.
class Ancestry {
 public:
  enum class Verdict : uint8_t {
    kSound,
    kCycle,      ///< on some day its parents lead back to it
    kTooDeep,    ///< on some day it is part of a chain of more than `depth_max`
    kUndecided,  ///< `steps_left` ran out
  };

  /// `known` must outlive it, and so must `steps_left`, which the dated walks count down.
  Ancestry(const KnownRecords& known, RecordKind kind, int depth_max, int64_t& steps_left);

  /// Without dates first: each edge is looked at once for all calls together. Only where that finds
  /// a circle or too long a chain, dates are looked at.
  [[nodiscard]] Verdict Judge(std::string_view name);

 private:
  using Node = uint32_t;
  struct Edge {
    Node to;
    DayRange when;
  };
  using Edges = std::vector<std::vector<Edge>>;
  using Level = std::vector<Edge>;  ///< nodes so many steps away, each with the days of the way

  void AddNode(std::string_view name, const Record& record);
  void AddEdges(Node node, const Record& record);
  /// Nodes of the longest way from `node`, itself counted, dates left out; depth_max_ + 1 for any
  /// longer one and for circles.
  [[nodiscard]] int Height(Node node, const Edges& edges, std::vector<int>& heights) const;
  /// One step on, each (node, days) once. Empty once the steps have run out.
  [[nodiscard]] Level Next(const Level& level, const Edges& edges);
  /// How many steps (depth_max_ at most) lead down from `node` on some day of `when`.
  [[nodiscard]] int StepsBelow(Node node, DayRange when);
  [[nodiscard]] Verdict JudgeDated(Node node);

  int depth_max_;
  int64_t& steps_left_;
  absl::flat_hash_map<std::string_view, Node> nodes_;
  std::vector<const Record*> records_;
  Edges up_;
  Edges down_;
  std::vector<int> heights_up_;
  std::vector<int> heights_down_;
};

}  // namespace taizhang::ledger
