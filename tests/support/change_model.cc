#include "tests/support/change_model.h"

#include "google/protobuf/util/message_differencer.h"
#include "services/ledger/rpc/format_record.h"

namespace taizhang::ledger {
namespace {

void Append(const std::vector<std::string>& entries, std::vector<std::string>& out) {
  out.insert(out.end(), entries.begin(), entries.end());
}

v1::Outcome OutcomeOf(bool stood, bool stands) {
  if (stands) return stood ? v1::OUTCOME_UPDATED : v1::OUTCOME_CREATED;
  return v1::OUTCOME_WITHDRAWN;
}

}  // namespace

void ChangeModel::Add(const BlockContent& content) {
  ++revision_;
  Append(content.new_subjects, subjects_);
  Append(content.new_measures, measure_ids_);
  Append(content.new_ids, ids_);
  for (const TextEntry& entry : content.new_texts) texts_.push_back(entry.text);
  size_t record = 0;
  size_t observation = 0;
  for (const RequestSpan& span : content.requests) {
    const auto add = [&](v1::Change change) {
      const Made made{revision_, content.commit_time_us, span.request_id, span.principal,
                      std::move(change)};
      by_key_[KeyOf(made.change)].push_back(made);
      changes_.push_back(made);
    };
    for (uint32_t i = 0; i < span.record_changes; ++i) add(ChangeOf(content.records[record++]));
    for (uint32_t i = 0; i < span.observation_changes; ++i)
      add(ChangeOf(content.observations[observation++]));
  }
}

ChangeModel::Key ChangeModel::KeyOf(const v1::Change& change) {
  if (change.has_record()) return change.record().name();
  const type::v1::ObservationKey& key = change.observation().key();
  return key.subject() + " " + key.measure() + " " + key.period() + " " + key.item() + key.source();
}

v1::Change ChangeModel::ChangeOf(const RecordChange& change) const {
  v1::Change out;
  const std::string& name = subjects_.at(change.subject);
  out.set_outcome(OutcomeOf(change.before != nullptr, change.after != nullptr));
  out.mutable_record()->set_name(name);
  if (change.before != nullptr) {
    FormatRecord(name, *change.before, change.previous_revision,
                 *out.mutable_record()->mutable_before());
  }
  if (change.after != nullptr) {
    FormatRecord(name, *change.after, revision_, *out.mutable_record()->mutable_after());
  }
  return out;
}

bool ChangeModel::IsContribution(const ObservationChange& change) const {
  const auto& measure = std::get<Measure>(measures_.at(measure_ids_.at(change.measure))->details);
  return (measure.reporters & ReporterBitOf(*RecordName::Parse(subjects_.at(change.subject)))) != 0;
}

v1::Change ChangeModel::ChangeOf(const ObservationChange& change) const {
  v1::Change out;
  const bool stood =
      change.previous_revision != 0 && change.before.state != ObservationState::kWithdrawn;
  const bool stands = change.after.state != ObservationState::kWithdrawn;
  out.set_outcome(OutcomeOf(stood, stands));
  type::v1::ObservationKey& key = *out.mutable_observation()->mutable_key();
  key.set_subject(subjects_.at(change.subject));
  key.set_measure("measures/" + measure_ids_.at(change.measure));
  key.set_period(change.period.ToString());
  if (IsContribution(change)) {
    key.set_item(ids_.at(change.id));
  } else {
    key.set_source(ids_.at(change.id));
  }
  if (stood) FormatVersion(change, false, *out.mutable_observation()->mutable_before());
  if (stands) FormatVersion(change, true, *out.mutable_observation()->mutable_after());
  return out;
}

void ChangeModel::FormatVersion(const ObservationChange& change, bool is_after,
                                type::v1::Observation& out) const {
  const std::string& measure = measure_ids_.at(change.measure);
  const ObservationVersion version{.value = is_after ? change.value : change.before_value,
                                   .stamp = is_after ? change.after : change.before,
                                   .revision = is_after ? revision_ : change.previous_revision,
                                   .row = 0};
  FormatObservation({.subject = *RecordName::Parse(subjects_.at(change.subject)),
                     .measure = *RecordName::Parse("measures/" + measure),
                     .period = change.period,
                     .item = {},
                     .source = {}},
                    {.point = {},
                     .measure = measures_.at(measure),
                     .is_contribution = IsContribution(change),
                     .period = change.period,
                     .id = ids_.at(change.id),
                     .version = version,
                     .remark = texts_.at(version.stamp.remark)},
                    out);
}

std::string DifferenceOf(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  google::protobuf::util::MessageDifferencer differencer;
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  if (differencer.Compare(a, b)) return "";
  return difference.empty() ? "differ" : difference;
}

}  // namespace taizhang::ledger
