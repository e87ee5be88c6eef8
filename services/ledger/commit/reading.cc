#include "services/ledger/commit/reading.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

absl::Status Wrong(std::string_view field, std::string_view part, Reason reason,
                   std::string description) {
  return MakeInvalidRequest({{.row = -1,
                              .field = absl::StrCat(View(field), ".", View(part)),
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

absl::Status NotFound(std::string_view name) {
  return MakeError(Reason::kNotFound, absl::StrCat(View(name), " is not known"),
                   {{"name", std::string(name)}});
}

absl::StatusOr<RecordRead> FindRecord(const Facts& facts, const ReadPoint& point,
                                      const RecordName& name) {
  const std::optional<Ordinal> subject = facts.FindSubject(name.text());
  if (!subject) return NotFound(name.text());
  const std::optional<RecordVersion> version = facts.FindRecord(*subject, point.revision);
  if (!version || version->record == nullptr) return NotFound(name.text());
  return RecordRead{.point = point, .revision = version->revision, .record = version->record};
}

absl::StatusOr<ObservationKey> KeyOf(const ObservationQuery& query, const Measure& measure,
                                     std::string_view field) {
  const std::optional<Period> period = KeptPeriod(query.period, measure);
  if (!period) {
    return Wrong(field, "period", Reason::kPeriodMismatch,
                 absl::StrCat(query.period.ToString(), " is not one ",
                              View(FrequencyName(measure.frequency))));
  }
  const bool is_contribution = (measure.reporters & ReporterBitOf(query.subject)) != 0;
  if (!(is_contribution ? query.source : query.item).empty()) {
    return Wrong(field, is_contribution ? "source" : "item", Reason::kFieldNotAllowed,
                 is_contribution ? "contributions have no source" : "statements have no item");
  }
  return ObservationKey{.subject = query.subject,
                        .measure = query.measure,
                        .is_contribution = is_contribution,
                        .period = *period,
                        .id = is_contribution ? query.item : query.source};
}

absl::StatusOr<ObservationRead> FindObservation(const Facts& facts, const ReadPoint& point,
                                                std::shared_ptr<const Record> measure,
                                                const ObservationKey& key) {
  const Dictionaries& dictionaries = facts.dictionaries();
  const std::optional<Ordinal> subject = facts.FindSubject(key.subject.text());
  const std::optional<Ordinal> measure_ordinal = dictionaries.measures.Find(key.measure.id());
  const std::optional<Ordinal> id =
      key.id.empty() ? std::optional<Ordinal>(0) : dictionaries.ids.Find(key.id);
  const std::string name = absl::StrCat(key.subject.text(), " ", key.measure.text(), " ",
                                        key.period.ToString(), key.id.empty() ? "" : " ", key.id);
  if (!subject || !measure_ordinal || !id) return NotFound(name);
  const std::optional<ObservationVersion> version =
      facts.observations().Find(*subject, *measure_ordinal, *id, key.period, point.revision);
  if (!version || version->stamp.state == ObservationState::kWithdrawn) return NotFound(name);
  return ObservationRead{.point = point,
                         .measure = std::move(measure),
                         .is_contribution = key.is_contribution,
                         .period = key.period,
                         .id = key.id,
                         .version = *version,
                         .remark = std::string(dictionaries.texts.At(version->stamp.remark))};
}

}  // namespace taizhang::ledger
