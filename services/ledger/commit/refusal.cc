#include "services/ledger/commit/refusal.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace taizhang::ledger {

std::vector<Violation> MergeViolations(std::vector<Violation> parsed,
                                       std::vector<Violation> posted) {
  if (parsed.empty()) return posted;
  absl::flat_hash_set<std::string> unread;
  for (const Violation& violation : parsed) unread.insert(violation.field);
  std::vector<Violation> all = std::move(parsed);
  std::copy_if(std::make_move_iterator(posted.begin()), std::make_move_iterator(posted.end()),
               std::back_inserter(all),
               [&unread](const Violation& violation) { return !unread.contains(violation.field); });
  std::stable_sort(all.begin(), all.end(),
                   [](const Violation& a, const Violation& b) { return a.row < b.row; });
  return all;
}

absl::Status RefusalOf(const std::string& partition, const Posted& posted,
                       std::vector<Violation> violations) {
  const auto only = [&](Reason reason, Reason or_else) {
    return std::all_of(violations.begin(), violations.end(), [&](const Violation& violation) {
      return violation.reason == reason || violation.reason == or_else;
    });
  };
  const Violation& first = violations.front();
  const std::string message = absl::StrCat(first.field, ": ", first.description);
  if (only(Reason::kEtagMismatch, Reason::kExistenceMismatch)) {
    return MakeError(first.reason, message, {{"name", posted.mismatched}});
  }
  if (only(Reason::kSeveralPartitions, Reason::kSeveralPartitions)) {
    return MakeError(Reason::kSeveralPartitions, message,
                     {{"expected", partition}, {"found", posted.partition_found}});
  }
  return MakeInvalidRequest(std::move(violations));
}

}  // namespace taizhang::ledger
