#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/status/reason.h"
#include "services/ledger/commit/ledger.h"
#include "services/ledger/rpc/page_token.h"

namespace taizhang::ledger {

/// Bytes of messages on one page: gRPC's clients take 4 MiB.
inline constexpr size_t kPageBytesMax = size_t{2} << 20U;

/// How many entries a page is to have.
struct PageSize {
  int32_t asked = 0;
  int32_t max = 1'000;
  int32_t if_zero = 100;
};

/// The parts of a request that all listings of a partition have, as they stand in it.
struct Paging {
  std::string_view partition;
  PageSize page_size;
  std::string_view page_token;
  int64_t revision = 0;
  uint64_t filters = 0;  ///< DigestOfFilters of all else
};

/// Paging, read.
struct PageStart {
  size_t page_size = 0;
  uint64_t revision = 0;  ///< asked for; 0: none
  std::optional<PageToken> token;
};

/// A violation of a request that has no rows.
Violation WrongField(std::string field, Reason reason, std::string description);

/// "partition" of a request.
void ParsePartition(std::string_view partition, std::vector<Violation>& violations);
/// "revision" of a request: from 1, or 0.
uint64_t ParseRevision(int64_t revision, std::vector<Violation>& violations);
/// "page_size" of a request.
size_t ParsePageSize(const PageSize& size, std::vector<Violation>& violations);
/// Everything of `paging`; a page token must be of the same partition, filters and revision.
PageStart ParsePaging(const Paging& paging, std::vector<Violation>& violations);

/// What a page is as of: the token's point, which must be of this history, or a new one.
absl::StatusOr<ReadPoint> PointOf(const Ledger& ledger, std::string_view partition,
                                  const PageStart& start);

}  // namespace taizhang::ledger
