#include "services/aggregator/core/relatives.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "services/aggregator/core/chains.h"
#include "services/aggregator/core/compute.h"
#include "services/aggregator/core/day_ranges.h"
#include "services/aggregator/core/scope_members.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {
namespace {

/// Null where there is none.
const Record* RecordOf(const RecordName& name, const Terms& terms) {
  switch (name.kind()) {
    case RecordKind::kDivision:
    case RecordKind::kCluster:
      return terms.structure.Find(name.text());
    case RecordKind::kVillage:
    case RecordKind::kEnterprise:
    case RecordKind::kProject: {
      const ViewState* view = terms.partitions.Find(name.RecordPartition());
      if (view == nullptr) return nullptr;
      const auto subject = view->facts.FindSubject(name.text());
      return subject ? view->facts.CurrentRecord(*subject) : nullptr;
    }
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      break;
  }
  return nullptr;
}

/// Empty where there is none.
std::string_view ParentNameOf(RecordKind kind, std::string_view name, const Record& record,
                              Day day) {
  if (kind == RecordKind::kCluster) {
    for (const Membership& parent : record.memberships) {
      if (parent.when.Contains(day)) return parent.cluster;
    }
    return HomeOf(name);
  }
  for (const Placement& placement : record.placements) {
    if (placement.when.Contains(day)) return placement.place;
  }
  return {};
}

/// Visits records of a kind that are active on a day, and whose parent is `parent` then, in any
/// order.
void ForEachBelow(const RecordName& parent, RecordKind kind, Day day, const Terms& terms,
                  absl::FunctionRef<void(RecordName, const Record&)> visit) {
  const auto look_in = [&](const ViewState& state) {
    int64_t steps = 0;
    ForEachMember(parent, state, [&](const MemberInScope& member) {
      ++steps;
      const Ordinal subject = member.member.subject();
      if (member.member.is_remainder() || state.subjects[subject].kind != kind) return;
      // Only where its record lies, and as long as it is active.
      if (state.PopulationBit(subject) == 0 || !Contains(member.days, day)) return;
      const std::string_view name = state.facts.dictionaries().subjects.At(subject);
      const Record* record = state.facts.CurrentRecord(subject);
      if (record == nullptr || ParentNameOf(kind, name, *record, day) != parent.text()) return;
      if (auto parsed = RecordName::Parse(name); parsed.ok()) visit(*std::move(parsed), *record);
    });
    terms.partitions.Spend(steps);
  };
  if (kind != RecordKind::kDivision && kind != RecordKind::kCluster) {
    ForEachPartitionOf(parent, terms.partitions, look_in);
  } else if (const ViewState* structure = terms.partitions.Find(kStructurePartition)) {
    look_in(*structure);
  }
}

std::vector<RecordName> Sorted(std::vector<RecordName> names) {
  std::sort(names.begin(), names.end(),
            [](const RecordName& a, const RecordName& b) { return a.text() < b.text(); });
  return names;
}

}  // namespace

std::optional<RecordName> ParentOf(const RecordName& scope, Day day, const Terms& terms) {
  const Record* record = RecordOf(scope, terms);
  if (record == nullptr) return std::nullopt;
  auto parent = RecordName::Parse(ParentNameOf(scope.kind(), scope.text(), *record, day));
  if (!parent.ok() || !Exists(*parent, terms)) return std::nullopt;
  return *std::move(parent);
}

bool Exists(const RecordName& scope, const Terms& terms) {
  return RecordOf(scope, terms) != nullptr;
}

std::vector<RecordName> ChildDivisionsOf(const RecordName& division, Day day, const Terms& terms) {
  std::vector<RecordName> out;
  ForEachBelow(division, RecordKind::kDivision, day, terms,
               [&out](RecordName name, const Record&) { out.push_back(std::move(name)); });
  return Sorted(std::move(out));
}

std::vector<RecordName> SiblingsOf(const RecordName& scope, Day day, const Terms& terms) {
  std::vector<RecordName> out;
  const std::optional<RecordName> parent = ParentOf(scope, day, terms);
  if (!parent) return out;
  const RecordKind kind = scope.kind();
  const Record* own = RecordOf(scope, terms);
  ForEachBelow(*parent, kind, day, terms, [&](RecordName name, const Record& record) {
    if (kind == RecordKind::kDivision && name.division().level() != scope.division().level()) {
      return;
    }
    if (kind == RecordKind::kCluster) {
      const auto* cluster = std::get_if<Cluster>(&record.details);
      const auto* other = std::get_if<Cluster>(&own->details);
      if (cluster == nullptr || other == nullptr || cluster->kind != other->kind) return;
    }
    out.push_back(std::move(name));
  });
  return Sorted(std::move(out));
}

}  // namespace taizhang::aggregator
