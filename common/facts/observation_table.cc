#include "common/facts/observation_table.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <string>

#include "common/facts/digest.h"
#include "common/facts/observation_chunks.h"
#include "common/facts/remark_table.h"
#include "common/facts/slabs.h"
#include "common/facts/stamp_table.h"

namespace taizhang {
namespace {

using observation_chunks::ChunkHead;
using observation_chunks::FirstChunks;
using observation_chunks::Handle;
using observation_chunks::MeasureIndex;
using observation_chunks::Pool;
using observation_chunks::RemarkKey;
using observation_chunks::RemarkTable;
using observation_chunks::Superseded;
using observation_chunks::Version;

constexpr unsigned kPoolBits = 2;
constexpr std::array<int, 4> kPoolMonths = {1, 3, 6, 12};

/// More than all stamps without an amount, which differ in basis, basis of the period and in
/// whether there is a remark.
constexpr size_t kStampsWithoutAmount = 1'024;

std::optional<unsigned> PoolOf(int months) {
  for (unsigned pool = 0; pool < kPoolMonths.size(); ++pool) {
    if (kPoolMonths[pool] == months) return pool;
  }
  return std::nullopt;
}

absl::Status Damage(const ObservationChange& change, const char* what) {
  return absl::DataLossError("observation of subject " + std::to_string(change.subject) +
                             ", measure " + std::to_string(change.measure) + ", period " +
                             change.period.ToString() + ": " + what);
}

}  // namespace

struct ObservationTable::Storage {
  std::array<Pool, 4> pools{Pool(12), Pool(4), Pool(2), Pool(1)};
  std::vector<MeasureIndex> measures;
  Slabs<Superseded> superseded{1};
  StampTable stamps;
  std::vector<Int128> wide_values;
  RemarkTable remarks;

  static size_t IndexIn(Handle handle) { return (handle >> kPoolBits) - 1; }
  Pool& PoolAt(Handle handle) { return pools[handle & ((1U << kPoolBits) - 1)]; }
  [[nodiscard]] const Pool& PoolAt(Handle handle) const {
    return pools[handle & ((1U << kPoolBits) - 1)];
  }
  ChunkHead& Head(Handle handle) { return *PoolAt(handle).heads.At(IndexIn(handle)); }
  [[nodiscard]] const ChunkHead& Head(Handle handle) const {
    return *PoolAt(handle).heads.At(IndexIn(handle));
  }
  Version* Slots(Handle handle) { return PoolAt(handle).versions.At(IndexIn(handle)); }
  [[nodiscard]] const Version* Slots(Handle handle) const {
    return PoolAt(handle).versions.At(IndexIn(handle));
  }

  /// The first chunk at or after the one of `index` in `pool`, through all pools.
  [[nodiscard]] Handle ChunkFrom(unsigned pool, size_t index) const;

  Handle& FirstFor(Ordinal measure, int year, Ordinal subject);
  [[nodiscard]] Handle FindChunk(Handle first, Ordinal id, int months) const;
  Handle AddChunk(Handle& first, const ObservationChange& change, unsigned pool);

  [[nodiscard]] Int128 ValueOf(const Version& version, const StampTable::Entry& entry) const {
    return entry.wide ? wide_values[static_cast<size_t>(version.value)] : Int128{version.value};
  }
  [[nodiscard]] ObservationVersion Read(Handle handle, int slot, const Version& version) const;
  /// Visits the versions of a key at or before `as_of`, newest first, while `visit` returns true.
  template <typename Visit>
  void Walk(Handle first, Ordinal id, const Period& period, uint64_t as_of,
            const Visit& visit) const;
  [[nodiscard]] uint64_t DigestOf(const ChunkHead& head, int slot, const Version& version) const;
  absl::Status Supersede(Handle handle, int slot, const ObservationChange& change);
};

Handle ObservationTable::Storage::ChunkFrom(unsigned pool, size_t index) const {
  for (; pool < pools.size(); ++pool, index = 0) {
    if (index < pools[pool].heads.size())
      return static_cast<Handle>((index + 1) << kPoolBits) | pool;
  }
  return 0;
}

Handle& ObservationTable::Storage::FirstFor(Ordinal measure, int year, Ordinal subject) {
  if (measure >= measures.size()) measures.resize(measure + 1);
  MeasureIndex& index = measures[measure];
  if (index.years.empty()) index.first_year = year;
  if (year < index.first_year) {
    std::vector<FirstChunks> earlier(static_cast<size_t>(index.first_year - year));
    index.years.insert(index.years.begin(), std::make_move_iterator(earlier.begin()),
                       std::make_move_iterator(earlier.end()));
    index.first_year = year;
  }
  const auto place = static_cast<size_t>(year - index.first_year);
  if (place >= index.years.size()) index.years.resize(place + 1);
  return index.years[place].Touch(subject);
}

Handle ObservationTable::Storage::FindChunk(Handle first, Ordinal id, int months) const {
  for (Handle handle = first; handle != 0;) {
    const ChunkHead& head = Head(handle);
    if (head.id == id && head.months == months) return handle;
    handle = head.next;
  }
  return 0;
}

Handle ObservationTable::Storage::AddChunk(Handle& first, const ObservationChange& change,
                                           unsigned pool) {
  const size_t index = pools[pool].heads.Append();
  pools[pool].versions.Append();
  *pools[pool].heads.At(index) = {.subject = change.subject,
                                  .measure = change.measure,
                                  .id = change.id,
                                  .next = first,
                                  .superseded = 0,
                                  .year = static_cast<int16_t>(change.period.first_year()),
                                  .present = 0,
                                  .inexact = 0,
                                  .months = static_cast<uint8_t>(change.period.months())};
  first = static_cast<Handle>((index + 1) << kPoolBits) | pool;
  return first;
}

ObservationVersion ObservationTable::Storage::Read(Handle handle, int slot,
                                                   const Version& version) const {
  const StampTable::Entry& entry = stamps.At(version.stamp);
  ObservationVersion out{.value = ValueOf(version, entry),
                         .stamp = entry.stamp,
                         .revision = version.revision,
                         .row = version.row};
  if (entry.has_remark) {
    out.stamp.remark = remarks.At(
        {.handle = handle, .slot = static_cast<uint32_t>(slot), .revision = version.revision});
  }
  return out;
}

uint64_t ObservationTable::Storage::DigestOf(const ChunkHead& head, int slot,
                                             const Version& version) const {
  const StampTable::Entry& entry = stamps.At(version.stamp);
  const Int128 value = ValueOf(version, entry);
  uint64_t hash = MixDigest(uint64_t{head.subject} << 32U | head.measure,
                            uint64_t{head.id} << 32U | version.revision);
  hash = MixDigest(hash, static_cast<uint64_t>(head.year) << 16U |
                             static_cast<uint64_t>(slot) << 8U | head.months);
  hash = MixDigest(hash, static_cast<uint64_t>(value));
  return MixDigest(hash, static_cast<uint64_t>(value >> 64) ^ entry.digest);
}

absl::Status ObservationTable::Storage::Supersede(Handle handle, int slot,
                                                  const ObservationChange& change) {
  const Version& current = Slots(handle)[slot];
  const ObservationVersion stands = Read(handle, slot, current);
  if (change.previous_revision != stands.revision) {
    return Damage(change, "the version before is of another revision");
  }
  if (change.before_value != stands.value || change.before != stands.stamp) {
    return Damage(change, "the version before is not the one that stands");
  }
  const size_t index = superseded.Append();
  ChunkHead& head = Head(handle);
  *superseded.At(index) = {
      .version = current, .slot = static_cast<uint32_t>(slot), .next = head.superseded};
  head.superseded = static_cast<uint32_t>(index + 1);
  return absl::OkStatus();
}

ObservationTable::ObservationTable() : storage_(std::make_unique<Storage>()) {}
ObservationTable::~ObservationTable() = default;
ObservationTable::ObservationTable(ObservationTable&&) noexcept = default;
ObservationTable& ObservationTable::operator=(ObservationTable&&) noexcept = default;

absl::Status ObservationTable::Apply(uint64_t revision, uint32_t row,
                                     const ObservationChange& change, uint64_t& digest) {
  Storage& storage = *storage_;
  const auto pool = PoolOf(change.period.months());
  if (!pool.has_value() || change.period.first_month() % change.period.months() != 0) {
    return Damage(change, "not a month, quarter, half-year or year");
  }
  const int slot = change.period.first_month() % 12 / change.period.months();
  Handle& first = storage.FirstFor(change.measure, change.period.first_year(), change.subject);
  Handle handle = storage.FindChunk(first, change.id, change.period.months());
  if (handle == 0) handle = storage.AddChunk(first, change, *pool);

  ChunkHead& head = storage.Head(handle);
  const auto bit = static_cast<uint16_t>(1U << static_cast<unsigned>(slot));
  Version& version = storage.Slots(handle)[slot];
  if ((head.present & bit) != 0) {
    if (absl::Status status = storage.Supersede(handle, slot, change); !status.ok()) return status;
    digest -= storage.DigestOf(head, slot, version);
  } else if (change.previous_revision != 0) {
    return Damage(change, "there is no version before");
  }

  const bool wide = StampTable::IsWide(change.value);
  const auto stamp = storage.stamps.Intern(change.after, wide);
  if (!stamp.has_value()) return Damage(change, "too many distinct stamps in one log");
  if (row > std::numeric_limits<uint16_t>::max() ||
      revision > std::numeric_limits<uint32_t>::max()) {
    return Damage(change, "row or revision beyond the limits of the format");
  }
  version = {.value = wide ? static_cast<int64_t>(storage.wide_values.size())
                           : static_cast<int64_t>(change.value),
             .revision = static_cast<uint32_t>(revision),
             .stamp = *stamp,
             .row = static_cast<uint16_t>(row)};
  if (wide) storage.wide_values.push_back(change.value);
  if (change.after.remark != 0) {
    storage.remarks.Add(
        {.handle = handle, .slot = static_cast<uint32_t>(slot), .revision = version.revision},
        change.after.remark);
  }
  head.present = static_cast<uint16_t>(head.present | bit);
  head.inexact = static_cast<uint16_t>(storage.stamps.At(*stamp).plain ? head.inexact & ~bit
                                                                       : head.inexact | bit);
  digest += storage.DigestOf(head, slot, version);
  ++version_count_;
  return absl::OkStatus();
}

template <typename Visit>
void ObservationTable::Storage::Walk(Handle first, Ordinal id, const Period& period, uint64_t as_of,
                                     const Visit& visit) const {
  const Handle handle = FindChunk(first, id, period.months());
  if (handle == 0) return;
  const ChunkHead& head = Head(handle);
  const int slot = period.first_month() % 12 / period.months();
  if ((head.present >> static_cast<unsigned>(slot) & 1U) == 0) return;
  const Version& current = Slots(handle)[slot];
  if (current.revision <= as_of && !visit(Read(handle, slot, current))) return;
  for (uint32_t node = head.superseded; node != 0;) {
    const Superseded& older = *superseded.At(node - 1);
    if (older.slot == static_cast<uint32_t>(slot) && older.version.revision <= as_of &&
        !visit(Read(handle, slot, older.version))) {
      return;
    }
    node = older.next;
  }
}

std::optional<ObservationVersion> ObservationTable::Find(Ordinal subject, Ordinal measure,
                                                         Ordinal id, const Period& period,
                                                         uint64_t as_of) const {
  std::optional<ObservationVersion> found;
  storage_->Walk(First(measure, period.first_year(), subject), id, period, as_of,
                 [&found](const ObservationVersion& version) {
                   found = version;
                   return false;
                 });
  return found;
}

std::vector<ObservationVersion> ObservationTable::Versions(Ordinal subject, Ordinal measure,
                                                           Ordinal id, const Period& period,
                                                           uint64_t as_of, size_t count_max) const {
  std::vector<ObservationVersion> found;
  storage_->Walk(First(measure, period.first_year(), subject), id, period, as_of,
                 [&found, count_max](const ObservationVersion& version) {
                   found.push_back(version);
                   return found.size() < count_max;
                 });
  return found;
}

Handle ObservationTable::First(Ordinal measure, int year, Ordinal subject) const {
  if (measure >= storage_->measures.size()) return 0;
  const MeasureIndex& index = storage_->measures[measure];
  const int place = year - index.first_year;
  if (place < 0 || place >= static_cast<int>(index.years.size())) return 0;
  return index.years[static_cast<size_t>(place)].At(subject);
}

ObservationTable::ChunkView ObservationTable::View(Handle handle) const {
  const ChunkHead& head = storage_->Head(handle);
  return {.subject = head.subject,
          .measure = head.measure,
          .id = head.id,
          .year = head.year,
          .months = head.months,
          .present = head.present,
          .inexact = head.inexact,
          .next = head.next};
}

ObservationTable::ChunkView ObservationTable::View(Handle handle, uint64_t as_of) const {
  ChunkView view = View(handle);
  uint32_t newer = 0;
  for (uint32_t bits = view.present; bits != 0; bits &= bits - 1) {
    if (storage_->Slots(handle)[__builtin_ctz(bits)].revision > as_of) newer |= bits & (~bits + 1);
  }
  uint32_t earlier = 0;
  for (uint32_t node = storage_->Head(handle).superseded; node != 0 && earlier != newer;) {
    const Superseded& older = *storage_->superseded.At(node - 1);
    if (older.version.revision <= as_of) earlier |= newer & (1U << older.slot);
    node = older.next;
  }
  view.present = static_cast<uint16_t>((view.present & ~newer) | earlier);
  view.inexact = static_cast<uint16_t>((view.inexact & ~newer) | earlier);
  return view;
}

ObservationVersion ObservationTable::At(Handle handle, int slot) const {
  return storage_->Read(handle, slot, storage_->Slots(handle)[slot]);
}

std::optional<ObservationVersion> ObservationTable::At(Handle handle, int slot,
                                                       uint64_t as_of) const {
  const ChunkHead& head = storage_->Head(handle);
  if ((head.present >> static_cast<unsigned>(slot) & 1U) == 0) return std::nullopt;
  const Version* found = &storage_->Slots(handle)[slot];
  for (uint32_t node = head.superseded; found->revision > as_of;) {
    if (node == 0) return std::nullopt;
    const Superseded& older = *storage_->superseded.At(node - 1);
    if (older.slot == static_cast<uint32_t>(slot)) found = &older.version;
    node = older.next;
  }
  return storage_->Read(handle, slot, *found);
}

Handle ObservationTable::ChunkFrom(Handle handle) const {
  const size_t place = handle >> kPoolBits;  // of a chunk: its index + 1
  return storage_->ChunkFrom(handle & ((1U << kPoolBits) - 1), place == 0 ? 0 : place - 1);
}

Handle ObservationTable::ChunkAfter(Handle handle) const {
  return storage_->ChunkFrom(handle & ((1U << kPoolBits) - 1), handle >> kPoolBits);
}

Handle ObservationTable::ChunkOfLongerPeriods(Handle handle) const {
  return storage_->ChunkFrom((handle & ((1U << kPoolBits) - 1)) + 1, 0);
}

bool ObservationTable::StandsBefore(Handle a, Handle b) {
  const Handle pools = (1U << kPoolBits) - 1;
  return std::pair(a & pools, a) < std::pair(b & pools, b);
}

std::vector<ObservationTable::RemarkedVersion> ObservationTable::VersionsWithRemark(
    const absl::flat_hash_set<Ordinal>& remarks) const {
  std::vector<RemarkedVersion> found;
  for (const Ordinal remark : remarks) {
    storage_->remarks.VisitVersions(remark, [&found](const RemarkKey& key) {
      found.push_back(
          {.chunk = key.handle, .slot = static_cast<int>(key.slot), .revision = key.revision});
    });
  }
  return found;
}

Int128 ObservationTable::ValueAt(Handle handle, int slot) const {
  return storage_->Slots(handle)[slot].value;
}

std::pair<int, int> ObservationTable::Years(Ordinal measure) const {
  if (measure >= storage_->measures.size() || storage_->measures[measure].years.empty()) {
    return {0, -1};
  }
  const MeasureIndex& index = storage_->measures[measure];
  return {index.first_year, index.first_year + static_cast<int>(index.years.size()) - 1};
}

size_t ObservationTable::stamp_room() const {
  constexpr size_t kRoomMax = StampTable::kCapacity - kStampsWithoutAmount;
  return kRoomMax - std::min(kRoomMax, storage_->stamps.size());
}

bool ObservationTable::HasStamp(Int128 value, const Stamp& stamp) const {
  return storage_->stamps.Has(stamp, StampTable::IsWide(value));
}

size_t ObservationTable::memory_bytes() const {
  size_t bytes = storage_->superseded.memory_bytes() +
                 storage_->wide_values.capacity() * sizeof(Int128) +
                 storage_->remarks.memory_bytes();
  for (const Pool& pool : storage_->pools) {
    bytes += pool.heads.memory_bytes() + pool.versions.memory_bytes();
  }
  for (const MeasureIndex& index : storage_->measures) {
    for (const FirstChunks& chunks : index.years) bytes += chunks.memory_bytes();
  }
  return bytes;
}

}  // namespace taizhang
