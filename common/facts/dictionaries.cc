#include "common/facts/dictionaries.h"

#include <algorithm>
#include <cstring>

namespace taizhang {
namespace {

absl::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::optional<Ordinal> Dictionary::Find(std::string_view text) const {
  const auto found = index_.find(Key(text));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

std::string_view Dictionary::Keep(std::string_view text) {
  if (slab_left_ < text.size()) {
    const size_t bytes = std::max(kSlabBytes, text.size());
    slabs_.push_back(std::make_unique<char[]>(bytes));
    slab_left_ = bytes;
    slab_bytes_ += bytes;
  }
  // The slab is filled from its end, so that its start and what is left tell the place.
  slab_left_ -= text.size();
  char* place = slabs_.back().get() + slab_left_;
  if (!text.empty()) std::memcpy(place, text.data(), text.size());
  return {place, text.size()};
}

Ordinal Dictionary::Intern(std::string_view text) {
  const auto found = index_.find(Key(text));
  return found != index_.end() ? found->second : Append(text);
}

Ordinal Dictionary::Append(std::string_view text) {
  const std::string_view kept = Keep(text);
  const Ordinal ordinal = end();
  entries_.push_back(kept);
  index_.emplace(Key(kept), ordinal);
  return ordinal;
}

Ordinal Dictionary::AppendUnfindable() {
  const Ordinal ordinal = end();
  entries_.emplace_back();
  return ordinal;
}

void Dictionary::Erase(Ordinal ordinal) {
  if (!Has(ordinal)) return;
  std::string_view& entry = entries_[ordinal - first_];
  const auto found = index_.find(Key(entry));
  if (found != index_.end() && found->second == ordinal) index_.erase(found);
  // The bytes are ours: Keep has copied them into a slab.
  std::fill_n(const_cast<char*>(entry.data()), entry.size(), '\0');
  entry = {};
}

std::string_view Dictionary::At(Ordinal ordinal) const {
  if (!Has(ordinal)) return {};
  return entries_[ordinal - first_];
}

size_t Dictionary::memory_bytes() const {
  return slab_bytes_ + entries_.capacity() * sizeof(std::string_view) +
         index_.capacity() * (sizeof(std::pair<absl::string_view, Ordinal>) + 1);
}

void Dictionaries::Append(const BlockContent& content) {
  for (const std::string& name : content.new_subjects) subjects.Intern(name);
  for (const std::string& id : content.new_measures) measures.Intern(id);
  for (const std::string& id : content.new_ids) ids.Intern(id);
  for (const TextEntry& entry : content.new_texts) {
    if (entry.erased) {
      texts.AppendUnfindable();
    } else {
      texts.Append(entry.text);
    }
  }
}

}  // namespace taizhang
