#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "grpcpp/support/status.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/read_results.h"

namespace taizhang::cli {

inline constexpr int kPageSizeMax = 1'000;

/// Takes a page; false ends the reading.
template <typename Response>
using OnPage = std::function<bool(const Response& page)>;

/// All pages of a list, as of one revision, from the first on. The first error ends it.
grpc::Status ReadPages(const Connection& connection,
                       taizhang::ledger::v1::ListRecordsRequest request,
                       const OnPage<taizhang::ledger::v1::ListRecordsResponse>& on_page);
grpc::Status ReadPages(const Connection& connection,
                       taizhang::ledger::v1::ListObservationsRequest request,
                       const OnPage<taizhang::ledger::v1::ListObservationsResponse>& on_page);
grpc::Status ReadPages(const Connection& connection,
                       taizhang::ledger::v1::ListRecordRevisionsRequest request,
                       const OnPage<taizhang::ledger::v1::ListRecordRevisionsResponse>& on_page);
grpc::Status ReadPages(const Connection& connection,
                       taizhang::ledger::v1::ListPartitionsRequest request,
                       const OnPage<taizhang::ledger::v1::ListPartitionsResponse>& on_page);

/// Durable heads of `partitions`; those of all that begin with `prefix` where there are none named,
/// that of structure last. A named one to which nothing was ever written has none.
grpc::Status ReadHeads(const Connection& connection, const std::vector<std::string>& partitions,
                       const std::string& prefix, Cursors& heads);

/// Adds those of `names` that are not in `records` yet, from whichever partition holds them. What
/// is not there is left out, as is what is no name.
grpc::Status ReadRecords(const Connection& connection, const std::vector<std::string>& names,
                         RecordsByName& records);

}  // namespace taizhang::cli
