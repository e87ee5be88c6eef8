#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/facts/block_content.h"

namespace taizhang {

/// Interns what versions say beside their value. The remark is not part of it (it lies in a side
/// column), so that a log has few hundreds: 31 powers of ten for each of a dimension's units, times
/// bounds, states and bases.
class StampTable {
 public:
  struct Entry {
    Stamp stamp;        ///< remark 0
    bool wide = false;  ///< the value is an index into the column of wide values
    bool has_remark = false;
    bool plain = false;  ///< an EXACT amount, WHOLE, narrow
    uint64_t digest = 0;
  };

  static constexpr size_t kCapacity = size_t{UINT16_MAX} + 1;

  /// Beyond 64 bits.
  static bool IsWide(Int128 value) { return value != static_cast<int64_t>(value); }

  /// Nothing where the table is full.
  std::optional<uint16_t> Intern(const Stamp& stamp, bool wide);
  [[nodiscard]] bool Has(const Stamp& stamp, bool wide) const {
    return index_.contains(KeyOf(stamp, wide));
  }
  [[nodiscard]] size_t size() const { return entries_.size(); }
  [[nodiscard]] const Entry& At(uint16_t index) const { return entries_[index]; }

 private:
  struct Key {
    uint64_t quantum_coefficient;
    uint32_t packed;
    friend bool operator==(const Key&, const Key&) = default;
    template <typename H>
    friend H AbslHashValue(H h, const Key& key) {
      return H::combine(std::move(h), key.quantum_coefficient, key.packed);
    }
  };
  static Key KeyOf(const Stamp& stamp, bool wide);

  std::vector<Entry> entries_;
  absl::flat_hash_map<Key, uint16_t> index_;
  Key last_key_{};
  uint16_t last_ = 0;
};

}  // namespace taizhang
