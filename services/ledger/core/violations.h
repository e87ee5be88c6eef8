#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/status/reason.h"
#include "services/ledger/core/row.h"

namespace taizhang::ledger {

/// "rows[17].record" and "display_name" make "rows[17].record.display_name"; an empty field names
/// the row itself.
std::string FieldPath(const Origin& origin, std::string_view field);

/// Collects everything that is wrong with a request. Nothing here is on the way of a request
/// without violations.
class Violations {
 public:
  /// More than anybody reads. What is found beyond is dropped, so that a request's memory has a
  /// bound.
  static constexpr size_t kKeptMax = 100'000;

  void Add(const Origin& origin, std::string_view field, Reason reason,
           std::string_view description);

  /// SEVERAL_PARTITIONS: `name` lies in `partition`, not in `expected`.
  void AddElsewhere(const Origin& origin, std::string_view field, std::string_view name,
                    const std::string& partition, const std::string& expected);
  /// ETAG_MISMATCH, at the row itself. `stands`: another version does.
  void AddEtagMismatch(const Origin& origin, const std::string& name, bool stands);
  /// EXISTENCE_MISMATCH, at the row itself: it stands, or it does not.
  void AddExistenceMismatch(const Origin& origin, const std::string& name, bool stands);

  [[nodiscard]] bool empty() const { return all_.empty(); }
  /// The partition of the first row that lies elsewhere; empty where none does.
  [[nodiscard]] const std::string& partition_found() const { return partition_found_; }
  /// What the first row is about whose etag or existence is not the one that stands; empty where
  /// there is none.
  [[nodiscard]] const std::string& mismatched() const { return mismatched_; }
  /// In order of rows (the request as a whole first), within a row in order of discovery.
  std::vector<Violation> TakeSorted();

 private:
  void KeepMismatched(const Origin& origin, const std::string& name);

  std::vector<Violation> all_;
  std::string partition_found_;
  int32_t partition_row_ = INT32_MAX;
  std::string mismatched_;
  int32_t mismatched_row_ = INT32_MAX;
};

}  // namespace taizhang::ledger
