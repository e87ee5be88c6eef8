#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "services/ledger/commit/chunk_walk.h"
#include "services/ledger/commit/listing.h"
#include "services/ledger/commit/named_commit.h"
#include "services/ledger/commit/records_as_of.h"

namespace taizhang::ledger {
namespace {

/// What one page's observations are read by.
class Reader {
 public:
  Reader(const Ledger& ledger, const ReadPoint& point) : ledger_(ledger), point_(point) {}

  absl::StatusOr<ListedObservation> Read(FoundObservation found) {
    const absl::StatusOr<RecordName> subject = RecordName::Parse(found.subject);
    const absl::StatusOr<NamedMeasure> measure = MeasureOf(found.measure);
    if (!subject.ok()) return MakeError(Reason::kInternal, std::string(subject.status().message()));
    if (!measure.ok()) return measure.status();
    const uint32_t reporters = std::get<Measure>(measure->record->details).reporters;
    const bool is_contribution = (reporters & ReporterBitOf(*subject)) != 0;
    return ListedObservation{.query = {.subject = *subject,
                                       .measure = measure->name,
                                       .period = found.period,
                                       .item = is_contribution ? found.id : "",
                                       .source = is_contribution ? "" : found.id},
                             .read = {.point = point_,
                                      .measure = measure->record,
                                      .is_contribution = is_contribution,
                                      .period = found.period,
                                      .id = found.id,
                                      .version = found.version,
                                      .remark = std::move(found.remark)},
                             .position = found.position};
  }

 private:
  absl::StatusOr<NamedMeasure> MeasureOf(const std::string& id) {
    if (const auto known = measures_.find(id); known != measures_.end()) return known->second;
    const absl::StatusOr<RecordName> name = RecordName::Parse(absl::StrCat("measures/", id));
    std::shared_ptr<const Record> record = name.ok() ? ledger_.LastMeasure(*name) : nullptr;
    if (record == nullptr) {
      return MakeError(Reason::kInternal,
                       absl::StrCat("observations of measures/", id, ", which never was one"));
    }
    return measures_.emplace(id, NamedMeasure{.name = *name, .record = std::move(record)})
        .first->second;
  }

  const Ledger& ledger_;
  const ReadPoint& point_;
  absl::flat_hash_map<std::string, NamedMeasure> measures_;
};

/// NOT_FOUND where a name of the listing never was one.
absl::Status CheckNames(const Ledger& ledger, const ObservationListing& listing) {
  for (const RecordName& measure : listing.measures) {
    if (ledger.LastMeasure(measure) == nullptr) return NotFound(measure.text());
  }
  if (!listing.subject) return absl::OkStatus();
  bool known = false;
  absl::Status read = ledger.ReadAt(listing.point, [&](const Facts& facts) {
    known = facts.FindSubject(listing.subject->text()).has_value();
  });
  if (!read.ok()) return read;
  if (!known && RecordsAsOf(ledger, listing.point).Find(listing.subject->text()) == nullptr)
    return NotFound(listing.subject->text());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ObservationPage> ListObservations(const Ledger& ledger,
                                                 const ObservationListing& listing,
                                                 ListingPosition from,
                                                 const ListingLimits& limits) {
  if (absl::Status status = CheckNames(ledger, listing); !status.ok()) return status;
  Reader reader(ledger, listing.point);
  ObservationPage page;
  size_t examined = 0;
  std::optional<ListingPosition> next = from;
  while (next && page.observations.size() < limits.count_max && examined < limits.examined_max) {
    ChunkWalk walk(
        listing, *next,
        {.count_max = limits.count_max - page.observations.size(),
         .examined_max = std::min(limits.hold_examined_max, limits.examined_max - examined)});
    const absl::Status read =
        ledger.ReadAt(listing.point, [&walk](const Facts& facts) { walk.Run(facts); });
    if (!read.ok()) return read;
    examined += walk.examined();
    next = walk.next();
    for (FoundObservation& found : walk.TakeFound()) {
      absl::StatusOr<ListedObservation> listed = reader.Read(std::move(found));
      if (!listed.ok()) return listed.status();
      page.observations.push_back(*std::move(listed));
    }
  }
  page.next = next;
  return page;
}

}  // namespace taizhang::ledger
