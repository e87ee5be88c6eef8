#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// LedgerService.EraseText. `finish` is called once, after the disk has it; the messages live until
/// then.
void EraseTextInto(Ledger& ledger, const v1::EraseTextRequest& request,
                   const std::string& principal, v1::EraseTextResponse& response,
                   std::function<void(const absl::Status&)> finish);

}  // namespace taizhang::ledger
