#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/facts/block_content.h"
#include "common/facts/record.h"
#include "common/values/division_code.h"

namespace taizhang {

/// What every division refers to (divisions, clusters, measures, indicators) at one revision of the
/// partition "structure". Immutable; shared by pointer between threads.
///
/// Architecture invariant: it judges nothing. Soundness (no cycles, depth, known references) is
/// checked where rows are posted; readers bound their walks by kDepthMax all the same.
class Structure {
 public:
  static constexpr int kClusterDepthMax = 4;  ///< R15
  static constexpr int kDepthMax = 8;         ///< longest chain of divisions that is walked

  static std::shared_ptr<const Structure> Empty();

  /// A copy with `changes` in place (null: withdrawn), at `revision`. Costs a pointer copy a
  /// record.
  [[nodiscard]] std::shared_ptr<const Structure> With(
      uint64_t revision,
      const std::vector<std::pair<std::string, std::shared_ptr<const Record>>>& changes) const;

  [[nodiscard]] uint64_t revision() const { return revision_; }
  /// Null where unknown or withdrawn.
  [[nodiscard]] const Record* Find(std::string_view name) const;
  [[nodiscard]] std::shared_ptr<const Record> Share(std::string_view name) const;
  [[nodiscard]] const Measure* FindMeasure(
      std::string_view name) const;  ///< "measures/annual-sales"
  [[nodiscard]] const Indicator* FindIndicator(std::string_view name) const;
  [[nodiscard]] bool HasDivision(DivisionCode code) const;

  /// The longest prefix of `code` that exists as a division, itself left out; CN where it exists
  /// and nothing longer.
  [[nodiscard]] std::optional<DivisionCode> DefaultParent(DivisionCode code) const;

  /// Names of all records of a kind, sorted. Valid as long as this snapshot.
  [[nodiscard]] const std::vector<std::string_view>& NamesOf(RecordKind kind) const;

  /// A scope above another, with the days on which it is.
  struct Above {
    std::string scope;
    DayRange when;
  };
  /// Every division above (and including) `division`, by its recorded dated parents; a scope that
  /// is reached on several ways or spans occurs several times. Unknown divisions have none
  /// (dangling).
  [[nodiscard]] std::vector<Above> DivisionsAbove(std::string_view division, DayRange when) const;
  /// Every cluster above (and including) `cluster`, at most kClusterDepthMax deep.
  [[nodiscard]] std::vector<Above> ClustersAbove(std::string_view cluster, DayRange when) const;

  [[nodiscard]] size_t size() const { return records_.size(); }

 private:
  struct Entry {
    std::shared_ptr<const std::string>
        name;  ///< the same string in every snapshot: keys and lists view it
    std::shared_ptr<const Record> record;
  };

  void AppendDivisions(std::string_view division, DayRange when, int depth,
                       std::vector<Above>& out) const;
  void AppendClusters(std::string_view cluster, DayRange when, int depth,
                      std::vector<Above>& out) const;

  uint64_t revision_ = 0;
  absl::flat_hash_map<absl::string_view, Entry> records_;
  std::array<std::vector<std::string_view>, 8> names_by_kind_;
};

}  // namespace taizhang
