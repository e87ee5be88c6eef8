#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/facts/block_content.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {

/// What ordinals and revisions in a block's observations must stay below.
struct ObservationBounds {
  Ordinal subjects_end = 0;
  Ordinal measures_end = 0;
  Ordinal ids_end = 1;
  Ordinal texts_end = 1;
  uint64_t revision = 0;  ///< the block's own
};

/// Rows to columns. INTERNAL, naming the column, for a row that could not be read again. `columns`
/// is overwritten; a reused one is filled without allocation.
absl::Status EncodeObservations(const std::vector<ObservationChange>& rows,
                                const ObservationBounds& bounds,
                                storage::v1::ObservationColumns& columns);

/// Columns to rows, from their encoded form: nothing is parsed before it is known to be of a
/// bearable size. DATA_LOSS, naming the column. `rows` is overwritten and its memory reused.
absl::Status DecodeObservations(std::string_view encoded, size_t rows_max,
                                const ObservationBounds& bounds,
                                std::vector<ObservationChange>& rows);

}  // namespace taizhang
