#pragma once

#include <map>
#include <string>

#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// Records by name, for what others refer to.
using RecordsByName = std::map<std::string, taizhang::type::v1::Record>;

/// The newest commit that a reader has of each partition, by partition.
using Cursors = std::map<std::string, taizhang::ledger::v1::Cursor>;

}  // namespace taizhang::cli
