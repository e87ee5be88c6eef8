#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/facts/observation_table.h"
#include "common/facts/slabs.h"

namespace taizhang::observation_chunks {

struct RemarkKey {
  ObservationTable::Handle handle;
  uint32_t slot;
  uint32_t revision;
  friend bool operator==(const RemarkKey&, const RemarkKey&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const RemarkKey& key) {
    return H::combine(std::move(h), key.handle, key.slot, key.revision);
  }
};

/// The side column of remarks: which one a version has, and which versions have one.
class RemarkTable {
 public:
  void Add(const RemarkKey& key, Ordinal remark) {
    remarks_[key] = remark;
    uint32_t& newest = newest_[remark];
    const size_t index = versions_.Append();
    *versions_.At(index) = {.key = key, .next = newest};
    newest = static_cast<uint32_t>(index + 1);
  }

  /// 0 where it has none.
  [[nodiscard]] Ordinal At(const RemarkKey& key) const {
    const auto found = remarks_.find(key);
    return found == remarks_.end() ? 0 : found->second;
  }

  /// Calls `visit(key)` for each version with `remark`.
  template <typename Visit>
  void VisitVersions(Ordinal remark, const Visit& visit) const {
    const auto newest = newest_.find(remark);
    if (newest == newest_.end()) return;
    for (uint32_t node = newest->second; node != 0; node = versions_.At(node - 1)->next)
      visit(versions_.At(node - 1)->key);
  }

  [[nodiscard]] size_t memory_bytes() const {
    return remarks_.capacity() * (sizeof(RemarkKey) + sizeof(Ordinal) + 1) +
           versions_.memory_bytes() + newest_.capacity() * (sizeof(Ordinal) + sizeof(uint32_t) + 1);
  }

 private:
  struct Version {
    RemarkKey key;
    uint32_t next;  ///< index + 1 of an older one with the same remark
  };
  static_assert(sizeof(Version) == 16);

  absl::flat_hash_map<RemarkKey, Ordinal> remarks_;
  Slabs<Version> versions_{1};
  absl::flat_hash_map<Ordinal, uint32_t> newest_;  ///< by remark: index + 1
};

}  // namespace taizhang::observation_chunks
