#include "services/aggregator/core/scopes.h"

namespace taizhang::aggregator {

bool IsVillageName(std::string_view name) {
  return name.find("/villages/") != std::string_view::npos;
}

std::optional<ScopeId> Scopes::Find(std::string_view name) const {
  const auto found = index_.find(name);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

ScopeId Scopes::Intern(std::string_view name) {
  const auto found = index_.find(name);
  if (found != index_.end()) return found->second;
  const auto scope = static_cast<ScopeId>(names_.size());
  names_.emplace_back(name);
  has_cells_.push_back(!IsVillageName(name));
  touched_.push_back(false);
  index_.emplace(names_.back(), scope);
  return scope;
}

void Scopes::Touch(ScopeId scope) {
  if (touched_[scope] || !has_cells_[scope]) return;
  touched_[scope] = true;
  newly_touched_.push_back(scope);
}

std::vector<std::string> Scopes::TakeTouched() {
  std::vector<std::string> out;
  out.reserve(newly_touched_.size());
  for (const ScopeId scope : newly_touched_) out.push_back(names_[scope]);
  newly_touched_.clear();
  return out;
}

size_t Scopes::memory_bytes() const {
  size_t bytes = index_.capacity() * (sizeof(std::string_view) + sizeof(ScopeId) + 1);
  for (const std::string& name : names_) bytes += sizeof(std::string) + name.capacity();
  return bytes;
}

}  // namespace taizhang::aggregator
