#include "services/ledger/core/observation_names.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

constexpr std::string_view kMeasures = "measures/";

}  // namespace

ObservedSubject& ObservationNames::Subject(std::string_view name) {
  if (has_subject_ && subject_.name == name) return subject_;
  subject_ = FindSubject(name);
  has_subject_ = true;
  return subject_;
}

ObservedMeasure& ObservationNames::Measure(std::string_view name) {
  if (measure_ != nullptr && measure_->name == name) return *measure_;
  const auto [entry, is_new] = measure_by_name_.try_emplace(name, nullptr);
  if (is_new) entry->second = &measures_.emplace_back(FindMeasure(name));
  measure_ = entry->second;
  return *measure_;
}

ObservedSubject ObservationNames::FindSubject(std::string_view name) const {
  ObservedSubject subject{.name = name};
  const absl::StatusOr<RecordName> parsed = RecordName::Parse(name);
  if (!parsed.ok()) {
    subject.problem = NameProblem::kNoName;
    return subject;
  }
  subject.ordinal = interners_.subjects.Find(name);
  subject.is_old = subject.ordinal && interners_.subjects.IsOld(*subject.ordinal);
  subject.reporter_bit = ReporterBitOf(*parsed);
  if (parsed->kind() == RecordKind::kMeasure || parsed->kind() == RecordKind::kIndicator) {
    subject.problem = NameProblem::kWrongKind;
  } else if ((!subject.is_old || known_.facts().partition() == kStructurePartition) &&
             parsed->ObservationPartition() != known_.facts().partition()) {
    // What a division's log knows lies in it: only names that are new to it need the look.
    subject.problem = NameProblem::kOtherPartition;
  } else if (!Exists(*parsed, subject)) {
    subject.problem = NameProblem::kUnknown;
  }
  return subject;
}

bool ObservationNames::Exists(const RecordName& name, const ObservedSubject& subject) const {
  const bool is_own = name.kind() != RecordKind::kCluster && name.kind() != RecordKind::kDivision;
  if (is_own && subject.is_old && known_.own().empty()) {
    return known_.facts().CurrentRecord(*subject.ordinal) != nullptr;
  }
  return known_.Find(name) != nullptr;
}

ObservedMeasure ObservationNames::FindMeasure(std::string_view name) const {
  ObservedMeasure measure{.name = name};
  const absl::StatusOr<RecordName> parsed = RecordName::Parse(name);
  if (!parsed.ok()) {
    measure.problem = NameProblem::kNoName;
    return measure;
  }
  if (parsed->kind() != RecordKind::kMeasure) {
    measure.problem = NameProblem::kWrongKind;
    return measure;
  }
  measure.id = name.substr(kMeasures.size());
  measure.ordinal = interners_.measures.Find(measure.id);
  measure.is_old = measure.ordinal && interners_.measures.IsOld(*measure.ordinal);
  const Record* record = known_.Find(*parsed);
  measure.measure = record == nullptr ? nullptr : std::get_if<taizhang::Measure>(&record->details);
  if (measure.measure == nullptr) measure.problem = NameProblem::kUnknown;
  return measure;
}

void ObservationNames::Report(const ObservedSubject& subject, const Origin& origin,
                              Violations& violations) const {
  const std::string name(subject.name);
  switch (subject.problem) {
    case NameProblem::kNone:
      return;
    case NameProblem::kNoName:
      violations.Add(origin, "subject",
                     name.empty() ? Reason::kFieldRequired : Reason::kNameInvalid,
                     name.empty() ? "name what is observed"
                                  : std::string(RecordName::Parse(name).status().message()));
      return;
    case NameProblem::kWrongKind:
      violations.Add(origin, "subject", Reason::kNameInvalid,
                     absl::StrCat(name,
                                  " cannot be observed; name a village, enterprise, project, "
                                  "cluster or division"));
      return;
    case NameProblem::kOtherPartition:
      violations.Add(
          origin, "subject", Reason::kSeveralPartitions,
          absl::StrCat("observations of ", name, " lie in the partition ",
                       RecordName::Parse(name)->ObservationPartition(), ", other rows in ",
                       known_.facts().partition(), "; write them apart"));
      return;
    case NameProblem::kUnknown:
      violations.Add(origin, "subject", Reason::kReferenceUnknown,
                     absl::StrCat(name, " is not known; write it first"));
      return;
  }
}

void ObservationNames::Report(const ObservedMeasure& measure, const Origin& origin,
                              Violations& violations) const {
  const std::string name(measure.name);
  switch (measure.problem) {
    case NameProblem::kNone:
    case NameProblem::kOtherPartition:
      return;
    case NameProblem::kNoName:
      violations.Add(origin, "measure",
                     name.empty() ? Reason::kFieldRequired : Reason::kNameInvalid,
                     name.empty() ? "name a measure"
                                  : std::string(RecordName::Parse(name).status().message()));
      return;
    case NameProblem::kWrongKind:
      violations.Add(origin, "measure", Reason::kNameInvalid,
                     absl::StrCat(name, " is no measure; name one: measures/{id}"));
      return;
    case NameProblem::kUnknown:
      violations.Add(origin, "measure", Reason::kReferenceUnknown,
                     absl::StrCat(name, " is not known; write it first"));
      return;
  }
}

}  // namespace taizhang::ledger
