#include "services/ledger/commit/refusal.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace taizhang::ledger {

std::vector<Violation> MergeViolations(std::vector<Violation> parsed,
                                       std::vector<Violation> posted) {
  std::vector<Violation> all = std::move(parsed);
  all.insert(all.end(), std::make_move_iterator(posted.begin()),
             std::make_move_iterator(posted.end()));
  std::stable_sort(all.begin(), all.end(),
                   [](const Violation& a, const Violation& b) { return a.row < b.row; });
  return all;
}

absl::Status RefusalOf(const std::string& partition, const Posted& posted,
                       std::vector<Violation> violations) {
  const auto only = [&](Reason reason) {
    return std::all_of(violations.begin(), violations.end(),
                       [reason](const Violation& violation) { return violation.reason == reason; });
  };
  const Violation& first = violations.front();
  const std::string message = absl::StrCat(first.field, ": ", first.description);
  if (only(Reason::kEtagMismatch)) {
    return MakeError(Reason::kEtagMismatch, message, {{"name", posted.mismatched}});
  }
  if (only(Reason::kSeveralPartitions)) {
    return MakeError(Reason::kSeveralPartitions, message,
                     {{"expected", partition}, {"found", posted.partition_found}});
  }
  return MakeInvalidRequest(std::move(violations));
}

}  // namespace taizhang::ledger
