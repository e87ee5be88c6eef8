#pragma once

#include <optional>
#include <string_view>

#include "common/facts/block_content.h"
#include "common/facts/record.h"
#include "common/values/bound.h"
#include "taizhang/type/v1/observation.pb.h"
#include "taizhang/type/v1/record.pb.h"

namespace taizhang::ledger {

// Enums whose numbers differ between the proto and ours; all others have the same and are cast.
// Nothing for a number without a meaning, 0 ("unspecified") included.

std::optional<Frequency> FrequencyOf(int number);
type::v1::Frequency ToProto(Frequency frequency);

std::optional<Reporter> ReporterOf(int number);
type::v1::Reporter ToProto(Reporter reporter);

std::optional<Bound> BoundOf(int number);
type::v1::Bound ToProto(Bound bound);

std::optional<Basis> BasisOf(int number);
type::v1::Basis ToProto(Basis basis);

std::optional<PeriodBasis> PeriodBasisOf(int number);
type::v1::PeriodBasis ToProto(PeriodBasis basis);

/// A level above villages by its name.
std::optional<DivisionLevel> LevelOf(std::string_view name);

}  // namespace taizhang::ledger
