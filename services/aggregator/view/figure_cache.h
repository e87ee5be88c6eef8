#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/log/mutex.h"
#include "services/aggregator/core/query.h"

namespace taizhang::aggregator {

/// What is kept of answers.
struct FigureCacheLimits {
  size_t bytes_max = size_t{64} << 20U;
  /// Steps (PartitionSet::Spend) from which on an answer is kept: cheaper ones are found as
  /// quickly.
  int64_t steps_min = 100;
};

/// A whole question.
struct FigureKey {
  explicit FigureKey(const FigureQuery& query);

  std::string scope;
  std::string indicator;
  MonthIndex first_month = 0;
  int months = 0;
  std::optional<Day> members_on;
  bool distinct = false;
  bool fill_from_statements = false;

  friend bool operator==(const FigureKey&, const FigureKey&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const FigureKey& key) {
    return H::combine(std::move(h), key.scope, key.indicator, key.first_month, key.months,
                      key.members_on, key.distinct, key.fill_from_statements);
  }
};

/// An answer, and all that it was read from: it is the same answer as long as all of that is as it
/// was. ("structure" is among the partitions of every answer, and with it definitions and plans.)
struct CachedFigure {
  struct PartitionRead {
    uint32_t place = 0;  ///< in ViewSet::partitions
    uint64_t revision = 0;
  };
  /// How many partitions touched a scope: they only become more.
  struct ScopeRead {
    std::string scope;
    size_t partitions = 0;
  };

  Figure figure;
  std::vector<PartitionRead> partitions;
  std::vector<ScopeRead> scopes;
  std::vector<std::string> absent;  ///< partitions that were asked for, and not there

  [[nodiscard]] size_t memory_bytes() const;
};

/// Answers that took long, the longest unused ones dropped first. Knows nothing of whether they
/// still hold. Thread-safe.
class FigureCache {
 public:
  explicit FigureCache(const FigureCacheLimits& limits) : limits_(limits) {}

  [[nodiscard]] const FigureCacheLimits& limits() const { return limits_; }

  /// Null where there is none.
  [[nodiscard]] std::shared_ptr<const CachedFigure> Find(const FigureKey& key)
      TAIZHANG_EXCLUDES(mutex_);
  /// Instead of what there was.
  void Put(FigureKey key, CachedFigure figure) TAIZHANG_EXCLUDES(mutex_);
  /// Forgets all: an answer can repeat a text that is to be erased.
  void Clear() TAIZHANG_EXCLUDES(mutex_);

  [[nodiscard]] size_t size() const TAIZHANG_EXCLUDES(mutex_);
  [[nodiscard]] size_t memory_bytes() const TAIZHANG_EXCLUDES(mutex_);

 private:
  struct Entry {
    FigureKey key;
    std::shared_ptr<const CachedFigure> figure;
    size_t bytes = 0;
  };
  using Entries = std::list<Entry>;

  void Drop(Entries::iterator entry) TAIZHANG_REQUIRES(mutex_);

  const FigureCacheLimits limits_;
  mutable Mutex mutex_;
  Entries entries_ TAIZHANG_GUARDED_BY(mutex_);  ///< used last first
  absl::flat_hash_map<FigureKey, Entries::iterator> index_ TAIZHANG_GUARDED_BY(mutex_);
  size_t bytes_ TAIZHANG_GUARDED_BY(mutex_) = 0;
};

}  // namespace taizhang::aggregator
