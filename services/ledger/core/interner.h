#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/facts/dictionaries.h"

namespace taizhang::ledger {

/// Ordinals of strings in a log, those included that the block being made brings. Texts must
/// outlive it: new ones are remembered as views.
class Interner {
 public:
  explicit Interner(const Dictionary& dictionary)
      : dictionary_(dictionary), next_(dictionary.end()) {}

  [[nodiscard]] std::optional<Ordinal> Find(std::string_view text) const {
    if (const std::optional<Ordinal> known = dictionary_.Find(text)) return known;
    if (added_.empty()) return std::nullopt;
    const auto found = added_.find(text);
    return found == added_.end() ? std::nullopt : std::optional<Ordinal>(found->second);
  }

  /// `append` is called where `text` is new: it must put it into the block.
  template <typename Append>
  Ordinal Intern(std::string_view text, Append append) {
    if (const std::optional<Ordinal> known = dictionary_.Find(text)) return *known;
    const auto [entry, is_new] = added_.try_emplace(text, next_);
    if (is_new) {
      append(text);
      ++next_;
    }
    return entry->second;
  }

  /// Whether the dictionary has it from an earlier block.
  [[nodiscard]] bool IsOld(Ordinal ordinal) const { return dictionary_.Has(ordinal); }

 private:
  const Dictionary& dictionary_;
  absl::flat_hash_map<std::string_view, Ordinal> added_;
  Ordinal next_;
};

}  // namespace taizhang::ledger
