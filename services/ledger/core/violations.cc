#include "services/ledger/core/violations.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {

std::string FieldPath(const Origin& origin, std::string_view field) {
  std::string path = absl::StrCat(
      origin.kind == Origin::Kind::kAssumed ? "assumed_records[" : "rows[", origin.index, "]");
  switch (origin.kind) {
    case Origin::Kind::kRow:
    case Origin::Kind::kAssumed:
      break;
    case Origin::Kind::kRecord:
      path += ".record";
      break;
    case Origin::Kind::kObservation:
      path += ".observation";
      break;
    case Origin::Kind::kWithdrawnObservation:
      path += ".withdrawn_observation";
      break;
  }
  if (!field.empty()) {
    path += '.';
    path += field;
  }
  return path;
}

void Violations::Add(const Origin& origin, std::string_view field, Reason reason,
                     std::string_view description) {
  if (all_.size() >= kKeptMax) return;
  all_.push_back({.row = origin.kind == Origin::Kind::kAssumed ? -1 : origin.index,
                  .field = FieldPath(origin, field),
                  .reason = reason,
                  .description = std::string(description)});
}

void Violations::AddElsewhere(const Origin& origin, std::string_view field, std::string_view name,
                              const std::string& partition, const std::string& expected) {
  if (origin.index < partition_row_) {
    partition_row_ = origin.index;
    partition_found_ = partition;
  }
  Add(origin, field, Reason::kSeveralPartitions,
      absl::StrCat(View(name), " lies in the partition ", partition, ", other rows in ", expected,
                   "; write them apart"));
}

void Violations::AddEtagMismatch(const Origin& origin, const std::string& name, bool stands) {
  KeepMismatched(origin, name);
  Add({.kind = Origin::Kind::kRow, .index = origin.index}, "etag", Reason::kEtagMismatch,
      absl::StrCat(name, stands ? " stands in another version; read it again"
                                : " does not stand (any more)"));
}

void Violations::AddExistenceMismatch(const Origin& origin, const std::string& name, bool stands) {
  KeepMismatched(origin, name);
  Add({.kind = Origin::Kind::kRow, .index = origin.index}, "existence", Reason::kExistenceMismatch,
      absl::StrCat(name,
                   stands ? " stands already; revise it with EXISTENCE_STANDS"
                          : " does not stand; create it with EXISTENCE_ABSENT",
                   ", or leave existence out where either is fine"));
}

void Violations::KeepMismatched(const Origin& origin, const std::string& name) {
  if (origin.index >= mismatched_row_) return;
  mismatched_row_ = origin.index;
  mismatched_ = name;
}

std::vector<Violation> Violations::TakeSorted() {
  std::stable_sort(all_.begin(), all_.end(),
                   [](const Violation& a, const Violation& b) { return a.row < b.row; });
  return std::move(all_);
}

}  // namespace taizhang::ledger
