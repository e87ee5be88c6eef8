#pragma once

#include <vector>

#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// Records of one partition so that each comes after those that it refers to, and otherwise by
/// name: ledgers with the same records export the same bytes, however they came to them. A cycle,
/// which no ledger accepts, is cut somewhere. Points into `rows`.
std::vector<const taizhang::ledger::v1::Row*> InImportOrder(
    const std::vector<taizhang::ledger::v1::Row>& rows);

}  // namespace taizhang::cli
