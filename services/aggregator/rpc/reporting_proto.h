#pragma once

#include <cstdint>

#include "google/protobuf/timestamp.pb.h"
#include "services/aggregator/core/reporting.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

// All into empty messages.

/// `us`: Unix microseconds.
void WriteTime(int64_t us, google::protobuf::Timestamp& out);
void WriteRates(const ReportingRates& rates, v1::ReportingRates& out);
void WriteReporter(const ReporterPeriod& reporter, v1::ReporterPeriod& out);

v1::ReportState ProtoOf(ReportState state);

}  // namespace taizhang::aggregator
