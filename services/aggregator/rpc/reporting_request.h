#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/aggregator/core/reporting.h"
#include "services/aggregator/rpc/combinations.h"
#include "services/aggregator/view/reading.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

/// Errors as ParseCombinations'.
absl::StatusOr<Combinations> ParseRatesRequest(const v1::GetReportingRatesRequest& request);

/// Answers every combination, scopes outermost, and tells the cut. Once the reading's steps or
/// `bytes_max` are used up, the others are answered with OVERLOADED in their places. `check` is
/// asked between answers; anything but OK ends it, and is returned. `now_us`: by which what is due
/// is told.
absl::Status AnswerRates(const Combinations& asked, int64_t now_us, Reading& reading,
                         absl::FunctionRef<absl::Status()> check, size_t bytes_max,
                         v1::GetReportingRatesResponse& response);

/// A ListReportersRequest as it is carried out.
struct ReportersRequest {
  ReportingQuery query;
  ReporterSelection selection;
  std::vector<Token> tokens;
  uint64_t filters = 0;       ///< a digest of all that must stay the same from page to page
  int64_t now_us = 0;         ///< of the list's first page
  std::vector<CutEntry> cut;  ///< of the list's first page; on that itself: empty
  std::string cut_digest;     ///< likewise
};

/// INVALID_REQUEST with the violations of all fields. `epoch`: of the ledger whose cuts are named.
absl::StatusOr<ReportersRequest> ParseReportersRequest(const v1::ListReportersRequest& request,
                                                       const std::string& epoch, int64_t now_us);

/// One page, as of the cut of the list's first one.
absl::Status AnswerReporters(const ReportersRequest& request, Reading& reading,
                             v1::ListReportersResponse& response);

}  // namespace taizhang::aggregator
