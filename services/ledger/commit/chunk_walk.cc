#include "services/ledger/commit/chunk_walk.h"

#include <algorithm>

namespace taizhang::ledger {
namespace {

using Handle = ObservationTable::Handle;

constexpr unsigned kSlotBits = 4;
constexpr uint64_t kSlotMask = (1U << kSlotBits) - 1;
constexpr unsigned kYearBits = 16;
constexpr uint64_t kYearMask = (1U << kYearBits) - 1;

constexpr uint64_t MinorOf(Handle handle, int slot) {
  return uint64_t{handle} << kSlotBits | static_cast<uint64_t>(slot);
}
constexpr Handle HandleOf(uint64_t minor) { return static_cast<Handle>(minor >> kSlotBits); }
constexpr int SlotOf(uint64_t minor) { return static_cast<int>(minor & kSlotMask); }

constexpr uint64_t MajorOf(Ordinal measure, int year) {
  return uint64_t{measure} << kYearBits | static_cast<uint64_t>(year);
}

}  // namespace

bool ChunkWalk::WantsYear(int year) const {
  if (!listing_.period) return true;
  const Period& period = *listing_.period;
  return period.first_year() <= year && year * 12 < period.end_month();
}

void ChunkWalk::ResolveMeasures(const Facts& facts) {
  const Dictionary& measures = facts.dictionaries().measures;
  wanted_.assign(measures.end(), false);
  for (const RecordName& name : listing_.measures) {
    if (const std::optional<Ordinal> measure = measures.Find(name.id())) wanted_[*measure] = true;
  }
}

void ChunkWalk::Run(const Facts& facts) {
  if (!listing_.measures.empty()) ResolveMeasures(facts);
  if (!listing_.subject) return RunAll(facts);
  const std::optional<Ordinal> subject = facts.FindSubject(listing_.subject->text());
  if (subject) RunSubject(facts, *subject);
}

ChunkWalk::ChunkRead ChunkWalk::ReadChunk(const Facts& facts, Handle handle, int from_slot,
                                          uint64_t major) {
  const ObservationTable& table = facts.observations();
  const Dictionaries& dictionaries = facts.dictionaries();
  const ObservationTable::ChunkView chunk = table.View(handle);
  ChunkRead read{.is_later = from_slot == 0};
  for (int slot = from_slot; slot * chunk.months < 12; ++slot) {
    const std::optional<ObservationVersion> version =
        table.At(handle, slot, listing_.point.revision);
    if (!version) continue;
    read.is_later = false;
    const Period period =
        Period::FromMonths(chunk.year * 12 + slot * chunk.months, int{chunk.months});
    if (version->stamp.state == ObservationState::kWithdrawn) continue;
    if (listing_.period && !listing_.period->Contains(period)) continue;
    if (found_.size() == limits_.count_max) {
      read.full_at = slot;
      return read;
    }
    found_.push_back({.subject = std::string(dictionaries.subjects.At(chunk.subject)),
                      .measure = std::string(dictionaries.measures.At(chunk.measure)),
                      .id = std::string(dictionaries.ids.At(chunk.id)),
                      .period = period,
                      .version = *version,
                      .remark = std::string(dictionaries.texts.At(version->stamp.remark)),
                      .position = {.major = major, .minor = MinorOf(handle, slot)}});
  }
  return read;
}

void ChunkWalk::RunAll(const Facts& facts) {
  const ObservationTable& table = facts.observations();
  const Handle asked = HandleOf(from_.minor);
  Handle handle = table.ChunkFrom(asked);
  int slot = handle == asked ? SlotOf(from_.minor) : 0;
  for (; handle != 0; slot = 0) {
    if (IsOver()) {
      next_ = {.minor = MinorOf(handle, slot)};
      return;
    }
    ++examined_;
    ChunkRead read;
    const ObservationTable::ChunkView chunk = table.View(handle);
    if (WantsMeasure(chunk.measure) && WantsYear(chunk.year))
      read = ReadChunk(facts, handle, slot, 0);
    if (read.full_at) {
      next_ = {.minor = MinorOf(handle, *read.full_at)};
      return;
    }
    // What comes after a chunk was first written after it.
    handle = read.is_later ? table.ChunkOfLongerPeriods(handle) : table.ChunkAfter(handle);
  }
}

void ChunkWalk::RunSubject(const Facts& facts, Ordinal subject) {
  const ObservationTable& table = facts.observations();
  const uint64_t measures = facts.dictionaries().measures.end();
  const uint64_t first_measure = from_.major >> kYearBits;
  for (uint64_t at = first_measure; at < measures; ++at) {
    const auto measure = static_cast<Ordinal>(at);
    const auto [first, last] = table.Years(measure);
    if (first > last) continue;
    int year = first;
    if (at == first_measure) year = std::max(year, static_cast<int>(from_.major & kYearMask));
    if (!WantsMeasure(measure)) year = last;  // one step
    for (; year <= last; ++year) {
      const uint64_t major = MajorOf(measure, year);
      const uint64_t minor = major == from_.major ? from_.minor : 0;
      if (IsOver()) {
        next_ = {.major = major, .minor = minor};
        return;
      }
      ++examined_;
      if (!WantsMeasure(measure) || !WantsYear(year)) continue;
      if (!RunYear(facts, table.First(measure, year, subject), major, minor)) return;
    }
  }
}

bool ChunkWalk::RunYear(const Facts& facts, Handle first, uint64_t major, uint64_t from_minor) {
  const ObservationTable& table = facts.observations();
  std::vector<Handle> handles;
  for (Handle handle = first; handle != 0; handle = table.View(handle).next)
    handles.push_back(handle);
  std::sort(handles.begin(), handles.end(), ObservationTable::StandsBefore);
  const Handle asked = HandleOf(from_minor);
  for (const Handle handle : handles) {
    if (from_minor != 0 && ObservationTable::StandsBefore(handle, asked)) continue;
    const int slot = handle == asked ? SlotOf(from_minor) : 0;
    if (examined_ > limits_.examined_max) {
      next_ = {.major = major, .minor = MinorOf(handle, slot)};
      return false;
    }
    ++examined_;
    if (const ChunkRead read = ReadChunk(facts, handle, slot, major); read.full_at) {
      next_ = {.major = major, .minor = MinorOf(handle, *read.full_at)};
      return false;
    }
  }
  return true;
}

}  // namespace taizhang::ledger
