#pragma once

#include <memory>
#include <optional>

#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"
#include "taizhang/type/v1/record.pb.h"

namespace taizhang::ledger {

/// A record as a row; nothing where its name cannot be read. Everything that cannot be read has a
/// violation; what can be is kept. `etag` views the message.
std::optional<RecordRow> ParseRecord(const type::v1::Record& record, const Origin& origin,
                                     Violations& violations);

/// A measure's, indicator's or other kind's own fields.
void ParseDetails(const type::v1::Record& record, RecordRow& row, Violations& violations);

/// Half-open days; false with violations where they cannot be read. `field` is the path of the
/// range.
bool ParseRange(const type::v1::DateRange& range, const Origin& origin, std::string_view field,
                DayRange& when, Violations& violations);

}  // namespace taizhang::ledger
