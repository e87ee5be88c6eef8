#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace taizhang::aggregator {

/// Dense, in order of first appearance in one partition's view.
using ScopeId = uint32_t;

/// Whether a record name is a village's: villages are scopes whose figures are evaluated, not kept
/// in cells.
bool IsVillageName(std::string_view name);

/// The scopes that a partition's subjects come to count in.
class Scopes {
 public:
  [[nodiscard]] std::optional<ScopeId> Find(std::string_view name) const;
  ScopeId Intern(std::string_view name);
  [[nodiscard]] const std::string& NameOf(ScopeId scope) const { return names_[scope]; }
  [[nodiscard]] bool HasCells(ScopeId scope) const { return has_cells_[scope]; }
  [[nodiscard]] size_t size() const { return names_.size(); }

  /// Remembers a division or cluster in which something has come to count.
  void Touch(ScopeId scope);
  std::vector<std::string> TakeTouched();
  [[nodiscard]] size_t memory_bytes() const;

 private:
  std::deque<std::string> names_;  ///< a deque: the index views them
  std::vector<bool> has_cells_;
  std::vector<bool> touched_;
  std::vector<ScopeId> newly_touched_;
  absl::flat_hash_map<std::string_view, ScopeId> index_;
};

}  // namespace taizhang::aggregator
