#include "services/ledger/rpc/format_change.h"

#include <string>

#include "services/ledger/rpc/format_record.h"

namespace taizhang::ledger {
namespace {

v1::Outcome OutcomeOf(bool stood, bool stands) {
  if (!stands) return v1::OUTCOME_WITHDRAWN;
  return stood ? v1::OUTCOME_UPDATED : v1::OUTCOME_CREATED;
}

bool Stands(const ObservationVersion& version) {
  return version.revision != 0 && version.stamp.state != ObservationState::kWithdrawn;
}

void FormatVersion(const ObservedKey& key, const ObservedVersion& observed, bool is_contribution,
                   type::v1::Observation& out) {
  FormatObservation({.subject = key.subject,
                     .measure = key.measure,
                     .period = key.period,
                     .item = {},
                     .source = {}},
                    {.point = {},
                     .measure = key.definition,
                     .is_contribution = is_contribution,
                     .period = key.period,
                     .id = std::string(key.id),
                     .version = observed.version,
                     .remark = std::string(observed.remark)},
                    out);
}

}  // namespace

void FormatRecordChange(std::string_view name, const RecordVersion& before,
                        const RecordVersion& after, v1::Change& out) {
  out.set_outcome(OutcomeOf(before.record != nullptr, after.record != nullptr));
  v1::RecordChange& change = *out.mutable_record();
  change.set_name(std::string(name));
  if (before.record != nullptr) {
    FormatRecord(name, *before.record, before.revision, *change.mutable_before());
  }
  if (after.record != nullptr) {
    FormatRecord(name, *after.record, after.revision, *change.mutable_after());
  }
}

void FormatObservationChange(const ObservedKey& key, const ObservedVersion& before,
                             const ObservedVersion& after, v1::Change& out) {
  const bool stood = Stands(before.version);
  const bool stands = Stands(after.version);
  out.set_outcome(OutcomeOf(stood, stands));
  v1::ObservationChange& change = *out.mutable_observation();
  const bool is_contribution =
      (std::get<Measure>(key.definition->details).reporters & ReporterBitOf(key.subject)) != 0;
  type::v1::ObservationKey& written = *change.mutable_key();
  written.set_subject(key.subject.text());
  written.set_measure(key.measure.text());
  written.set_period(key.period.ToString());
  (is_contribution ? written.mutable_item() : written.mutable_source())->assign(key.id);
  if (stood) FormatVersion(key, before, is_contribution, *change.mutable_before());
  if (stands) FormatVersion(key, after, is_contribution, *change.mutable_after());
}

}  // namespace taizhang::ledger
