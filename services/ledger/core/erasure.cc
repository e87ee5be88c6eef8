#include "services/ledger/core/erasure.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/facts/record_texts.h"

namespace taizhang::ledger {
namespace {

using Handle = ObservationTable::Handle;

/// A use before it is spelt out: there can be millions.
struct Found {
  uint64_t revision = 0;
  uint32_t row = 0;
  uint32_t place = 0;  ///< of a record: which of its texts
  Ordinal subject = 0;
  Handle chunk = 0;  ///< of an observation; 0: of a record
  int slot = 0;
  bool standing = false;

  /// Within a block records stand before observations.
  [[nodiscard]] auto Order() const { return std::tuple(revision, chunk != 0, row, place); }
};

Period PeriodAt(const ObservationTable::ChunkView& chunk, int slot) {
  return Period::FromMonths(chunk.year * 12 + slot * chunk.months, chunk.months);
}

class Search {
 public:
  Search(const Facts& facts, const std::vector<std::string>& spellings)
      : facts_(facts), spellings_(spellings) {}

  TextUses Run() {
    FindEntries();
    if (uses_.ordinals.empty()) return std::move(uses_);
    FindInRecords();
    FindInObservations();
    std::sort(found_.begin(), found_.end(),
              [](const Found& a, const Found& b) { return a.Order() < b.Order(); });
    uses_.total = found_.size();
    for (const Found& found : found_) {
      if (found.standing && uses_.standing.empty()) uses_.standing = NameOf(found);
      if (uses_.uses.size() < kTextUsesMax) uses_.uses.push_back(Spell(found));
    }
    JoinRanges();
    return std::move(uses_);
  }

 private:
  void FindEntries() {
    const Dictionary& texts = facts_.dictionaries().texts;
    for (Ordinal ordinal = 1; ordinal < texts.end(); ++ordinal) {
      if (Is(texts.At(ordinal))) uses_.ordinals.push_back(ordinal);
    }
  }

  [[nodiscard]] bool Is(std::string_view text) const {
    return !text.empty() &&
           std::find(spellings_.begin(), spellings_.end(), text) != spellings_.end();
  }

  void FindInRecords() {
    for (Ordinal subject = 0; subject < facts_.dictionaries().subjects.end(); ++subject) {
      const std::span<const RecordVersion> versions = facts_.RecordVersions(subject);
      for (size_t i = 0; i < versions.size(); ++i) {
        if (versions[i].record != nullptr) FindInRecord(subject, versions, i);
      }
    }
  }

  void FindInRecord(Ordinal subject, std::span<const RecordVersion> versions, size_t at) {
    const RecordVersion& version = versions[at];
    const bool is_newest = at + 1 == versions.size();
    uint32_t place = 0;
    bool has = false;
    VisitTexts(*version.record, [&](std::string_view, std::string_view, const std::string& text) {
      if (Is(text)) {
        has = true;
        found_.push_back({.revision = version.revision,
                          .row = version.row,
                          .place = place,
                          .subject = subject,
                          .standing = is_newest});
      }
      ++place;
    });
    if (has) Stood(version.revision, is_newest ? facts_.revision() : versions[at + 1].revision - 1);
  }

  void FindInObservations() {
    const absl::flat_hash_set<Ordinal> remarks(uses_.ordinals.begin(), uses_.ordinals.end());
    const ObservationTable& table = facts_.observations();
    for (const ObservationTable::RemarkedVersion& remarked : table.VersionsWithRemark(remarks)) {
      const ObservationTable::ChunkView chunk = table.View(remarked.chunk);
      // From the newest down to the one that has the remark: the one before it here superseded it.
      uint64_t stood_through = facts_.revision();
      for (const ObservationVersion& version :
           table.Versions(chunk.subject, chunk.measure, chunk.id, PeriodAt(chunk, remarked.slot),
                          kHead, SIZE_MAX)) {
        if (version.revision == remarked.revision) {
          const bool stands = stood_through == facts_.revision() &&
                              version.stamp.state != ObservationState::kWithdrawn;
          found_.push_back({.revision = version.revision,
                            .row = version.row,
                            .subject = chunk.subject,
                            .chunk = remarked.chunk,
                            .slot = remarked.slot,
                            .standing = stands});
          Stood(version.revision, stood_through);
          break;
        }
        stood_through = version.revision - 1;
      }
    }
  }

  void Stood(uint64_t first, uint64_t last) { uses_.stood.push_back({first, last}); }

  void JoinRanges() {
    std::vector<RevisionRange>& ranges = uses_.stood;
    std::sort(ranges.begin(), ranges.end(),
              [](const RevisionRange& a, const RevisionRange& b) { return a.first < b.first; });
    std::vector<RevisionRange> joined;
    for (const RevisionRange& range : ranges) {
      if (!joined.empty() && range.first <= joined.back().last + 1) {
        joined.back().last = std::max(joined.back().last, range.last);
      } else {
        joined.push_back(range);
      }
    }
    ranges = std::move(joined);
  }

  [[nodiscard]] std::string NameOf(const Found& found) const {
    return std::string(facts_.dictionaries().subjects.At(found.subject));
  }

  [[nodiscard]] TextUse Spell(const Found& found) const {
    return {.name = NameOf(found),
            .field = found.chunk != 0 ? RemarkOf(found) : FieldOf(found),
            .revision = found.revision,
            .standing = found.standing};
  }

  [[nodiscard]] std::string FieldOf(const Found& found) const {
    std::string spelt;
    uint32_t place = 0;
    const std::optional<RecordVersion> version = facts_.FindRecord(found.subject, found.revision);
    VisitTexts(*version->record,
               [&](std::string_view field, std::string_view label, const std::string&) {
                 if (place++ != found.place) return;
                 spelt = field;
                 if (!label.empty()) spelt += absl::StrCat("[", std::string(label), "]");
               });
    return spelt;
  }

  [[nodiscard]] std::string RemarkOf(const Found& found) const {
    const ObservationTable::ChunkView chunk = facts_.observations().View(found.chunk);
    const Dictionaries& names = facts_.dictionaries();
    std::string spelt =
        absl::StrCat("remark of measures/", std::string(names.measures.At(chunk.measure)), " ",
                     PeriodAt(chunk, found.slot).ToString());
    if (chunk.id != 0) spelt += absl::StrCat(" ", std::string(names.ids.At(chunk.id)));
    return spelt;
  }

  const Facts& facts_;
  const std::vector<std::string>& spellings_;
  std::vector<Found> found_;
  TextUses uses_;
};

}  // namespace

TextUses FindText(const Facts& facts, const std::vector<std::string>& spellings) {
  return Search(facts, spellings).Run();
}

std::vector<ErasedEntries> EntriesOf(const Facts& facts, const std::vector<Ordinal>& ordinals) {
  std::vector<ErasedEntries> entries;
  for (const Ordinal ordinal : ordinals) {
    const Facts::TextOrigin origin = facts.OriginOfText(ordinal);
    if (entries.empty() || entries.back().revision != origin.revision) {
      entries.push_back({.revision = origin.revision, .indexes = {}});
    }
    entries.back().indexes.push_back(ordinal - origin.first);
  }
  return entries;
}

}  // namespace taizhang::ledger
