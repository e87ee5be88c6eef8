#include "tests/support/reference_members.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "common/facts/structure.h"

namespace taizhang::aggregator::reference {
namespace {

std::string Home(const std::string& name) { return name.substr(0, name.find('/', 10)); }

template <typename T>
bool Has(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.size() >= prefix.size() && text.substr(0, prefix.size()) == prefix;
}

Passing Say(bool yes) { return yes ? Passing::kYes : Passing::kNo; }

Passing StagePasses(const Filter& filter, const Project* project, Day day) {
  if (project == nullptr) return Passing::kNo;
  Stage stage = Stage::kUnspecified;
  for (const StageSpan& span : project->stages) {
    if (span.when.Contains(day)) stage = span.stage;
  }
  return stage == Stage::kUnspecified ? Passing::kUnknown : Say(Has(filter.stages, stage));
}

Passing IndustryPasses(const Filter& filter, const Enterprise* enterprise) {
  if (enterprise == nullptr) return Passing::kNo;
  Passing best = Passing::kNo;
  for (const std::string& prefix : filter.industries) {
    if (StartsWith(enterprise->industry, prefix)) return Passing::kYes;
    if (StartsWith(prefix, enterprise->industry)) best = Passing::kUnknown;
  }
  return best;
}

}  // namespace

RecordKind KindOfName(const std::string& name) { return RecordName::Parse(name)->kind(); }

bool Reports(const Measure& measure, const std::string& name) {
  return (measure.reporters & ReporterBitOf(*RecordName::Parse(name))) != 0;
}

const Record* Members::Find(const std::string& name) const {
  const auto found = world_.records.find(name);
  return found == world_.records.end() ? nullptr : &found->second;
}

void Members::Up(const std::string& place, Day day, int depth, Scopes& scopes) const {
  const Record* record = Find(place);
  if (record == nullptr) return;
  if (KindOf(*record) == RecordKind::kCluster) {
    if (depth >= Structure::kClusterDepthMax) return;
    scopes.insert(place);
    for (const Membership& parent : record->memberships) {
      if (parent.when.Contains(day)) Up(parent.cluster, day, depth + 1, scopes);
    }
    return;
  }
  scopes.insert(place);
  for (const Placement& parent : record->placements) {
    if (parent.when.Contains(day)) Up(parent.place, day, depth + 1, scopes);
  }
}

Scopes Members::WalkedOn(const Member& member, Day day) const {
  Scopes scopes;
  const RecordKind kind = KindOfName(member.name);
  const Record* record = Find(member.name);
  if (kind == RecordKind::kDivision) {
    Up(member.name, day, 0, scopes);
    return scopes;
  }
  if (record == nullptr) return scopes;
  if (kind == RecordKind::kCluster) {
    Up(Home(member.name), day, 0, scopes);
    if (member.is_remainder) {
      Up(member.name, day, 0, scopes);
      return scopes;
    }
  } else {
    scopes.insert(member.name);
    for (const Placement& placement : record->placements) {
      if (placement.when.Contains(day)) Up(placement.place, day, 0, scopes);
    }
    if (member.is_remainder) return scopes;
  }
  for (const Membership& membership : record->memberships) {
    if (membership.when.Contains(day)) Up(membership.cluster, day, 0, scopes);
  }
  return scopes;
}

const Scopes& Members::ScopesOn(const Member& member, Day day) const {
  const auto [found, is_new] = walked_.try_emplace({member, day});
  if (is_new) found->second = WalkedOn(member, day);
  return found->second;
}

bool Members::IsActive(const Member& member, Day day) const {
  if (member.is_remainder) return true;
  const Record* record = Find(member.name);
  if (record == nullptr) return KindOfName(member.name) == RecordKind::kDivision;
  if (!record->active.Contains(day)) return false;
  const auto* project = std::get_if<Project>(&record->details);
  return project == nullptr ||
         std::none_of(project->stages.begin(), project->stages.end(), [day](const StageSpan& span) {
           return span.stage == Stage::kCancelled && !span.when.IsEmpty() && span.when.start <= day;
         });
}

Passing Members::RolePasses(const Filter& filter, const Record& record, const std::string& scope,
                            Day day) const {
  const bool is_cluster = KindOfName(scope) == RecordKind::kCluster;
  Passing passing = Passing::kNo;
  for (const Membership& membership : record.memberships) {
    if (!membership.when.Contains(day)) continue;
    Scopes above;
    Up(membership.cluster, day, 0, above);
    if (is_cluster ? !above.contains(scope) : above.empty()) continue;
    if (Has(filter.roles, membership.role)) return Passing::kYes;
    if (membership.role == Role::kUnspecified) passing = Passing::kUnknown;
  }
  return passing;
}

Passing Members::Passes(const Filter& filter, const Member& member, const std::string& scope,
                        Day day) const {
  if (filter.IsEmpty()) return Passing::kYes;
  if (member.is_remainder) return Passing::kNo;
  const Record* record = Find(member.name);
  if (record == nullptr) return Passing::kNo;
  std::vector<Passing> answers;
  const auto* enterprise = std::get_if<Enterprise>(&record->details);
  const auto* project = std::get_if<Project>(&record->details);
  const auto* cluster = std::get_if<Cluster>(&record->details);
  if (!filter.cluster_kinds.empty()) {
    answers.push_back(Say(cluster && Has(filter.cluster_kinds, cluster->kind)));
  }
  if (!filter.categories.empty()) {
    const bool unknown = project && project->category == ProjectCategory::kUnspecified;
    answers.push_back(unknown ? Passing::kUnknown
                              : Say(project && Has(filter.categories, project->category)));
  }
  if (!filter.stages.empty()) answers.push_back(StagePasses(filter, project, day));
  if (!filter.roles.empty()) answers.push_back(RolePasses(filter, *record, scope, day));
  if (!filter.division_levels.empty()) {
    const RecordName name = *RecordName::Parse(member.name);
    answers.push_back(Say(name.kind() == RecordKind::kDivision &&
                          Has(filter.division_levels, name.division().level())));
  }
  if (!filter.industries.empty()) answers.push_back(IndustryPasses(filter, enterprise));
  for (const Label& label : filter.labels) answers.push_back(Say(Has(record->labels, label)));
  if (filter.party_organisation) {
    const bool unknown = enterprise && !enterprise->party_organisation;
    const bool is_it = enterprise && enterprise->party_organisation == filter.party_organisation;
    answers.push_back(unknown ? Passing::kUnknown : Say(is_it));
  }
  if (Has(answers, Passing::kNo)) return Passing::kNo;
  return Has(answers, Passing::kUnknown) ? Passing::kUnknown : Passing::kYes;
}

std::optional<std::string> Members::ParentOn(const std::string& scope, Day day) const {
  const Record* record = Find(scope);
  if (record == nullptr) return std::nullopt;
  if (KindOf(*record) == RecordKind::kCluster) {
    for (const Membership& parent : record->memberships) {
      if (parent.when.Contains(day)) return parent.cluster;
    }
    return Home(scope);
  }
  for (const Placement& parent : record->placements) {
    if (parent.when.Contains(day)) return parent.place;
  }
  return std::nullopt;
}

std::set<std::string> Members::LikeOn(const std::string& scope, Day day) const {
  const auto parent = ParentOn(scope, day);
  const Record& own = *Find(scope);
  std::set<std::string> like;
  for (const auto& [name, record] : world_.records) {
    if (KindOf(record) != KindOf(own) || ParentOn(name, day) != parent) continue;
    if (name != scope && !IsActive({.name = name, .is_remainder = false}, day)) continue;
    if (const auto* cluster = std::get_if<Cluster>(&record.details)) {
      if (cluster->kind != std::get<Cluster>(own.details).kind) continue;
    }
    if (KindOf(record) == RecordKind::kDivision &&
        RecordName::Parse(name)->division().level() !=
            RecordName::Parse(scope)->division().level()) {
      continue;
    }
    like.insert(name);
  }
  return like;
}

std::set<std::string> Members::ChildrenOn(const std::string& division, Day day) const {
  std::set<std::string> children;
  for (const auto& [name, record] : world_.records) {
    if (KindOf(record) == RecordKind::kDivision && ParentOn(name, day) == division) {
      children.insert(name);
    }
  }
  return children;
}

}  // namespace taizhang::aggregator::reference
