#pragma once

#include <set>
#include <string>

#include "grpcpp/support/status.h"
#include "services/cli/import/import_progress.h"
#include "services/cli/input/input_file.h"
#include "services/cli/mapping/division_directory.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/interruption.h"

namespace taizhang::cli {

/// Reads the divisions among which names are looked for: those within each of `within`, and those
/// within the division above it. Of a ledger without them: none.
grpc::Status ReadDirectory(const Connection& connection, const std::set<std::string>& within,
                           DivisionDirectory& directory);

/// For lists of divisions, which say little of a record: what stands and is not listed (English
/// names, descriptions, labels, memberships; places, where the list has no dates and parents;
/// successors) stays. Adds the nation, where divisions are listed and it is neither listed nor
/// there. An interruption ends it early, with OK.
grpc::Status KeepWhatStands(const Connection& connection, const Interruption& interruption,
                            ImportProgress& progress, Input& input);

}  // namespace taizhang::cli
