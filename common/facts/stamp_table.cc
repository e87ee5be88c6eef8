#include "common/facts/stamp_table.h"

#include "common/facts/digest.h"

namespace taizhang {

StampTable::Key StampTable::KeyOf(const Stamp& stamp, bool wide) {
  const auto packed =
      static_cast<uint32_t>(stamp.state) | static_cast<uint32_t>(stamp.bound) << 4U |
      static_cast<uint32_t>(stamp.basis) << 8U | static_cast<uint32_t>(stamp.period_basis) << 12U |
      static_cast<uint32_t>(stamp.quantum.scale()) << 16U | (wide ? 1U << 24U : 0U) |
      (stamp.remark != 0 ? 1U << 25U : 0U);
  return {.quantum_coefficient = static_cast<uint64_t>(stamp.quantum.coefficient()),
          .packed = packed};
}

std::optional<uint16_t> StampTable::Intern(const Stamp& stamp, bool wide) {
  const Key key = KeyOf(stamp, wide);
  if (!entries_.empty() && key == last_key_) return last_;
  auto found = index_.find(key);
  if (found == index_.end()) {
    if (entries_.size() >= kCapacity) return std::nullopt;
    Entry entry{.stamp = stamp, .wide = wide, .has_remark = stamp.remark != 0};
    entry.stamp.remark = 0;
    entry.plain = !wide && stamp.state == ObservationState::kAmount &&
                  stamp.bound == Bound::kExact && stamp.basis == Basis::kWhole;
    // Whether there is a remark is left out: erasing a text keeps the digest.
    constexpr uint32_t kWithoutRemark = ~(1U << 25U);
    entry.digest = MixDigest(MixDigest(0, key.quantum_coefficient), key.packed & kWithoutRemark);
    found = index_.emplace(key, static_cast<uint16_t>(entries_.size())).first;
    entries_.push_back(entry);
  }
  last_key_ = key;
  last_ = found->second;
  return last_;
}

}  // namespace taizhang
