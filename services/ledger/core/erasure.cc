#include "services/ledger/core/erasure.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/facts/record_texts.h"

namespace taizhang::ledger {
namespace {

Period PeriodAt(const ObservationTable::ChunkView& chunk, int slot) {
  return Period::FromMonths(chunk.year * 12 + slot * chunk.months, chunk.months);
}

std::string NameOf(const Facts& facts, Ordinal subject) {
  return std::string(facts.dictionaries().subjects.At(subject));
}

/// The text at a place of a record: "labels[contact]".
std::string FieldAt(const Record& record, uint32_t place) {
  std::string spelt;
  uint32_t at = 0;
  VisitTexts(record, [&](std::string_view field, std::string_view label, const std::string&) {
    if (at++ != place) return;
    spelt = field;
    if (!label.empty()) spelt += absl::StrCat("[", std::string(label), "]");
  });
  return spelt;
}

std::string RemarkAt(const Facts& facts, ObservationTable::Handle handle, int slot) {
  const ObservationTable::ChunkView chunk = facts.observations().View(handle);
  const Dictionaries& names = facts.dictionaries();
  std::string spelt =
      absl::StrCat("remark of measures/", std::string(names.measures.At(chunk.measure)), " ",
                   PeriodAt(chunk, slot).ToString());
  if (chunk.id != 0) spelt += absl::StrCat(" ", std::string(names.ids.At(chunk.id)));
  return spelt;
}

}  // namespace

void TextSearch::Continue(const Facts& facts, size_t steps_max) {
  switch (stage_) {
    case Stage::kTexts:
      return FindTexts(facts, steps_max);
    case Stage::kRecords:
      return FindInRecords(facts, steps_max);
    case Stage::kRemarks:
      return FindRemarks(facts);
    case Stage::kObservations:
      return FindInObservations(facts, steps_max);
    case Stage::kRemarksFound:
    case Stage::kFound:
    case Stage::kEnd:
      return;
  }
}

void TextSearch::Arrange() {
  if (stage_ == Stage::kRemarksFound) {
    // Of each slot together, the newest first.
    std::sort(remarked_.begin(), remarked_.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.chunk, a.slot, b.revision) < std::tuple(b.chunk, b.slot, a.revision);
    });
    EnterStage(Stage::kObservations);
  } else if (stage_ == Stage::kFound) {
    std::sort(found_.begin(), found_.end(),
              [](const Found& a, const Found& b) { return a.Order() < b.Order(); });
    JoinRanges();
    EnterStage(Stage::kEnd);
  }
}

void TextSearch::EnterStage(Stage stage) {
  stage_ = stage;
  next_ = 0;
}

bool TextSearch::Is(std::string_view text) const {
  return !text.empty() && std::find(spellings_.begin(), spellings_.end(), text) != spellings_.end();
}

void TextSearch::FindTexts(const Facts& facts, size_t steps_max) {
  const Dictionary& texts = facts.dictionaries().texts;
  for (; next_ < texts.end(); ++next_) {
    if (steps_max-- == 0) return;
    const auto ordinal = static_cast<Ordinal>(next_);
    if (Is(texts.At(ordinal)) && facts.OriginOfText(ordinal).revision <= as_of_)
      uses_.ordinals.push_back(ordinal);
  }
  EnterStage(uses_.ordinals.empty() ? Stage::kFound : Stage::kRecords);
}

void TextSearch::FindInRecords(const Facts& facts, size_t steps_max) {
  const size_t end = facts.dictionaries().subjects.end();
  for (size_t steps = 0; next_ < end; ++next_) {
    if (steps >= steps_max) return;
    const auto subject = static_cast<Ordinal>(next_);
    const std::span<const RecordVersion> versions = facts.RecordVersions(subject, as_of_);
    for (size_t i = 0; i < versions.size(); ++i) {
      if (versions[i].record != nullptr) FindInRecord(subject, versions, i);
    }
    steps += 1 + versions.size();
  }
  EnterStage(Stage::kRemarks);
}

void TextSearch::FindInRecord(Ordinal subject, std::span<const RecordVersion> versions, size_t at) {
  const RecordVersion& version = versions[at];
  const bool is_newest = at + 1 == versions.size();
  const size_t found_before = found_.size();
  uint32_t place = 0;
  VisitTexts(*version.record, [&](std::string_view, std::string_view, const std::string& text) {
    if (Is(text)) {
      found_.push_back({.revision = version.revision,
                        .row = version.row,
                        .place = place,
                        .subject = subject,
                        .standing = is_newest});
    }
    ++place;
  });
  if (found_.size() == found_before) return;
  uses_.stood.push_back({version.revision, is_newest ? as_of_ : versions[at + 1].revision - 1});
  if (uses_.subjects.empty() || uses_.subjects.back() != subject) uses_.subjects.push_back(subject);
}

void TextSearch::FindRemarks(const Facts& facts) {
  remarked_ =
      facts.observations().VersionsWithRemark({uses_.ordinals.begin(), uses_.ordinals.end()});
  EnterStage(Stage::kRemarksFound);
}

void TextSearch::FindInObservations(const Facts& facts, size_t steps_max) {
  for (size_t steps = 0; next_ < remarked_.size();) {
    if (steps >= steps_max) return;
    steps += FindInSlot(facts);
  }
  EnterStage(Stage::kFound);
}

size_t TextSearch::FindInSlot(const Facts& facts) {
  const auto [handle, slot, newest] = remarked_[next_];
  const auto is_of_slot = [&, handle = handle, slot = slot] {
    return next_ < remarked_.size() && remarked_[next_].chunk == handle &&
           remarked_[next_].slot == slot;
  };
  while (is_of_slot() && remarked_[next_].revision > as_of_) ++next_;
  if (!is_of_slot()) return 1;
  const ObservationTable& table = facts.observations();
  const ObservationTable::ChunkView chunk = table.View(handle);
  const std::vector<ObservationVersion> versions = table.Versions(
      chunk.subject, chunk.measure, chunk.id, PeriodAt(chunk, slot), as_of_, SIZE_MAX);
  // Both from the newest down: a version stood until the one seen before it.
  uint64_t stood_through = as_of_;
  for (const ObservationVersion& version : versions) {
    const bool has_it = is_of_slot() && remarked_[next_].revision == version.revision;
    if (has_it) {
      found_.push_back({.revision = version.revision,
                        .row = version.row,
                        .subject = chunk.subject,
                        .chunk = handle,
                        .slot = slot,
                        .standing = stood_through == as_of_ &&
                                    version.stamp.state != ObservationState::kWithdrawn});
      uses_.stood.push_back({version.revision, stood_through});
      ++next_;
    }
    stood_through = version.revision - 1;
  }
  while (is_of_slot()) ++next_;
  return 1 + versions.size();
}

void TextSearch::JoinRanges() {
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

TextUse TextSearch::Spell(const Facts& facts, const Found& found) {
  return {
      .name = NameOf(facts, found.subject),
      .field = found.chunk != 0
                   ? RemarkAt(facts, found.chunk, found.slot)
                   : FieldAt(*facts.FindRecord(found.subject, found.revision)->record, found.place),
      .revision = found.revision,
      .standing = found.standing};
}

std::optional<TextUses> TextSearch::Take(const Facts& facts) {
  const Dictionary& texts = facts.dictionaries().texts;
  for (const Ordinal ordinal : uses_.ordinals) {
    if (texts.At(ordinal).empty()) return std::nullopt;
  }
  uses_.total = found_.size();
  const auto standing =
      std::find_if(found_.begin(), found_.end(), [](const Found& found) { return found.standing; });
  if (standing != found_.end()) uses_.standing = NameOf(facts, standing->subject);
  const size_t count = std::min(found_.size(), kTextUsesMax);
  uses_.uses.reserve(count);
  for (size_t i = 0; i < count; ++i) uses_.uses.push_back(Spell(facts, found_[i]));
  return std::move(uses_);
}

TextUses FindText(const Facts& facts, std::vector<std::string> spellings) {
  TextSearch search(std::move(spellings), facts.revision());
  while (!search.at_end()) {
    search.Continue(facts, SIZE_MAX);
    search.Arrange();
  }
  return search.Take(facts).value_or(TextUses{});
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
