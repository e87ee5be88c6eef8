#pragma once

#include <cstdint>
#include <string>

#include "services/ledger/commit/read_point.h"
#include "services/ledger/commit/write_request.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// The token of a head.
std::string TokenOf(const std::string& partition, uint64_t revision, const Hash& hash);
/// The token of what a reading is as of.
std::string TokenOf(const ReadPoint& point);

void FormatWritten(const std::string& partition, bool validate_only, const Written& written,
                   v1::WriteRecordsResponse& out);

/// Unix microseconds.
void FormatTime(int64_t us, google::protobuf::Timestamp& out);

void FormatHead(const std::string& partition, const DurableHead& head, const std::string& epoch,
                v1::GetHeadResponse& out);

}  // namespace taizhang::ledger
