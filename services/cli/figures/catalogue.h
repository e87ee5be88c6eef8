#pragma once

#include <string>
#include <vector>

#include "grpcpp/support/status.h"
#include "services/cli/figures/figures_table.h"
#include "services/cli/wire/connection.h"

namespace taizhang::cli {

/// Names of all indicators in their order, and how people call them. OK or the aggregator's error.
grpc::Status ListIndicators(const Connection& connection, std::vector<std::string>& indicators,
                            DisplayNames& names);

/// Adds how people call these records, as far as the ledger can be reached and knows them.
void AddNamesOf(const std::vector<std::string>& records, const Connection& connection,
                DisplayNames& names);

}  // namespace taizhang::cli
