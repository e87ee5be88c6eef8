#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/facts/block_content.h"

namespace taizhang {

/// Strings and their ordinals, in order of first appearance. `first` is the ordinal of the first
/// one. Views stay valid for the dictionary's life.
class Dictionary {
 public:
  explicit Dictionary(Ordinal first) : first_(first) {}

  [[nodiscard]] std::optional<Ordinal> Find(std::string_view text) const;
  /// The ordinal of `text`, appended where it is new.
  Ordinal Intern(std::string_view text);
  /// Appends also what is there already, which keeps its ordinal: a text that was erased elsewhere
  /// and is written again comes a second time.
  Ordinal Append(std::string_view text);
  /// Appends without an index entry: for a text that was erased and can be found no more.
  Ordinal AppendUnfindable();
  /// Overwrites an entry's bytes; it reads "" from here on and is found no more, so that the same
  /// text comes as a new entry. Views of it see the change.
  void Erase(Ordinal ordinal);
  /// "" for 0 where the first ordinal is 1.
  [[nodiscard]] std::string_view At(Ordinal ordinal) const;
  [[nodiscard]] bool Has(Ordinal ordinal) const { return ordinal >= first_ && ordinal < end(); }
  [[nodiscard]] Ordinal end() const { return first_ + static_cast<Ordinal>(entries_.size()); }
  [[nodiscard]] size_t size() const { return entries_.size(); }
  [[nodiscard]] size_t memory_bytes() const;

 private:
  static constexpr size_t kSlabBytes = 64U << 10U;

  std::string_view Keep(std::string_view text);

  Ordinal first_;
  std::vector<std::string_view> entries_;
  std::vector<std::unique_ptr<char[]>> slabs_;
  size_t slab_left_ = 0;
  size_t slab_bytes_ = 0;
  absl::flat_hash_map<absl::string_view, Ordinal> index_;
};

/// The four dictionaries of one log.
struct Dictionaries {
  Dictionary subjects{0};
  Dictionary measures{0};
  Dictionary ids{1};
  Dictionary texts{1};

  /// Appends what a block brings; entries but for texts must be new.
  void Append(const BlockContent& content);
};

}  // namespace taizhang
