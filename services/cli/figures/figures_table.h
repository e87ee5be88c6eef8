#pragma once

#include <iosfwd>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::cli {

/// What people call a record.
struct DisplayName {
  std::string name;     ///< in Chinese
  std::string english;  ///< may be empty

  /// "总投资 Total investment".
  [[nodiscard]] std::string Text() const;
};

/// By record name; what is not in it is shown by its record name.
using DisplayNames = absl::flat_hash_map<std::string, DisplayName>;

/// Whether an answer says nothing: nothing was recorded for it and nobody stated it.
bool IsEmpty(const taizhang::aggregator::v1::FigureAnswer& answer);

/// A table for each scope, its figures by indicator and period as they were asked for. Several
/// statements of a figure stand below one another. With `leave_out_empty`, empty ones are counted
/// instead of shown.
void PrintFigures(const taizhang::aggregator::v1::QueryFiguresResponse& response,
                  const DisplayNames& names, bool leave_out_empty, std::ostream& out);

}  // namespace taizhang::cli
