#include "services/aggregator/core/chains.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/aggregator/core/day_ranges.h"

namespace taizhang::aggregator {
namespace {

absl::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

void NormalizeSpans(std::vector<ScopeSpan>& spans) {
  std::sort(spans.begin(), spans.end(), [](const ScopeSpan& a, const ScopeSpan& b) {
    return a.scope != b.scope ? a.scope < b.scope : a.when.start < b.when.start;
  });
  size_t kept = 0;
  for (const ScopeSpan span : spans) {
    if (kept > 0 && spans[kept - 1].scope == span.scope &&
        span.when.start <= spans[kept - 1].when.end) {
      spans[kept - 1].when.end = std::max(spans[kept - 1].when.end, span.when.end);
    } else {
      spans[kept++] = span;
    }
  }
  spans.resize(kept);
}

}  // namespace

/// One walk upward from a place.
struct Chains::Walk {
  const FactsAt& facts;
  const Structure& structure;
  Scopes& scopes;
  std::vector<ScopeSpan> above;
  std::vector<std::string> dependencies;

  void Place(std::string_view place, DayRange when, int depth) {
    if (when.IsEmpty() || depth > Structure::kDepthMax) return;
    dependencies.emplace_back(place);
    const Record* record = nullptr;
    if (IsVillageName(place)) {
      const std::optional<Ordinal> subject = facts.FindSubject(place);
      if (subject) record = facts.CurrentRecord(*subject);
    } else {
      record = structure.Find(place);
    }
    if (record == nullptr) return;
    above.push_back({.scope = scopes.Intern(place), .when = when});
    if (KindOf(*record) == RecordKind::kCluster) {
      if (depth + 1 >= Structure::kClusterDepthMax) return;
      for (const Membership& parent : record->memberships) {
        Place(parent.cluster, Intersect(when, parent.when), depth + 1);
      }
      return;
    }
    for (const Placement& parent : record->placements) {
      Place(parent.place, Intersect(when, parent.when), depth + 1);
    }
  }
};

std::string_view HomeOf(std::string_view name) {
  constexpr std::string_view kPrefix = "divisions/";
  return name.substr(0, name.find('/', kPrefix.size()));
}

ChainId Chains::Of(std::string_view place, const FactsAt& facts, const Structure& structure) {
  const auto found = index_.find(Key(place));
  return found != index_.end() ? found->second : Begin(place, false, facts, structure);
}

ChainId Chains::WithHome(std::string_view cluster, const FactsAt& facts,
                         const Structure& structure) {
  const auto found = with_home_index_.find(Key(cluster));
  return found != with_home_index_.end() ? found->second : Begin(cluster, true, facts, structure);
}

ChainId Chains::Begin(std::string_view place, bool with_home, const FactsAt& facts,
                      const Structure& structure) {
  const auto chain = static_cast<ChainId>(chains_.size());
  Chain walked = WalkFrom(place, with_home, facts, structure);
  const std::vector<std::string> dependencies = std::exchange(walked.dependencies, {});
  chains_.push_back(std::move(walked));
  (with_home ? with_home_index_ : index_).emplace(std::string(place), chain);
  Register(chain, dependencies);
  return chain;
}

std::vector<ChainId> Chains::Refresh(absl::Span<const std::string> changed, const FactsAt& facts,
                                     const Structure& structure) {
  std::vector<ChainId> affected;
  for (const std::string& name : changed) {
    const auto found = dependents_.find(name);
    if (found == dependents_.end()) continue;
    affected.insert(affected.end(), found->second.begin(), found->second.end());
  }
  std::sort(affected.begin(), affected.end());
  affected.erase(std::unique(affected.begin(), affected.end()), affected.end());
  std::vector<ChainId> moved;
  for (const ChainId chain : affected) {
    const Chain& before = chains_[chain];
    Chain next = WalkFrom(before.place, before.with_home, facts, structure);
    if (next.above != chains_[chain].above) moved.push_back(chain);
    Register(chain, next.dependencies);
    chains_[chain].above = std::move(next.above);
  }
  return moved;
}

Chains::Chain Chains::WalkFrom(std::string_view place, bool with_home, const FactsAt& facts,
                               const Structure& structure) {
  Walk walk{
      .facts = facts, .structure = structure, .scopes = scopes_, .above = {}, .dependencies = {}};
  walk.Place(place, DayRange{}, 0);
  if (with_home && !walk.above.empty()) walk.Place(HomeOf(place), DayRange{}, 0);
  NormalizeSpans(walk.above);
  std::sort(walk.dependencies.begin(), walk.dependencies.end());
  walk.dependencies.erase(std::unique(walk.dependencies.begin(), walk.dependencies.end()),
                          walk.dependencies.end());
  return {.place = std::string(place),
          .with_home = with_home,
          .above = std::move(walk.above),
          .dependencies = std::move(walk.dependencies)};
}

void Chains::Register(ChainId chain, const std::vector<std::string>& dependencies) {
  std::vector<std::string>& known = chains_[chain].dependencies;
  const auto before = static_cast<std::ptrdiff_t>(known.size());
  for (const std::string& name : dependencies) {
    if (std::binary_search(known.begin(), known.begin() + before, name)) continue;
    dependents_[name].push_back(chain);
    known.push_back(name);
  }
  std::inplace_merge(known.begin(), known.begin() + before, known.end());
}

size_t Chains::memory_bytes() const {
  size_t bytes = 0;
  for (const Chain& chain : chains_) {
    bytes += sizeof(Chain) + chain.place.capacity() + chain.above.capacity() * sizeof(ScopeSpan);
    for (const std::string& name : chain.dependencies) {
      bytes += 2 * sizeof(std::string) + name.capacity() + sizeof(ChainId);
    }
  }
  return bytes;
}

}  // namespace taizhang::aggregator
