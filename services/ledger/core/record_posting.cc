#include "services/ledger/core/record_posting.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/etag.h"
#include "services/ledger/core/hierarchy_rules.h"
#include "services/ledger/core/list_rules.h"
#include "services/ledger/core/record_defaults.h"
#include "services/ledger/core/record_rules.h"

namespace taizhang::ledger {
namespace {

/// What stands under a row's name.
struct Standing {
  std::optional<Ordinal> subject;
  std::optional<RecordVersion> version;  ///< a withdrawal has a null record
};

Standing FindStanding(const Facts& facts, const RecordName& name) {
  Standing standing;
  standing.subject = facts.FindSubject(name.text());
  if (standing.subject) standing.version = facts.FindRecord(*standing.subject);
  return standing;
}

/// The newest version that was not a withdrawal: withdrawals never stand next to each other.
std::shared_ptr<const Record> LastRecord(const Facts& facts, const Standing& standing) {
  if (!standing.version) return nullptr;
  if (standing.version->record != nullptr) return standing.version->record;
  const auto before = facts.FindRecord(*standing.subject, standing.version->revision - 1);
  return before ? before->record : nullptr;
}

/// What the row takes for granted; asked also of a row that changes nothing.
void CheckExpected(const RecordRow& row, const Standing& standing, Violations& violations) {
  const bool stands = standing.version && standing.version->record != nullptr;
  if (!IsMet(row.existence, stands)) {
    violations.AddExistenceMismatch(row.origin, row.name.text(), stands);
  }
  if (row.etag.empty() || row.existence == Existence::kAbsent) return;
  if (stands && row.etag == EtagOf(standing.version->revision, row.name.text())) return;
  violations.AddEtagMismatch(row.origin, row.name.text(), stands);
}

/// Whether the row is what stands already: then it is UNCHANGED, whatever has become of what it
/// refers to since it was written (references are never enforced later).
bool IsAsItStands(const RecordRow& row, const Standing& standing) {
  if (row.unread != 0 || !standing.version || standing.version->record == nullptr) return false;
  Record sorted = *row.record;
  SortLists(sorted);
  return sorted == *standing.version->record;
}

/// Refuses rows of another partition and names that stand twice.
void CheckNames(const Facts& facts, const Rows& rows, Violations& violations) {
  absl::flat_hash_map<std::string_view, int32_t> seen;
  seen.reserve(rows.records.size());
  for (const RecordRow& row : rows.records) {
    const std::string_view field = row.record == nullptr ? "withdrawn_record" : "name";
    if (const std::string partition = row.name.RecordPartition(); partition != facts.partition()) {
      violations.AddElsewhere(row.origin, field, row.name.text(), partition, facts.partition());
    }
    const auto [entry, is_new] = seen.try_emplace(row.name.text(), row.origin.index);
    if (is_new) continue;
    violations.Add(row.origin, field, Reason::kDuplicateRow,
                   absl::StrCat("rows[", entry->second, "] has the same name; write it once"));
  }
}

class RecordPosting {
 public:
  RecordPosting(const Facts& facts, Interners& interners, Posted& posted)
      : facts_(facts), interners_(interners), posted_(posted) {}

  Outcome Post(RecordRow& row) {
    const Standing standing = FindStanding(facts_, row.name);
    const std::shared_ptr<const Record> before =
        standing.version ? standing.version->record : nullptr;
    if (before == nullptr && row.record == nullptr) return Outcome::kUnchanged;
    if (before != nullptr && row.record != nullptr && *before == *row.record)
      return Outcome::kUnchanged;
    RecordChange change;
    change.subject = interners_.subjects.Intern(row.name.text(), [this](std::string_view name) {
      posted_.content.new_subjects.emplace_back(name);
    });
    change.previous_revision = standing.version ? standing.version->revision : 0;
    change.before = before;
    change.after = row.record;
    if (row.record != nullptr) InternTexts(*row.record);
    posted_.content.records.push_back(std::move(change));
    if (row.record == nullptr) return Outcome::kWithdrawn;
    return before == nullptr ? Outcome::kCreated : Outcome::kUpdated;
  }

 private:
  void InternTexts(const Record& record) {
    InternText(record.display_name);
    InternText(record.english_name);
    InternText(record.description);
    for (const Label& label : record.labels) InternText(label.value);
  }

  void InternText(const std::string& text) {
    if (text.empty()) return;
    interners_.texts.Intern(text, [this](std::string_view added) {
      posted_.content.new_texts.push_back(
          {.digest = {}, .salt = {}, .text = std::string(added), .erased = false});
    });
  }

  const Facts& facts_;
  Interners& interners_;
  Posted& posted_;
};

}  // namespace

void PostRecords(const KnownRecords& known, Rows& rows, Interners& interners, Posted& posted,
                 Violations& violations) {
  for (RecordRow& row : rows.assumed) {
    ApplyDefaults(known, row);
    if (row.record == nullptr) continue;
    // Nothing else is asked of them, but their lists are walked like all others.
    CheckPlacementList(row, violations);
    CheckMembershipList(row, violations);
  }
  if (rows.records.empty()) return;
  CheckNames(known.facts(), rows, violations);
  for (RecordRow& row : rows.records) ApplyDefaults(known, row);
  for (const RecordRow& row : rows.records) {
    const Standing standing = FindStanding(known.facts(), row.name);
    CheckExpected(row, standing, violations);
    if (row.record == nullptr || IsAsItStands(row, standing)) continue;
    CheckRecord(row, known, violations);
    if (row.name.kind() != RecordKind::kMeasure) continue;
    if (const auto before = LastRecord(known.facts(), standing))
      CheckMeasureKept(row, *before, violations);
  }
  CheckHierarchy(known, rows, violations);
  if (!violations.empty()) return;
  RecordPosting posting(known.facts(), interners, posted);
  for (RecordRow& row : rows.records) {
    if (row.record != nullptr) SortLists(*row.record);
    posted.outcomes[static_cast<size_t>(row.origin.index)] = posting.Post(row);
  }
}

}  // namespace taizhang::ledger
