#include "common/facts/structure.h"

#include <algorithm>

namespace taizhang {
namespace {

absl::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

DayRange Intersect(const DayRange& a, const DayRange& b) {
  return {.start = std::max(a.start, b.start), .end = std::min(a.end, b.end)};
}

void Remove(std::vector<std::string_view>& names, std::string_view name) {
  const auto at = std::lower_bound(names.begin(), names.end(), name);
  if (at != names.end() && *at == name) names.erase(at);
}

}  // namespace

std::shared_ptr<const Structure> Structure::Empty() { return std::make_shared<Structure>(); }

std::shared_ptr<const Structure> Structure::With(
    uint64_t revision,
    const std::vector<std::pair<std::string, std::shared_ptr<const Record>>>& changes) const {
  auto next = std::make_shared<Structure>(*this);
  next->revision_ = revision;
  std::array<bool, 8> grew{};
  for (const auto& [name, record] : changes) {
    const auto found = next->records_.find(Key(name));
    if (record == nullptr) {
      if (found == next->records_.end()) continue;
      Remove(next->names_by_kind_[static_cast<size_t>(KindOf(*found->second.record))], name);
      next->records_.erase(found);
      continue;
    }
    if (found != next->records_.end()) {
      found->second.record = record;
      continue;
    }
    auto kept = std::make_shared<const std::string>(name);
    const auto kind = static_cast<size_t>(KindOf(*record));
    next->names_by_kind_[kind].emplace_back(*kept);
    grew[kind] = true;
    const absl::string_view key = Key(*kept);
    next->records_.emplace(key, Entry{.name = std::move(kept), .record = record});
  }
  for (size_t kind = 0; kind < grew.size(); ++kind) {
    if (grew[kind]) std::sort(next->names_by_kind_[kind].begin(), next->names_by_kind_[kind].end());
  }
  return next;
}

std::shared_ptr<const Record> Structure::Share(std::string_view name) const {
  const auto found = records_.find(Key(name));
  return found == records_.end() ? nullptr : found->second.record;
}

const Record* Structure::Find(std::string_view name) const {
  const auto found = records_.find(Key(name));
  return found == records_.end() ? nullptr : found->second.record.get();
}

const Measure* Structure::FindMeasure(std::string_view name) const {
  const Record* record = Find(name);
  return record == nullptr ? nullptr : std::get_if<Measure>(&record->details);
}

const Indicator* Structure::FindIndicator(std::string_view name) const {
  const Record* record = Find(name);
  return record == nullptr ? nullptr : std::get_if<Indicator>(&record->details);
}

bool Structure::HasDivision(DivisionCode code) const {
  return Find("divisions/" + code.ToString()) != nullptr;
}

std::optional<DivisionCode> Structure::DefaultParent(DivisionCode code) const {
  for (std::optional<DivisionCode> up = code.Prefix(); up.has_value(); up = up->Prefix()) {
    if (HasDivision(*up)) return up;
  }
  return std::nullopt;
}

const std::vector<std::string_view>& Structure::NamesOf(RecordKind kind) const {
  return names_by_kind_[static_cast<size_t>(kind)];
}

void Structure::AppendDivisions(std::string_view division, DayRange when, int depth,
                                std::vector<Above>& out) const {
  const Record* record = Find(division);
  if (record == nullptr || when.IsEmpty() || depth > kDepthMax) return;
  out.push_back({.scope = std::string(division), .when = when});
  for (const Placement& parent : record->placements) {
    AppendDivisions(parent.place, Intersect(when, parent.when), depth + 1, out);
  }
}

std::vector<Structure::Above> Structure::DivisionsAbove(std::string_view division,
                                                        DayRange when) const {
  std::vector<Above> out;
  AppendDivisions(division, when, 0, out);
  return out;
}

void Structure::AppendClusters(std::string_view cluster, DayRange when, int depth,
                               std::vector<Above>& out) const {
  const Record* record = Find(cluster);
  if (record == nullptr || when.IsEmpty() || depth >= kClusterDepthMax) return;
  out.push_back({.scope = std::string(cluster), .when = when});
  for (const Membership& parent : record->memberships) {
    AppendClusters(parent.cluster, Intersect(when, parent.when), depth + 1, out);
  }
}

std::vector<Structure::Above> Structure::ClustersAbove(std::string_view cluster,
                                                       DayRange when) const {
  std::vector<Above> out;
  AppendClusters(cluster, when, 0, out);
  return out;
}

}  // namespace taizhang
