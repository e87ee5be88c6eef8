#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/status/reason.h"
#include "services/ledger/core/row.h"

namespace taizhang::ledger {

/// "rows[17].record" and "display_name" make "rows[17].record.display_name"; an empty field names the row itself.
std::string FieldPath(const Origin& origin, std::string_view field);

/// Collects everything that is wrong with a request. Nothing here is on the way of a request without violations.
class Violations {
 public:
  void Add(const Origin& origin, std::string_view field, Reason reason, std::string_view description);

  [[nodiscard]] bool empty() const { return all_.empty(); }
  /// In order of rows (the request as a whole first), within a row in order of discovery.
  std::vector<Violation> TakeSorted();

 private:
  std::vector<Violation> all_;
};

}  // namespace taizhang::ledger
