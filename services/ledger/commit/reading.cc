#include "services/ledger/commit/reading.h"

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang::ledger {
namespace {

absl::Status NotFound(const std::string& name) {
  return MakeError(Reason::kNotFound, absl::StrCat(name, " is not known"), {{"name", name}});
}

absl::Status Wrong(std::string field, Reason reason, std::string description) {
  return MakeInvalidRequest({{.row = -1,
                              .field = std::move(field),
                              .reason = reason,
                              .description = std::move(description)}});
}

/// The period under which it is kept (R6: a year of a YEAR_TO_DATE is its last period).
std::optional<Period> KeptPeriod(const Period& period, const Measure& measure) {
  if (period.IsOne(measure.frequency)) return period;
  if (measure.temporal_kind != TemporalKind::kYearToDate || !period.IsOne(Frequency::kYear)) {
    return std::nullopt;
  }
  const int months = static_cast<int>(measure.frequency);
  return Period::FromMonths(period.end_month() - months, months);
}

}  // namespace

absl::StatusOr<RecordRead> FindRecord(const Facts& facts, const DurableHead& head,
                                      const RecordName& name) {
  const std::optional<Ordinal> subject = facts.FindSubject(name.text());
  if (!subject) return NotFound(name.text());
  const std::optional<RecordVersion> version = facts.FindRecord(*subject, head.revision);
  if (!version || version->record == nullptr) return NotFound(name.text());
  return RecordRead{.head = head, .revision = version->revision, .record = version->record};
}

absl::StatusOr<ObservationRead> FindObservation(const Facts& facts, const DurableHead& head,
                                                const Structure& structure,
                                                const ObservationQuery& query) {
  ObservationRead read{.head = head, .measure = structure.Share(query.measure.text())};
  const auto* measure =
      read.measure == nullptr ? nullptr : std::get_if<Measure>(&read.measure->details);
  if (measure == nullptr) return NotFound(query.measure.text());
  const std::optional<Period> period = KeptPeriod(query.period, *measure);
  if (!period) {
    return Wrong("observation.period", Reason::kPeriodMismatch,
                 absl::StrCat(query.period.ToString(), " is not one ",
                              std::string(FrequencyName(measure->frequency))));
  }
  read.period = *period;
  read.is_contribution = (measure->reporters & ReporterBitOf(query.subject)) != 0;
  if (!(read.is_contribution ? query.source : query.item).empty()) {
    return Wrong(read.is_contribution ? "observation.source" : "observation.item",
                 Reason::kFieldNotAllowed,
                 read.is_contribution ? "contributions have no source" : "statements have no item");
  }
  read.id = read.is_contribution ? query.item : query.source;
  const Dictionaries& dictionaries = facts.dictionaries();
  const std::optional<Ordinal> subject = facts.FindSubject(query.subject.text());
  const std::optional<Ordinal> measure_ordinal = dictionaries.measures.Find(query.measure.id());
  const std::optional<Ordinal> id =
      read.id.empty() ? std::optional<Ordinal>(0) : dictionaries.ids.Find(read.id);
  const std::string name = absl::StrCat(query.subject.text(), " ", query.measure.text(), " ",
                                        period->ToString(), read.id.empty() ? "" : " ", read.id);
  if (!subject || !measure_ordinal || !id) return NotFound(name);
  const std::optional<ObservationVersion> version =
      facts.observations().Find(*subject, *measure_ordinal, *id, *period, head.revision);
  if (!version || version->stamp.state == ObservationState::kWithdrawn) return NotFound(name);
  read.version = *version;
  read.remark = std::string(dictionaries.texts.At(version->stamp.remark));
  return read;
}

}  // namespace taizhang::ledger
