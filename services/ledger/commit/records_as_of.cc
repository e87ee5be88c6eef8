#include "services/ledger/commit/records_as_of.h"

#include <optional>
#include <utility>

#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

bool LiesInStructure(std::string_view name) {
  const absl::StatusOr<RecordName> parsed = RecordName::Parse(name);
  return parsed.ok() && parsed->RecordPartition() == kStructurePartition;
}

}  // namespace

RecordsAsOf::RecordsAsOf(const Ledger& ledger, ReadPoint point)
    : ledger_(ledger),
      point_(std::move(point)),
      structure_point_{.partition = std::string(kStructurePartition),
                       .revision = point_.structure_revision,
                       .structure_revision = point_.structure_revision},
      structure_(ledger.structure()) {}

std::shared_ptr<const Record> RecordsAsOf::Find(std::string_view name) {
  if (const auto found = known_.find(View(name)); found != known_.end()) return found->second;
  std::shared_ptr<const Record> record = Read(name);
  known_.emplace(name, record);
  return record;
}

std::shared_ptr<const Record> RecordsAsOf::Read(std::string_view name) {
  const bool in_structure = LiesInStructure(name);
  if (in_structure && structure_->revision() == structure_point_.revision)
    return structure_->Share(name);
  const ReadPoint& point = in_structure ? structure_point_ : point_;
  std::optional<RecordVersion> version;
  if (!status_.ok() || point.revision == 0) return nullptr;
  status_ = ledger_.ReadAt(point, [&](const Facts& facts) {
    const std::optional<Ordinal> subject = facts.FindSubject(name);
    if (subject) version = facts.FindRecord(*subject, point.revision);
  });
  return version ? version->record : nullptr;
}

}  // namespace taizhang::ledger
