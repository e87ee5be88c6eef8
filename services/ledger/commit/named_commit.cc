#include "services/ledger/commit/named_commit.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

std::string_view At(const absl::flat_hash_map<Ordinal, std::string>& texts, Ordinal ordinal) {
  const auto found = texts.find(ordinal);
  return found == texts.end() ? std::string_view() : std::string_view(found->second);
}

absl::Status CopySubject(const Dictionary& subjects, Ordinal subject, NamedCommit& commit) {
  if (commit.subjects.contains(subject)) return absl::OkStatus();
  absl::StatusOr<RecordName> name = RecordName::Parse(subjects.At(subject));
  if (!name.ok()) return absl::DataLossError("a subject without a name");
  commit.subjects.emplace(subject, *std::move(name));
  return absl::OkStatus();
}

absl::Status CopyMeasure(const Dictionary& measures, Ordinal measure, NamedCommit& commit) {
  if (commit.measures.contains(measure)) return absl::OkStatus();
  absl::StatusOr<RecordName> name =
      RecordName::Parse(absl::StrCat("measures/", View(measures.At(measure))));
  if (!name.ok()) return absl::DataLossError("a measure without a name");
  commit.measures.emplace(measure, NamedMeasure{.name = *std::move(name), .record = nullptr});
  return absl::OkStatus();
}

void CopyText(const Dictionary& dictionary, Ordinal ordinal,
              absl::flat_hash_map<Ordinal, std::string>& texts) {
  if (ordinal != 0 && !texts.contains(ordinal)) texts.emplace(ordinal, dictionary.At(ordinal));
}

}  // namespace

std::string_view NamedCommit::IdOf(Ordinal id) const { return At(ids, id); }
std::string_view NamedCommit::RemarkOf(Ordinal text) const { return At(remarks, text); }

absl::Status CopyNames(const Dictionaries& dictionaries, NamedCommit& commit) {
  for (const RecordChange& change : commit.content.records) {
    absl::Status status = CopySubject(dictionaries.subjects, change.subject, commit);
    if (!status.ok()) return status;
  }
  for (const ObservationChange& change : commit.content.observations) {
    absl::Status status = CopySubject(dictionaries.subjects, change.subject, commit);
    if (!status.ok()) return status;
    status = CopyMeasure(dictionaries.measures, change.measure, commit);
    if (!status.ok()) return status;
    CopyText(dictionaries.ids, change.id, commit.ids);
    CopyText(dictionaries.texts, change.before.remark, commit.remarks);
    CopyText(dictionaries.texts, change.after.remark, commit.remarks);
  }
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
