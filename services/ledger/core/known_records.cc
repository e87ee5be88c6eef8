#include "services/ledger/core/known_records.h"

#include "absl/strings/str_cat.h"
#include "services/ledger/core/list_rules.h"

namespace taizhang::ledger {
namespace {

bool IsInStructure(RecordKind kind) {
  switch (kind) {
    case RecordKind::kVillage:
    case RecordKind::kEnterprise:
    case RecordKind::kProject:
      return false;
    case RecordKind::kCluster:
    case RecordKind::kDivision:
    case RecordKind::kMeasure:
    case RecordKind::kIndicator:
      break;
  }
  return true;
}

}  // namespace

std::string DivisionName(DivisionCode code) { return absl::StrCat("divisions/", code.ToString()); }

KnownRecords::KnownRecords(const Facts& facts, const Structure& structure, const Rows& rows)
    : facts_(facts), structure_(structure) {
  own_.reserve(rows.records.size() + rows.assumed.size());
  for (const auto* list : {&rows.assumed, &rows.records}) {
    for (const RecordRow& row : *list) {
      own_[row.name.text()] = row.record.get();
      if (!ListsAreSound(row)) unsound_.insert(row.name.text());
    }
  }
}

const Record* KnownRecords::Find(const RecordName& name) const {
  if (!own_.empty()) {
    const auto found = own_.find(name.text());
    if (found != own_.end()) return found->second;
  }
  if (IsInStructure(name.kind())) return structure_.Find(name.text());
  const std::optional<Ordinal> subject = facts_.FindSubject(name.text());
  return subject ? facts_.CurrentRecord(*subject) : nullptr;
}

const Record* KnownRecords::Find(std::string_view name) const {
  const absl::StatusOr<RecordName> parsed = RecordName::Parse(name);
  return parsed.ok() ? Find(*parsed) : nullptr;
}

bool KnownRecords::HasDivision(DivisionCode code) const {
  if (!own_.empty()) {
    const auto found = own_.find(DivisionName(code));
    if (found != own_.end()) return found->second != nullptr;
  }
  return structure_.HasDivision(code);
}

std::optional<DivisionCode> KnownRecords::DefaultParent(DivisionCode code) const {
  std::optional<DivisionCode> parent = code.Prefix();
  while (parent && !HasDivision(*parent)) parent = parent->Prefix();
  return parent;
}

bool KnownRecords::CanKnow(const RecordName& name) const {
  return IsInStructure(name.kind()) || name.RecordPartition() == facts_.partition() ||
         own_.contains(name.text());
}

}  // namespace taizhang::ledger
