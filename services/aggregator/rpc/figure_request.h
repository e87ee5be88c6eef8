#pragma once

#include <cstddef>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/values/period.h"
#include "services/aggregator/rpc/combinations.h"
#include "services/aggregator/view/reading.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

/// A QueryFiguresRequest as it is carried out. Borrows from the request.
struct FigureRequest {
  Combinations asked;
  bool distinct = false;
  v1::Attribution attribution = v1::ATTRIBUTION_AS_OF_PERIOD;  ///< as it is applied
  std::optional<Day> members_on;                               ///< of CURRENT and FIXED
  bool fill_from_statements = false;
};

/// INVALID_REQUEST with the violations of empty lists, of what is named twice in one, of tokens
/// that cannot be read, and of the attribution; TOO_LARGE. `today` is the day of the answer, for
/// CURRENT.
absl::StatusOr<FigureRequest> ParseFigureRequest(const v1::QueryFiguresRequest& request, Day today);

/// Whether everything is answered from resident cells of few partitions, in well under 100 µs.
bool IsQuick(const FigureRequest& request, const Reading& reading);

/// Answers every combination, scopes outermost, and tells the cut. Once the reading's steps or
/// `bytes_max` (at least what errors alone would be) are used up, the others are answered with
/// OVERLOADED in their places. `check` is asked between answers; anything but OK ends it, and is
/// returned.
absl::Status AnswerFigures(const FigureRequest& request, Reading& reading,
                           absl::FunctionRef<absl::Status()> check, size_t bytes_max,
                           v1::QueryFiguresResponse& response);

}  // namespace taizhang::aggregator
