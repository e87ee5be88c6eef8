#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "services/ledger/commit/ledger.h"

namespace taizhang::ledger {

/// Records by name as of a point: villages and other subjects of its partition, and the structure
/// that goes with it. Remembers what it was asked, so that the facts are held once for each name.
class RecordsAsOf {
 public:
  /// `ledger` must outlive it.
  RecordsAsOf(const Ledger& ledger, ReadPoint point);

  /// Null where unknown or withdrawn, for subjects of other partitions, and once status() is an
  /// error.
  std::shared_ptr<const Record> Find(std::string_view name);

  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  std::shared_ptr<const Record> Read(std::string_view name);

  const Ledger& ledger_;
  const ReadPoint point_;
  const ReadPoint structure_point_;
  std::shared_ptr<const Structure> structure_;
  absl::Status status_;
  absl::flat_hash_map<std::string, std::shared_ptr<const Record>> known_;
};

}  // namespace taizhang::ledger
