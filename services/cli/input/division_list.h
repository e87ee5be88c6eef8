#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/input/table_sink.h"

namespace taizhang::cli {

/// Reads lists of divisions: the built-in mapping "divisions". Columns code and name, and, where
/// they are there, from, until (the first day on which it is no more), parent and successors, also
/// by their Chinese names; other columns are passed over. A table of a code and a name in either
/// order needs no header. Codes of 2, 4, 6 and 9 digits become divisions, of 12 digits villages of
/// their county, placed in their town. Several lines of one code are one record with several dated
/// places. Listed entries that are no division (R10) are counted, not read.
absl::StatusOr<std::unique_ptr<TableSink>> MakeDivisionSink(const TableRow& first_row,
                                                            Input& input);

/// After the last file: rows for records that waited, and a note of what was no division. A dated
/// division that names no parent has an empty place.
void FinishDivisions(Input& input);

/// Codes of the divisions that may be the parent of this one where none is named, the longest
/// first.
std::vector<std::string> ParentsByCode(const taizhang::type::v1::Record& record);

}  // namespace taizhang::cli
