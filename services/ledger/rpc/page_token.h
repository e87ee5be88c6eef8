#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/values/period.h"
#include "services/ledger/commit/listing.h"
#include "services/ledger/commit/read_point.h"

namespace taizhang::ledger {

/// Where the next page of a listing begins and what all its pages are of, opaque to clients:
/// URL-safe base64 without padding over a version byte, the members and a checksum, so that a torn
/// or mistyped one is an error. Nothing in it is secret; what it says is checked like any other
/// input.
struct PageToken {
  ReadPoint point;
  Day day = 0;  ///< that "today" was, where a listing has a day
  ListingPosition position;
  uint64_t filters = 0;  ///< DigestOfFilters

  [[nodiscard]] std::string Encode() const;
  /// INVALID_ARGUMENT for anything that Encode did not make, and for names that are no partition.
  static absl::StatusOr<PageToken> Parse(std::string_view text);
  friend bool operator==(const PageToken&, const PageToken&) = default;
};

/// A number for what a listing asks, by which a page token of another one is known. `parts`: the
/// rpc, then all filters in a fixed order.
uint64_t DigestOfFilters(const std::vector<std::string>& parts);

}  // namespace taizhang::ledger
