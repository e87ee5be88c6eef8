#include "services/cli/export/export_order.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "services/cli/rows/references.h"

namespace taizhang::cli {
namespace {

using taizhang::ledger::v1::Row;

constexpr int kDepthMax = 64;  ///< deeper than any chain of references that is valid

/// How far each record depends on others of the same rows.
class Ranks {
 public:
  explicit Ranks(const std::vector<Row>& rows) {
    entries_.reserve(rows.size());
    for (const Row& row : rows) entries_[row.record().name()].row = &row;
  }

  /// 0 for a record that refers to none of the rows, otherwise one more than the highest of those.
  int Of(const std::string& name, int depth = 0) {
    Entry& entry = entries_.at(name);
    if (entry.rank >= 0 || depth > kDepthMax) return std::max(entry.rank, 0);
    entry.rank = 0;
    int rank = 0;
    for (const std::string& reference : ReferencesOf(*entry.row)) {
      if (reference != name && entries_.contains(reference))
        rank = std::max(rank, Of(reference, depth + 1) + 1);
    }
    return entry.rank = rank;
  }

 private:
  struct Entry {
    const Row* row = nullptr;
    int rank = -1;  ///< not known yet
  };
  absl::flat_hash_map<std::string, Entry> entries_;
};

}  // namespace

std::vector<const Row*> InImportOrder(const std::vector<Row>& rows) {
  Ranks ranks(rows);
  std::vector<std::tuple<int, std::string_view, const Row*>> order;
  order.reserve(rows.size());
  for (const Row& row : rows)
    order.emplace_back(ranks.Of(row.record().name()), row.record().name(), &row);
  std::sort(order.begin(), order.end());
  std::vector<const Row*> sorted;
  sorted.reserve(order.size());
  for (const auto& [rank, name, row] : order) sorted.push_back(row);
  return sorted;
}

}  // namespace taizhang::cli
