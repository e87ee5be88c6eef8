#include "services/ledger/rpc/paging.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/values/record_name.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

/// What a token that can be read is of, where it is not of this request.
std::optional<std::string> MismatchOf(const PageToken& token, const Paging& paging) {
  if (token.point.partition != paging.partition) {
    return absl::StrCat("is of partition ", token.point.partition,
                        "; leave it out to begin a listing of this one");
  }
  if (token.filters != paging.filters) {
    return "is of a listing with other filters; only page_size may change between pages";
  }
  const auto pinned = static_cast<int64_t>(token.point.revision);
  if (paging.revision != 0 && paging.revision != pinned) {
    return absl::StrCat("is of revision ", pinned, "; leave `revision` as it was");
  }
  return std::nullopt;
}

}  // namespace

Violation WrongField(std::string field, Reason reason, std::string description) {
  return {.row = -1,
          .field = std::move(field),
          .reason = reason,
          .description = std::move(description)};
}

void ParsePartition(std::string_view partition, std::vector<Violation>& violations) {
  if (IsPartition(partition)) return;
  violations.push_back(WrongField("partition",
                                  partition.empty() ? Reason::kFieldRequired : Reason::kNameInvalid,
                                  "a partition is \"structure\" or a division code"));
}

uint64_t ParseRevision(int64_t revision, std::vector<Violation>& violations) {
  if (revision >= 0) return static_cast<uint64_t>(revision);
  violations.push_back(WrongField("revision", Reason::kValueInvalid,
                                  "revisions count from 1; 0 is the durable head"));
  return 0;
}

size_t ParsePageSize(const PageSize& size, std::vector<Violation>& violations) {
  if (size.asked < 0 || size.asked > size.max) {
    violations.push_back(WrongField("page_size", Reason::kValueInvalid,
                                    absl::StrCat("1 to ", size.max, ", or 0 for ", size.if_zero)));
    return 0;
  }
  return static_cast<size_t>(size.asked == 0 ? size.if_zero : size.asked);
}

PageStart ParsePaging(const Paging& paging, std::vector<Violation>& violations) {
  PageStart start;
  ParsePartition(paging.partition, violations);
  start.revision = ParseRevision(paging.revision, violations);
  start.page_size = ParsePageSize(paging.page_size, violations);
  if (paging.page_token.empty()) return start;
  absl::StatusOr<PageToken> token = PageToken::Parse(paging.page_token);
  const std::optional<std::string> wrong =
      token.ok() ? MismatchOf(*token, paging) : std::string(token.status().message());
  if (wrong) {
    violations.push_back(WrongField("page_token", Reason::kValueInvalid, *wrong));
  } else {
    start.token = *std::move(token);
  }
  return start;
}

absl::StatusOr<ReadPoint> PointOf(const Ledger& ledger, std::string_view partition,
                                  const PageStart& start) {
  if (!start.token) return ledger.PointAt(std::string(partition), start.revision);
  if (absl::Status status = ledger.CheckPoint(start.token->point); !status.ok()) return status;
  return start.token->point;
}

}  // namespace taizhang::ledger
