#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "common/facts/facts_at.h"
#include "common/facts/structure.h"
#include "services/aggregator/core/scopes.h"

namespace taizhang::aggregator {

using ChainId = uint32_t;

/// A scope and the days on which what lies in the chain's beginning is in it.
struct ScopeSpan {
  ScopeId scope = 0;
  DayRange when;

  friend bool operator==(const ScopeSpan&, const ScopeSpan&) = default;
};

/// "divisions/440783" of "divisions/440783/clusters/…".
std::string_view HomeOf(std::string_view name);

/// Where one leads that is placed in a division, village or cluster: it and everything above it, by
/// day (R10, R15). Walked once per place and kept until a record changes on which it depends.
///
/// Architecture invariant: a chain leads through records that exist. A place that is unknown or
/// withdrawn has an empty chain (a dangling reference counts nowhere), but is remembered as a
/// dependency, so that its return is noticed.
class Chains {
 public:
  explicit Chains(Scopes& scopes) : scopes_(scopes) {}
  Chains(const Chains&) = delete;
  Chains& operator=(const Chains&) = delete;

  /// The chain that begins at `place`, walked where it is new.
  ChainId Of(std::string_view place, const FactsAt& facts, const Structure& structure);
  /// Of a cluster's REMAINDER: the cluster's chain together with its home division's, as long as
  /// the cluster exists (R2).
  ChainId WithHome(std::string_view cluster, const FactsAt& facts, const Structure& structure);
  /// Sorted by scope, then by day; days of one scope do not touch.
  [[nodiscard]] absl::Span<const ScopeSpan> Above(ChainId chain) const {
    return chains_[chain].above;
  }

  /// Walks again what depends on the changed records; returns the chains that lead elsewhere now,
  /// ascending.
  std::vector<ChainId> Refresh(absl::Span<const std::string> changed, const FactsAt& facts,
                               const Structure& structure);

  [[nodiscard]] size_t size() const { return chains_.size(); }
  [[nodiscard]] size_t memory_bytes() const;

 private:
  struct Chain {
    std::string place;
    bool with_home = false;
    std::vector<ScopeSpan> above;
    /// Sorted. Only ever grows: one that is left behind costs a walk that finds nothing new.
    std::vector<std::string> dependencies;
  };
  struct Walk;

  ChainId Begin(std::string_view place, bool with_home, const FactsAt& facts,
                const Structure& structure);
  Chain WalkFrom(std::string_view place, bool with_home, const FactsAt& facts,
                 const Structure& structure);
  void Register(ChainId chain, const std::vector<std::string>& dependencies);

  Scopes& scopes_;
  std::vector<Chain> chains_;
  absl::flat_hash_map<std::string, ChainId> index_;
  absl::flat_hash_map<std::string, ChainId> with_home_index_;
  absl::flat_hash_map<std::string, std::vector<ChainId>> dependents_;
};

}  // namespace taizhang::aggregator
