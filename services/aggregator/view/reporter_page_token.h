#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/values/period.h"
#include "services/aggregator/view/cut.h"

namespace taizhang::aggregator {

/// Where the next page of a list of reporters begins, and as of what all its pages are. Opaque to
/// clients: URL-safe base64 without padding over a version byte, the members and a checksum, so
/// that a torn or mistyped one is an error. Nothing in it is secret; what it says is checked like
/// any other input.
struct ReporterPageToken {
  std::vector<CutEntry> cut;           ///< by partition, each once: all that the list was read from
  std::string cut_digest;              ///< 16 bytes
  int64_t now_us = 0;                  ///< the first page's, by which it is told what is due
  uint64_t filters = 0;                ///< DigestOfFilters
  std::string after;                   ///< name of the last reporter of the page before
  MonthIndex after_month = kMonthMin;  ///< with which its measure-period begins

  [[nodiscard]] std::string Encode() const;
  /// INVALID_ARGUMENT for anything that Encode did not make, and for names that are no partition.
  static absl::StatusOr<ReporterPageToken> Parse(std::string_view text);
  friend bool operator==(const ReporterPageToken&, const ReporterPageToken&) = default;
};

/// A number for what a list asks, by which a page token of another one is known.
uint64_t DigestOfFilters(const std::vector<std::string>& parts);

}  // namespace taizhang::aggregator
