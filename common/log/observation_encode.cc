#include <cstddef>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/log/observation_check.h"
#include "common/log/observation_codec.h"
#include "common/log/stamp_codec.h"

namespace taizhang {
namespace {

using google::protobuf::RepeatedField;
using storage::v1::ObservationColumns;

/// A column of values and its two side columns.
struct ValueColumns {
  RepeatedField<int64_t>& lows;
  RepeatedField<uint32_t>& wide_rows;
  RepeatedField<int64_t>& wide_highs;

  bool Add(Int128 value) {
    if (!FitsIn64(value)) {
      if (!IsWithinLimit(value)) return false;
      wide_rows.Add(static_cast<uint32_t>(lows.size()));
      wide_highs.Add(static_cast<int64_t>(value >> 64U));
    }
    lows.Add(static_cast<int64_t>(static_cast<uint64_t>(value)));
    return true;
  }
};

/// Leaves one entry where all are equal.
void Collapse(RepeatedField<uint32_t>& column) {
  for (const uint32_t entry : column) {
    if (entry != column.Get(0)) return;
  }
  if (!column.empty()) column.Truncate(1);
}

class ColumnWriter {
 public:
  ColumnWriter(const ObservationBounds& bounds, size_t rows, ObservationColumns& columns)
      : bounds_(bounds), columns_(columns) {
    const int size = static_cast<int>(rows);
    columns_.mutable_subjects()->Reserve(size);
    columns_.mutable_measures()->Reserve(size);
    columns_.mutable_ids()->Reserve(size);
    columns_.mutable_first_months()->Reserve(size);
    columns_.mutable_months()->Reserve(size);
    columns_.mutable_values()->Reserve(size);
    columns_.mutable_stamp_of()->Reserve(size);
  }

  const char* Add(const ObservationChange& row) {
    const MonthIndex first = row.period.first_month();
    const auto months = static_cast<uint32_t>(row.period.months());
    if (const char* field = FindDamage(row, bounds_)) return field;
    if (const char* field = FindDamage(first, months)) return field;
    const std::optional<PackedStamp> stamp = Pack(row.after);
    if (!stamp) return "stamps.quantum_coefficient";
    if (row.after.remark >= bounds_.texts_end) return "stamps.remark";
    columns_.mutable_subjects()->AddAlreadyReserved(static_cast<int32_t>(row.subject - subject_));
    columns_.mutable_measures()->AddAlreadyReserved(row.measure);
    columns_.mutable_ids()->AddAlreadyReserved(row.id);
    columns_.mutable_first_months()->AddAlreadyReserved(first - first_month_);
    columns_.mutable_months()->AddAlreadyReserved(months);
    columns_.mutable_stamp_of()->AddAlreadyReserved(stamps_.Add(*stamp));
    if (!values_.Add(row.value)) return "values";
    subject_ = row.subject;
    first_month_ = first;
    return row.previous_revision == 0 ? nullptr : AddBefore(row);
  }

  void Finish() {
    Collapse(*columns_.mutable_measures());
    Collapse(*columns_.mutable_ids());
    if (columns_.ids_size() == 1 && columns_.ids(0) == 0) columns_.clear_ids();
    Collapse(*columns_.mutable_months());
    Collapse(*columns_.mutable_stamp_of());
    Collapse(*columns_.mutable_before_stamp_of());
    for (const PackedStamp& stamp : stamps_.stamps()) EncodeStamp(stamp, *columns_.add_stamps());
  }

 private:
  const char* AddBefore(const ObservationChange& row) {
    const std::optional<PackedStamp> stamp = Pack(row.before);
    if (!stamp) return "stamps.quantum_coefficient";
    if (row.before.remark >= bounds_.texts_end) return "stamps.remark";
    const auto at = static_cast<uint32_t>(columns_.values_size() - 1);
    columns_.add_revised_rows(at - revised_row_);
    columns_.add_previous_revisions(row.previous_revision);
    columns_.add_before_stamp_of(stamps_.Add(*stamp));
    revised_row_ = at;
    return before_values_.Add(row.before_value) ? nullptr : "before_values";
  }

  const ObservationBounds& bounds_;
  ObservationColumns& columns_;
  ValueColumns values_{*columns_.mutable_values(), *columns_.mutable_wide_rows(),
                       *columns_.mutable_wide_highs()};
  ValueColumns before_values_{*columns_.mutable_before_values(),
                              *columns_.mutable_before_wide_rows(),
                              *columns_.mutable_before_wide_highs()};
  StampIndex stamps_;
  Ordinal subject_ = 0;
  MonthIndex first_month_ = 0;
  uint32_t revised_row_ = 0;
};

}  // namespace

absl::Status EncodeObservations(const std::vector<ObservationChange>& rows,
                                const ObservationBounds& bounds, ObservationColumns& columns) {
  columns.Clear();
  ColumnWriter writer(bounds, rows.size(), columns);
  for (const ObservationChange& row : rows) {
    if (const char* field = writer.Add(row))
      return absl::InternalError(absl::StrCat("observations.", field));
  }
  writer.Finish();
  return absl::OkStatus();
}

}  // namespace taizhang
