#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/facts/block_content.h"
#include "common/facts/dictionaries.h"
#include "common/log/hash.h"
#include "common/values/record_name.h"

namespace taizhang::ledger {

/// A measure that observations name.
struct NamedMeasure {
  RecordName name;
  std::shared_ptr<const Record> record;  ///< a Measure record, perhaps withdrawn by now
};

/// A commit decoded, with the names of what its ordinals mean: needs nothing else to be read.
struct NamedCommit {
  std::string partition;
  uint64_t revision = 0;
  Hash hash{};
  BlockContent content;
  absl::flat_hash_map<Ordinal, RecordName> subjects;
  absl::flat_hash_map<Ordinal, NamedMeasure> measures;
  absl::flat_hash_map<Ordinal, std::string> ids;      ///< without 0, which is none
  absl::flat_hash_map<Ordinal, std::string> remarks;  ///< without 0; erased ones are ""

  /// "" for 0.
  [[nodiscard]] std::string_view IdOf(Ordinal id) const;
  [[nodiscard]] std::string_view RemarkOf(Ordinal text) const;
};

/// Copies the names that `commit.content` uses; measures get their names alone. DATA_LOSS where an
/// entry is no name.
absl::Status CopyNames(const Dictionaries& dictionaries, NamedCommit& commit);

}  // namespace taizhang::ledger
