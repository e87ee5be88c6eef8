#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// What people say of what they want listed.
struct ListChoice {
  std::vector<std::string> where;  ///< "structure", a code, or a name; at most one
  std::vector<std::string> kinds;  ///< "enterprise,project"; "observation"
  std::string scope;
  std::string cluster;
  std::string day;
  std::vector<std::string> labels;  ///< "supported=yes"
  std::string prefix;
  bool observations = false;
  std::string subject;
  std::vector<std::string> measures;
  std::string period;
  int64_t revision = 0;
};

/// Whether observations are asked for, rather than records.
bool WantsObservations(const ListChoice& choice);

/// The request, its partition found from what was said: a town's records lie with its county, a
/// cluster's members are sought in its home division, clusters and measures lie in structure.
/// INVALID_ARGUMENT says what is missing, or what does not go together.
absl::StatusOr<taizhang::ledger::v1::ListRecordsRequest> RecordsRequestOf(const ListChoice& choice);
absl::StatusOr<taizhang::ledger::v1::ListObservationsRequest> ObservationsRequestOf(
    const ListChoice& choice);

}  // namespace taizhang::cli
