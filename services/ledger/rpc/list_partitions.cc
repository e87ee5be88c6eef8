#include "services/ledger/rpc/list_partitions.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/ledger/rpc/format_partition.h"
#include "services/ledger/rpc/paging.h"

namespace taizhang::ledger {
namespace {

/// A town's code, the longest one that may have a partition.
constexpr size_t kDigitsMax = 9;

/// Whether a partition's name could begin with it.
bool IsNamePrefix(std::string_view prefix) {
  if (kStructurePartition.starts_with(prefix)) return true;
  if (std::string_view("CN").starts_with(prefix)) return true;
  return prefix.size() <= kDigitsMax &&
         std::all_of(prefix.begin(), prefix.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The partition behind which the page begins; empty: the first page. A page token of this listing
/// names it in place of the partition that is listed.
std::string ParseAfter(const std::string& text, uint64_t filters,
                       std::vector<Violation>& violations) {
  if (text.empty()) return {};
  absl::StatusOr<PageToken> token = PageToken::Parse(text);
  if (token.ok() && token->filters == filters) return std::move(token->point.partition);
  violations.push_back(WrongField(
      "page_token", Reason::kValueInvalid,
      token.ok() ? "is of a listing with another prefix; only page_size may change between pages"
                 : std::string(token.status().message())));
  return {};
}

}  // namespace

absl::Status ListPartitionsInto(const Ledger& ledger, const v1::ListPartitionsRequest& request,
                                v1::ListPartitionsResponse& response) {
  std::vector<Violation> violations;
  if (!IsNamePrefix(request.prefix())) {
    violations.push_back(WrongField("prefix", Reason::kNameInvalid,
                                    "no partition's name begins so; give up to 9 digits of a "
                                    "division code, \"CN\" or \"structure\", or leave it out"));
  }
  PageToken next{.filters = DigestOfFilters({"ListPartitions", request.prefix()})};
  PartitionPaging paging{.after = ParseAfter(request.page_token(), next.filters, violations),
                         .count_max = ParsePageSize({.asked = request.page_size()}, violations)};
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  PartitionPage page = ledger.ListPartitions(request.prefix(), paging);
  for (const PartitionStatus& status : page.partitions) {
    FormatPartition(status, *response.add_partitions());
  }
  if (!page.next_after.empty()) {
    next.point.partition = std::move(page.next_after);
    response.set_next_page_token(next.Encode());
  }
  response.set_epoch(ledger.epoch());
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
