#pragma once

#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

absl::Status ReadRecordInto(const Ledger& ledger, const v1::GetRecordRequest& request,
                            v1::GetRecordResponse& response);

absl::Status ReadHeadInto(const Ledger& ledger, const v1::GetHeadRequest& request,
                          v1::GetHeadResponse& response);

}  // namespace taizhang::ledger
