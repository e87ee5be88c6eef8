#include <algorithm>
#include <utility>

#include "services/ledger/commit/listing.h"
#include "services/ledger/commit/records_as_of.h"
#include "services/ledger/core/day_chains.h"

namespace taizhang::ledger {
namespace {

constexpr uint64_t kOrdinalsMax = uint64_t{1} << 32U;

/// What one page goes through.
class RecordWalk {
 public:
  RecordWalk(const Ledger& ledger, const RecordListing& listing, const ListingLimits& limits)
      : ledger_(ledger), listing_(listing), limits_(limits), records_(ledger, listing.point) {
    const auto find = [this](std::string_view name) { return records_.Find(name); };
    if (listing.scope) scope_.emplace(listing.scope->text(), listing.day, find);
    if (listing.cluster) cluster_.emplace(listing.cluster->text(), listing.day, find);
  }

  /// NOT_FOUND where scope or cluster do not stand.
  absl::Status CheckNames() {
    for (const std::optional<RecordName>& name : {listing_.scope, listing_.cluster}) {
      if (!name || records_.Find(name->text()) != nullptr) continue;
      return records_.status().ok() ? NotFound(name->text()) : records_.status();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<RecordPage> Page(uint64_t from) {
    RecordPage page;
    const uint64_t first = from;
    bool at_end = false;
    while (!at_end && page.records.size() < limits_.count_max &&
           from - first + steps() < limits_.examined_max) {
      const uint64_t end =
          from + std::min<uint64_t>(limits_.hold_examined_max,
                                    limits_.examined_max - steps() - (from - first));
      std::vector<ListedRecord> found;
      const absl::Status read = ledger_.ReadAt(
          listing_.point, [&](const Facts& facts) { at_end = Collect(facts, from, end, found); });
      if (!read.ok()) return read;
      from = end;
      for (ListedRecord& record : found) {
        const bool is_over = record.position.minor - first + steps() >= limits_.examined_max;
        const bool is_within = !is_over && IsWithin(record);
        if (!records_.status().ok()) return records_.status();
        if (is_over || (is_within && page.records.size() == limits_.count_max)) {
          page.next = record.position;
          return page;
        }
        if (is_within) page.records.push_back(std::move(record));
      }
    }
    if (!at_end) page.next = ListingPosition{.minor = from};
    return page;
  }

 private:
  /// Entries of chains that were looked at for this page.
  [[nodiscard]] size_t steps() const {
    return (scope_ ? scope_->steps() : 0) + (cluster_ ? cluster_->steps() : 0);
  }

  /// The candidates of [from, end), all that can be judged by the record alone. Whether that was
  /// the end of the partition.
  bool Collect(const Facts& facts, uint64_t from, uint64_t end, std::vector<ListedRecord>& found) {
    const Dictionary& subjects = facts.dictionaries().subjects;
    const uint64_t subjects_end = subjects.end();
    for (uint64_t at = from; at < std::min(end, subjects_end); ++at) {
      const auto subject = static_cast<Ordinal>(at);
      std::optional<RecordVersion> version = facts.FindRecord(subject, listing_.point.revision);
      if (!version || version->record == nullptr) continue;
      if (!Passes(listing_.filter, subjects.At(subject), *version->record)) continue;
      found.push_back({.name = std::string(subjects.At(subject)),
                       .revision = version->revision,
                       .record = std::move(version->record),
                       .position = {.minor = at}});
    }
    return end >= subjects_end;
  }

  bool IsWithin(const ListedRecord& listed) {
    if (scope_ && !scope_->LiesIn(listed.name, *listed.record)) return false;
    return !cluster_ || cluster_->BelongsTo(listed.name, *listed.record);
  }

  const Ledger& ledger_;
  const RecordListing& listing_;
  const ListingLimits& limits_;
  RecordsAsOf records_;
  std::optional<DayChains> scope_;
  std::optional<DayChains> cluster_;
};

}  // namespace

absl::StatusOr<RecordPage> ListRecords(const Ledger& ledger, const RecordListing& listing,
                                       ListingPosition from, const ListingLimits& limits) {
  const std::optional<RecordName>& scope = listing.scope;
  if (scope && scope->kind() == RecordKind::kVillage &&
      scope->RecordPartition() != listing.point.partition) {
    // Only records of its own partition lie in a village.
    const absl::Status known = ledger.ReadRecord(*scope).status();
    return known.ok() ? absl::StatusOr<RecordPage>(RecordPage()) : known;
  }
  RecordWalk walk(ledger, listing, limits);
  if (absl::Status status = walk.CheckNames(); !status.ok()) return status;
  return walk.Page(std::min(from.minor, kOrdinalsMax));
}

}  // namespace taizhang::ledger
