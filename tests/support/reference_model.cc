#include "tests/support/reference_model.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "common/facts/structure.h"

namespace taizhang::aggregator {
namespace {

std::string Home(const std::string& name) { return name.substr(0, name.find('/', 10)); }

RecordKind KindOfName(const std::string& name) { return RecordName::Parse(name)->kind(); }

template <typename T>
bool Has(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.size() >= prefix.size() && text.substr(0, prefix.size()) == prefix;
}

}  // namespace

std::string Describe(const ReferenceFigure& f) {
  const auto end = [](const std::optional<End>& e) {
    return e ? ToString(e->value) + (e->open ? " open" : "") : std::string("none");
  };
  return absl::StrCat("value ", ToString(f.value), " lower ", end(f.interval.lower), " upper ",
                      end(f.interval.upper), " about ", f.about, " amounts ", f.amounts,
                      " expected ", f.expected, " received ", f.received, " carried ", f.carried,
                      " age ", f.carried_age, " bounded ", f.bounded, " remainders ", f.remainders,
                      " falls ", f.falls, " gaps ", f.gaps, " partials ", f.partials, " subjects ",
                      f.subjects_contributing, "/", f.subjects_expected);
}

ReferenceModel::ReferenceModel(const PlainWorld& world) : world_(world) {
  for (const auto& [key, observation] : world.observations) {
    const auto& [subject, measure, id, period] = key;
    said_[{subject, measure}][period].emplace_back(id, observation);
  }
}

const Record* ReferenceModel::Find(const std::string& name) const {
  const auto found = world_.records.find(name);
  return found == world_.records.end() ? nullptr : &found->second;
}

void ReferenceModel::Up(const std::string& place, Day day, int depth, Scopes& scopes) const {
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

ReferenceModel::Scopes ReferenceModel::ScopesOn(const Member& member, Day day) const {
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

bool ReferenceModel::IsActive(const Member& member, Day day) const {
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

ReferenceModel::Answer ReferenceModel::RoleAnswer(const Filter& filter, const Record& record,
                                                  const std::string& scope, Day day) const {
  const bool is_cluster = KindOfName(scope) == RecordKind::kCluster;
  Answer answer = Answer::kNo;
  for (const Membership& membership : record.memberships) {
    if (!membership.when.Contains(day)) continue;
    Scopes above;
    Up(membership.cluster, day, 0, above);
    if (is_cluster ? !above.contains(scope) : above.empty()) continue;
    if (Has(filter.roles, membership.role)) return Answer::kYes;
    if (membership.role == Role::kUnspecified) answer = Answer::kUnknown;
  }
  return answer;
}

ReferenceModel::Answer ReferenceModel::Passes(const Filter& filter, const Member& member,
                                              const std::string& scope, Day day) const {
  if (filter.IsEmpty()) return Answer::kYes;
  if (member.is_remainder) return Answer::kNo;
  const Record* record = Find(member.name);
  if (record == nullptr) return Answer::kNo;
  std::vector<Answer> answers;
  const auto say = [&](bool yes) { answers.push_back(yes ? Answer::kYes : Answer::kNo); };
  const auto* enterprise = std::get_if<Enterprise>(&record->details);
  const auto* project = std::get_if<Project>(&record->details);
  const auto* cluster = std::get_if<Cluster>(&record->details);
  if (!filter.cluster_kinds.empty()) say(cluster && Has(filter.cluster_kinds, cluster->kind));
  if (!filter.categories.empty()) {
    if (project && project->category == ProjectCategory::kUnspecified) {
      answers.push_back(Answer::kUnknown);
    } else {
      say(project && Has(filter.categories, project->category));
    }
  }
  if (!filter.stages.empty()) {
    Stage stage = Stage::kUnspecified;
    if (project) {
      for (const StageSpan& span : project->stages) {
        if (span.when.Contains(day)) stage = span.stage;
      }
    }
    if (project && stage == Stage::kUnspecified) {
      answers.push_back(Answer::kUnknown);
    } else {
      say(project && Has(filter.stages, stage));
    }
  }
  if (!filter.roles.empty()) answers.push_back(RoleAnswer(filter, *record, scope, day));
  if (!filter.division_levels.empty()) {
    const RecordName name = *RecordName::Parse(member.name);
    say(name.kind() == RecordKind::kDivision &&
        Has(filter.division_levels, name.division().level()));
  }
  if (!filter.industries.empty()) {
    Answer best = Answer::kNo;
    for (const std::string& prefix : filter.industries) {
      if (enterprise && StartsWith(enterprise->industry, prefix)) best = Answer::kYes;
      if (enterprise && best == Answer::kNo && StartsWith(prefix, enterprise->industry)) {
        best = Answer::kUnknown;
      }
    }
    answers.push_back(best);
  }
  for (const Label& label : filter.labels) say(Has(record->labels, label));
  if (filter.party_organisation) {
    if (enterprise && !enterprise->party_organisation) {
      answers.push_back(Answer::kUnknown);
    } else {
      say(enterprise && enterprise->party_organisation == filter.party_organisation);
    }
  }
  if (Has(answers, Answer::kNo)) return Answer::kNo;
  return Has(answers, Answer::kUnknown) ? Answer::kUnknown : Answer::kYes;
}

ReferenceFigure ReferenceModel::Count(const std::string& scope, const CountOf& count,
                                      const Period& period) const {
  ReferenceFigure figure;
  const Day day = period.last_day();
  for (const auto& [name, record] : world_.records) {
    const Member member{.name = name, .is_remainder = false};
    if (KindOf(record) != count.kind || !IsActive(member, day)) continue;
    // Clusters and divisions count in those above them, not in themselves.
    const bool is_structural =
        count.kind == RecordKind::kCluster || count.kind == RecordKind::kDivision;
    if (is_structural && name == scope) continue;
    if (!ScopesOn(member, day).contains(scope)) continue;
    const Answer passes = Passes(count.filter, member, scope, day);
    if (passes == Answer::kNo) continue;
    ++figure.expected;
    if (passes == Answer::kYes) ++figure.received;
  }
  figure.value = figure.received;
  figure.interval.lower = figure.interval.upper = End{.value = figure.value};
  figure.subjects_expected = figure.expected;
  figure.subjects_contributing = figure.received;
  return figure;
}

}  // namespace taizhang::aggregator
