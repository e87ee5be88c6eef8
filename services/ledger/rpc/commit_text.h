#pragma once

#include <string>

#include "services/ledger/commit/named_commit.h"

namespace taizhang::ledger {

/// The requests and changes of a commit for people to look at: each with its names, before and
/// after, in protobuf's text format. Control characters are escaped.
std::string CommitText(NamedCommit commit);

}  // namespace taizhang::ledger
