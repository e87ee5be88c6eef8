#pragma once

#include <string>

#include "services/ledger/commit/write_request.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// The token of a head.
std::string TokenOf(const std::string& partition, uint64_t revision, const Hash& hash);

void FormatWritten(const std::string& partition, bool validate_only, const Written& written,
                   v1::WriteRecordsResponse& out);

void FormatHead(const std::string& partition, const DurableHead& head, const std::string& epoch,
                v1::GetHeadResponse& out);

}  // namespace taizhang::ledger
