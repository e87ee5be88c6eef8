#include "services/aggregator/core/plan_table.h"

#include <algorithm>

namespace taizhang::aggregator {

PlanTable::PlanTable() { plans_.push_back(std::make_unique<Plan>()); }

absl::Span<const PlanId> PlanTable::PlansIn(ScopeId scope) const {
  if (scope >= plans_in_.size()) return {};
  return plans_in_[scope];
}

PlanId PlanTable::Intern(const PlanKey& key, const Chains& chains, Scopes& scopes) {
  const auto found = index_.find(key);
  if (found != index_.end()) return found->second;
  auto plan = std::make_unique<Plan>();
  plan->attendance = Attendance(key, chains, scopes);
  plan->key = key;
  PlanId id = 0;
  if (free_.empty()) {
    id = static_cast<PlanId>(plans_.size());
    plans_.push_back(std::move(plan));
  } else {
    id = free_.back();
    free_.pop_back();
    plans_[id] = std::move(plan);
  }
  index_.emplace(key, id);
  EnterScopes(id, scopes);
  EnterChains(id);
  return id;
}

void PlanTable::Assign(Member member, PlanId plan) {
  if (member.packed >= plan_of_.size()) {
    const size_t size = std::max<size_t>(member.packed + 1, plan_of_.size() * 3 / 2);
    plan_of_.resize(size, kNoPlan);
    place_of_.resize(size, 0);
  }
  const PlanId before = plan_of_[member.packed];
  if (before == plan) return;
  if (before != kNoPlan) {
    std::vector<Member>& members = plans_[before]->members;
    const uint32_t place = place_of_[member.packed];
    members[place] = members.back();
    place_of_[members[place].packed] = place;
    members.pop_back();
    if (members.empty()) Drop(before);
  }
  plan_of_[member.packed] = plan;
  if (plan == kNoPlan) return;
  place_of_[member.packed] = static_cast<uint32_t>(plans_[plan]->members.size());
  plans_[plan]->members.push_back(member);
}

std::vector<PlanId> PlanTable::PlansWith(absl::Span<const ChainId> chains) const {
  std::vector<PlanId> out;
  for (const ChainId chain : chains) {
    if (chain >= plans_with_.size()) continue;
    for (const Link& link : plans_with_[chain]) out.push_back(link.plan);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Attendance PlanTable::Rebuild(PlanId plan, const Chains& chains, Scopes& scopes) {
  LeaveScopes(plan);
  Attendance next(plans_[plan]->key, chains, scopes);
  std::swap(next, plans_[plan]->attendance);
  EnterScopes(plan, scopes);
  return next;
}

void PlanTable::EnterScopes(PlanId plan, Scopes& scopes) {
  Plan& entering = *plans_[plan];
  const auto entries = entering.attendance.entries();
  entering.place_in_scope.clear();
  for (uint32_t entry = 0; entry < entries.size(); ++entry) {
    const ScopeId scope = entries[entry].scope;
    scopes.Touch(scope);
    if (scope >= plans_in_.size()) {
      plans_in_.resize(scope + 1);
      entries_in_.resize(scope + 1);
    }
    entering.place_in_scope.push_back(static_cast<uint32_t>(plans_in_[scope].size()));
    plans_in_[scope].push_back(plan);
    entries_in_[scope].push_back(entry);
  }
}

void PlanTable::LeaveScopes(PlanId plan) {
  const Plan& leaving = *plans_[plan];
  const auto entries = leaving.attendance.entries();
  for (uint32_t entry = 0; entry < entries.size(); ++entry) {
    const ScopeId scope = entries[entry].scope;
    const uint32_t place = leaving.place_in_scope[entry];
    const PlanId last = plans_in_[scope].back();
    const uint32_t last_entry = entries_in_[scope].back();
    plans_in_[scope][place] = last;
    entries_in_[scope][place] = last_entry;
    plans_[last]->place_in_scope[last_entry] = place;
    plans_in_[scope].pop_back();
    entries_in_[scope].pop_back();
  }
}

void PlanTable::EnterChains(PlanId plan) {
  Plan& entering = *plans_[plan];
  for (uint32_t way = 0; way < entering.key.ways.size(); ++way) {
    const ChainId chain = entering.key.ways[way].chain;
    if (chain >= plans_with_.size()) plans_with_.resize(chain + 1);
    entering.place_in_chain.push_back(static_cast<uint32_t>(plans_with_[chain].size()));
    plans_with_[chain].push_back({.plan = plan, .way = way});
  }
}

void PlanTable::LeaveChains(PlanId plan) {
  const Plan& leaving = *plans_[plan];
  for (uint32_t way = 0; way < leaving.key.ways.size(); ++way) {
    std::vector<Link>& list = plans_with_[leaving.key.ways[way].chain];
    const uint32_t place = leaving.place_in_chain[way];
    list[place] = list.back();
    plans_[list[place].plan]->place_in_chain[list[place].way] = place;
    list.pop_back();
  }
}

void PlanTable::Drop(PlanId plan) {
  LeaveScopes(plan);
  LeaveChains(plan);
  index_.erase(plans_[plan]->key);
  plans_[plan].reset();
  free_.push_back(plan);
}

size_t PlanTable::memory_bytes() const {
  size_t bytes = plan_of_.capacity() * sizeof(PlanId) + place_of_.capacity() * sizeof(uint32_t);
  for (const auto& plan : plans_) {
    if (plan == nullptr) continue;
    bytes += sizeof(Plan) + plan->attendance.memory_bytes() - sizeof(Attendance);
    // Each way stands in the plan, in the index, and in a chain's list.
    bytes += plan->key.ways.capacity() * (2 * sizeof(Way) + sizeof(Link) + sizeof(uint32_t));
    bytes += plan->place_in_scope.capacity() * 3 * sizeof(uint32_t);
    bytes += plan->members.capacity() * sizeof(Member);
  }
  return bytes;
}

}  // namespace taizhang::aggregator
