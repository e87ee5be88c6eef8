#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "common/facts/block_content.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {

/// A stamp in 24 bytes, equal where the stored forms are.
struct PackedStamp {
  uint64_t quantum_coefficient = 0;
  Ordinal remark = 0;
  uint8_t quantum_scale = 0;
  ObservationState state = ObservationState::kAmount;
  Bound bound = Bound::kExact;
  Basis basis = Basis::kWhole;
  PeriodBasis period_basis = PeriodBasis::kStated;

  friend bool operator==(const PackedStamp&, const PackedStamp&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const PackedStamp& s) {
    return H::combine(std::move(h), s.quantum_coefficient, s.remark, s.quantum_scale, s.state,
                      s.bound, s.basis, s.period_basis);
  }
};

/// Nothing where the quantum is negative or beyond 64 bits: no unit and no spelling makes one.
std::optional<PackedStamp> Pack(const Stamp& stamp);

/// Gives the stamps of a block their indexes, in order of first use.
class StampIndex {
 public:
  uint32_t Add(const PackedStamp& stamp);
  [[nodiscard]] const std::vector<PackedStamp>& stamps() const { return stamps_; }

 private:
  std::vector<PackedStamp> stamps_;
  uint32_t last_ = 0;  ///< neighbouring rows mostly say the same
  absl::flat_hash_map<PackedStamp, uint32_t> index_;
};

void EncodeStamp(const PackedStamp& stamp, storage::v1::Stamp& stored);

/// The name of the first member that has no meaning, or null.
const char* DecodeStamp(const storage::v1::Stamp& stored, Ordinal texts_end, Stamp& stamp);

}  // namespace taizhang
