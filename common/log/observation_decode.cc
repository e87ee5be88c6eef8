#include <cstddef>

#include "absl/strings/str_cat.h"
#include "common/log/observation_check.h"
#include "common/log/observation_codec.h"
#include "common/log/stamp_codec.h"
#include "common/log/wire_fields.h"

namespace taizhang {
namespace {

using google::protobuf::RepeatedField;
using storage::v1::ObservationColumns;

constexpr size_t kVarintBytesMax = 10;

absl::Status Damage(const char* field) {
  return absl::DataLossError(absl::StrCat("observations.", field));
}

/// Packed columns in one piece, none longer than rows_max entries can be, and no more stamps than
/// rows may use.
absl::Status CheckSizes(std::string_view encoded, size_t rows_max) {
  uint32_t seen = 0;
  size_t stamps = 0;
  WireFieldReader reader(encoded);
  for (WireField field; reader.Next(field);) {
    if (field.number > ObservationColumns::kBeforeStampOfFieldNumber) continue;
    if (field.number == ObservationColumns::kStampsFieldNumber) {
      if (++stamps > 2 * rows_max) return Damage("stamps");
      continue;
    }
    const uint32_t bit = 1U << field.number;
    if (!field.is_bytes || (seen & bit) != 0 || field.bytes.size() > rows_max * kVarintBytesMax) {
      return Damage("column is not packed, in pieces or too long");
    }
    seen |= bit;
  }
  return reader.damaged() ? Damage("encoding") : absl::OkStatus();
}

/// A column with an entry a row, or one for all.
class SharedColumn {
 public:
  SharedColumn(const RepeatedField<uint32_t>& column, size_t rows)
      : entries_(column.data()),
        step_(column.size() == 1 ? 0 : 1),
        size_(static_cast<size_t>(column.size())),
        rows_(rows) {}
  [[nodiscard]] bool fits() const { return size_ == rows_ || (size_ == 1 && rows_ > 0); }
  uint32_t operator[](size_t row) const { return entries_[row * step_]; }

 private:
  const uint32_t* entries_;
  size_t step_;
  size_t size_;
  size_t rows_;
};

bool HasSize(int size, size_t rows) { return static_cast<size_t>(size) == rows; }

/// Replaces the low 64 bits by the whole value where the side columns say so. `at(row)` is null for
/// a row out of range.
template <typename At>
bool Widen(const RepeatedField<uint32_t>& wide_rows, const RepeatedField<int64_t>& highs, At at) {
  if (wide_rows.size() != highs.size()) return false;
  for (int i = 0; i < wide_rows.size(); ++i) {
    if (i > 0 && wide_rows.Get(i) <= wide_rows.Get(i - 1)) return false;
    Int128* value = at(wide_rows.Get(i));
    if (value == nullptr) return false;
    const Int128 whole =
        (Int128{highs.Get(i)} * (Int128{1} << 64U)) + Int128{static_cast<uint64_t>(*value)};
    if (FitsIn64(whole) || !IsWithinLimit(whole)) return false;
    *value = whole;
  }
  return true;
}

class ColumnReader {
 public:
  ColumnReader(const ObservationBounds& bounds, const ObservationColumns& columns,
               std::vector<ObservationChange>& rows)
      : bounds_(bounds), columns_(columns), rows_(rows) {}

  const char* Read() {
    stamps_.resize(static_cast<size_t>(columns_.stamps_size()));
    for (size_t i = 0; i < stamps_.size(); ++i) {
      if (const char* field =
              DecodeStamp(columns_.stamps(static_cast<int>(i)), bounds_.texts_end, stamps_[i])) {
        return field;
      }
    }
    if (const char* field = ReadRows()) return field;
    return ReadBefore();
  }

 private:
  const char* ReadRows() {
    const size_t size = rows_.size();
    const SharedColumn measures(columns_.measures(), size);
    const SharedColumn ids(columns_.ids(), size);
    const SharedColumn months(columns_.months(), size);
    const SharedColumn stamp_of(columns_.stamp_of(), size);
    const bool has_ids = !columns_.ids().empty();
    if (!HasSize(columns_.subjects_size(), size)) return "subjects";
    if (!measures.fits()) return "measures";
    if (has_ids && !ids.fits()) return "ids";
    if (!HasSize(columns_.first_months_size(), size)) return "first_months";
    if (!months.fits()) return "months";
    if (!stamp_of.fits()) return "stamp_of";
    const int32_t* subjects = columns_.subjects().data();
    const int32_t* first_months = columns_.first_months().data();
    const int64_t* values = columns_.values().data();
    // Sums wrap: whatever comes out is checked.
    Ordinal subject = 0;
    uint32_t first_month = 0;
    for (size_t i = 0; i < size; ++i) {
      ObservationChange& row = rows_[i];
      subject += static_cast<uint32_t>(subjects[i]);
      first_month += static_cast<uint32_t>(first_months[i]);
      row.subject = subject;
      row.measure = measures[i];
      row.id = has_ids ? ids[i] : 0;
      row.value = values[i];
      if (const char* field = FindDamage(row, bounds_)) return field;
      const auto first = static_cast<MonthIndex>(first_month);
      if (const char* field = FindDamage(first, months[i])) return field;
      row.period = Period::FromMonths(first, static_cast<int>(months[i]));
      if (stamp_of[i] >= stamps_.size()) return "stamp_of";
      row.after = stamps_[stamp_of[i]];
    }
    return Widen(columns_.wide_rows(), columns_.wide_highs(),
                 [this](uint32_t at) { return at < rows_.size() ? &rows_[at].value : nullptr; })
               ? nullptr
               : "wide_rows";
  }

  const char* ReadBefore() {
    const auto size = static_cast<size_t>(columns_.revised_rows_size());
    const SharedColumn stamp_of(columns_.before_stamp_of(), size);
    if (!HasSize(columns_.previous_revisions_size(), size)) return "previous_revisions";
    if (!HasSize(columns_.before_values_size(), size)) return "before_values";
    if (!stamp_of.fits()) return "before_stamp_of";
    revised_.resize(size);
    uint64_t at = 0;
    for (size_t i = 0; i < size; ++i) {
      const uint32_t step = columns_.revised_rows(static_cast<int>(i));
      at += step;
      if (at >= rows_.size() || (i > 0 && step == 0)) return "revised_rows";
      ObservationChange& row = rows_[at];
      revised_[i] = static_cast<uint32_t>(at);
      row.previous_revision = columns_.previous_revisions(static_cast<int>(i));
      if (row.previous_revision == 0 || row.previous_revision >= bounds_.revision)
        return "previous_revisions";
      row.before_value = columns_.before_values(static_cast<int>(i));
      if (stamp_of[i] >= stamps_.size()) return "before_stamp_of";
      row.before = stamps_[stamp_of[i]];
    }
    return Widen(columns_.before_wide_rows(), columns_.before_wide_highs(),
                 [this](uint32_t k) {
                   return k < revised_.size() ? &rows_[revised_[k]].before_value : nullptr;
                 })
               ? nullptr
               : "before_wide_rows";
  }

  const ObservationBounds& bounds_;
  const ObservationColumns& columns_;
  std::vector<ObservationChange>& rows_;
  std::vector<Stamp> stamps_;
  std::vector<uint32_t> revised_;
};

}  // namespace

absl::Status DecodeObservations(std::string_view encoded, size_t rows_max,
                                const ObservationBounds& bounds,
                                std::vector<ObservationChange>& rows) {
  thread_local ObservationColumns columns;
  if (absl::Status status = CheckSizes(encoded, rows_max); !status.ok()) return status;
  if (!columns.ParseFromArray(encoded.data(), static_cast<int>(encoded.size())))
    return Damage("encoding");
  const auto size = static_cast<size_t>(columns.values_size());
  if (size > rows_max) return Damage("values");
  rows.clear();
  rows.resize(size);
  if (const char* field = ColumnReader(bounds, columns, rows).Read()) return Damage(field);
  return absl::OkStatus();
}

}  // namespace taizhang
