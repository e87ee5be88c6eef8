#pragma once

#include <optional>
#include <vector>

#include "common/values/period.h"
#include "common/values/record_name.h"
#include "services/aggregator/core/terms.h"

namespace taizhang::aggregator {

/// The scope above another on a day: of a division its parent, of a cluster its parent or, where it
/// has none, its home division, of anything else its place. Nothing where there is none, or where
/// it does not exist.
std::optional<RecordName> ParentOf(const RecordName& scope, Day day, const Terms& terms);

/// Whether a scope exists.
bool Exists(const RecordName& scope, const Terms& terms);

/// The divisions one level below a division on a day, sorted by name.
std::vector<RecordName> ChildDivisionsOf(const RecordName& division, Day day, const Terms& terms);

/// The records of the kind of `scope` that are active on a day and have its parent then: of a
/// division those of its level, of a cluster those of its kind of cluster. Sorted by name; empty
/// where it has no parent.
std::vector<RecordName> SiblingsOf(const RecordName& scope, Day day, const Terms& terms);

}  // namespace taizhang::aggregator
