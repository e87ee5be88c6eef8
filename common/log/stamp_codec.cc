#include "common/log/stamp_codec.h"

#include "absl/status/statusor.h"
#include "common/values/decimal.h"

namespace taizhang {
namespace {

bool IsNormalized(const Decimal& decimal) {
  return decimal.scale() == 0 || decimal.coefficient() % 10 != 0;
}

}  // namespace

std::optional<PackedStamp> Pack(const Stamp& stamp) {
  const Decimal quantum = IsNormalized(stamp.quantum) ? stamp.quantum : stamp.quantum.Normalized();
  const Int128 coefficient = quantum.coefficient();
  if (coefficient < 0 || coefficient > Int128{UINT64_MAX}) return std::nullopt;
  PackedStamp packed;
  packed.quantum_coefficient = static_cast<uint64_t>(coefficient);
  packed.quantum_scale = static_cast<uint8_t>(quantum.scale());
  packed.remark = stamp.remark;
  packed.state = stamp.state;
  packed.bound = stamp.bound;
  packed.basis = stamp.basis;
  packed.period_basis = stamp.period_basis;
  return packed;
}

uint32_t StampIndex::Add(const PackedStamp& stamp) {
  if (!stamps_.empty() && stamps_[last_] == stamp) return last_;
  const auto [entry, is_new] = index_.try_emplace(stamp, static_cast<uint32_t>(stamps_.size()));
  if (is_new) stamps_.push_back(stamp);
  last_ = entry->second;
  return last_;
}

void EncodeStamp(const PackedStamp& stamp, storage::v1::Stamp& stored) {
  stored.set_state(static_cast<uint32_t>(stamp.state));
  stored.set_bound(static_cast<uint32_t>(stamp.bound));
  stored.set_basis(static_cast<uint32_t>(stamp.basis));
  stored.set_period_basis(static_cast<uint32_t>(stamp.period_basis));
  stored.set_quantum_coefficient(stamp.quantum_coefficient);
  stored.set_quantum_scale(stamp.quantum_scale);
  stored.set_remark(stamp.remark);
}

const char* DecodeStamp(const storage::v1::Stamp& stored, Ordinal texts_end, Stamp& stamp) {
  if (stored.state() > static_cast<uint32_t>(ObservationState::kWithdrawn)) return "stamps.state";
  if (stored.bound() > static_cast<uint32_t>(Bound::kLessThan)) return "stamps.bound";
  if (stored.basis() > static_cast<uint32_t>(Basis::kRemainder)) return "stamps.basis";
  if (stored.period_basis() > static_cast<uint32_t>(PeriodBasis::kRecurring))
    return "stamps.period_basis";
  if (stored.quantum_scale() > static_cast<uint32_t>(Decimal::kMaxScale))
    return "stamps.quantum_scale";
  if (stored.remark() >= texts_end) return "stamps.remark";
  const absl::StatusOr<Decimal> quantum = Decimal::FromCoefficient(
      Int128{stored.quantum_coefficient()}, static_cast<int>(stored.quantum_scale()));
  if (!quantum.ok() || !IsNormalized(*quantum)) return "stamps.quantum_coefficient";
  stamp.state = static_cast<ObservationState>(stored.state());
  stamp.bound = static_cast<Bound>(stored.bound());
  stamp.basis = static_cast<Basis>(stored.basis());
  stamp.period_basis = static_cast<PeriodBasis>(stored.period_basis());
  stamp.quantum = *quantum;
  stamp.remark = stored.remark();
  return nullptr;
}

}  // namespace taizhang
