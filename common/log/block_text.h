#pragma once

#include <string>

#include "common/log/stored_block.h"

namespace taizhang {

/// A stored block for people to look at, whatever is wrong with it: header, body and section of
/// texts in protobuf's text format; in place of a part that cannot be read, why. Control characters
/// are escaped.
std::string BlockText(const StoredBlock& block);

}  // namespace taizhang
