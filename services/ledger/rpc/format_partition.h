#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/ledger/commit/partition.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

void FormatPartition(const PartitionStatus& status, v1::Partition& out);

/// `state`: why it stopped.
void FormatStopped(const std::string& partition, const absl::Status& state,
                   v1::PartitionStopped& out);

}  // namespace taizhang::ledger
