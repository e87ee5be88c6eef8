#pragma once

#include <cstdint>
#include <memory>

#include "common/facts/facts.h"
#include "common/facts/structure.h"

namespace taizhang {

/// The structure as of a revision of the partition "structure", from its facts. Costs all records
/// that were there.
std::shared_ptr<const Structure> StructureAt(const Facts& facts, uint64_t revision);

}  // namespace taizhang
