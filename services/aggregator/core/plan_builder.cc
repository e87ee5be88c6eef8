#include "services/aggregator/core/plan_builder.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

namespace taizhang::aggregator {
namespace {

/// Walks the ways of one member.
class Ways {
 public:
  Ways(ViewState& state, const Structure& structure) : state_(state), structure_(structure) {}

  void Place(std::string_view place, DayRange when = {}) {
    Append(state_.chains.Of(place, state_.facts, structure_), when, Role::kUnspecified, false);
  }
  void WithHome(std::string_view cluster) {
    Append(state_.chains.WithHome(cluster, state_.facts, structure_), {}, Role::kUnspecified,
           false);
  }
  void Places(const Record& record) {
    for (const Placement& placement : record.placements) Place(placement.place, placement.when);
  }
  void Memberships(const Record& record) {
    for (const Membership& membership : record.memberships) {
      Append(state_.chains.Of(membership.cluster, state_.facts, structure_), membership.when,
             membership.role, true);
    }
  }
  std::vector<Way> Take() { return std::move(ways_); }

 private:
  void Append(ChainId chain, DayRange when, Role role, bool is_membership) {
    ways_.push_back({.chain = chain, .when = when, .role = role, .is_membership = is_membership});
  }

  ViewState& state_;
  const Structure& structure_;
  std::vector<Way> ways_;
};

std::optional<PlanKey> SubjectKey(Ordinal subject, ViewState& state, const Structure& structure) {
  const std::string_view name = state.facts.dictionaries().subjects.At(subject);
  const Record* record = state.facts.CurrentRecord(subject);
  PlanKey key;
  Ways ways(state, structure);
  switch (state.subjects[subject].kind) {
    case RecordKind::kVillage:
    case RecordKind::kEnterprise:
    case RecordKind::kProject:
      if (record == nullptr) return std::nullopt;
      key.active = ActiveOf(*record);
      if (key.active.IsEmpty()) return std::nullopt;
      ways.Places(*record);
      ways.Memberships(*record);
      break;
    case RecordKind::kCluster:
      if (record == nullptr) return std::nullopt;
      ways.Place(HomeOf(name));
      ways.Memberships(*record);
      break;
    case RecordKind::kDivision:
      ways.Place(name);
      break;
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      return std::nullopt;
  }
  key.ways = ways.Take();
  return key;
}

std::optional<PlanKey> RemainderKey(Ordinal scope, ViewState& state, const Structure& structure) {
  const std::string_view name = state.facts.dictionaries().subjects.At(scope);
  Ways ways(state, structure);
  switch (state.subjects[scope].kind) {
    case RecordKind::kVillage:
    case RecordKind::kDivision:
      ways.Place(name);
      break;
    case RecordKind::kCluster:
      ways.WithHome(name);
      break;
    case RecordKind::kEnterprise:
    case RecordKind::kProject: {
      const Record* record = state.facts.CurrentRecord(scope);
      if (record == nullptr) return std::nullopt;
      ways.Places(*record);
      break;
    }
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      return std::nullopt;
  }
  return PlanKey{.active = {}, .ways = ways.Take()};
}

}  // namespace

DayRange ActiveOf(const Record& record) {
  DayRange active = record.active;
  if (const auto* project = std::get_if<Project>(&record.details)) {
    for (const StageSpan& span : project->stages) {
      if (span.stage == Stage::kCancelled && !span.when.IsEmpty()) {
        active.end = std::min(active.end, span.when.start);
      }
    }
  }
  return active;
}

std::optional<PlanKey> PlanKeyOf(Member member, ViewState& state, const Structure& structure) {
  return member.is_remainder() ? RemainderKey(member.subject(), state, structure)
                               : SubjectKey(member.subject(), state, structure);
}

}  // namespace taizhang::aggregator
