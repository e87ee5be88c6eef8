#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/status/reason.h"
#include "services/cli/console/console.h"
#include "services/cli/input/import_plan.h"
#include "services/cli/input/input_file.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// A violation of a batch in words of the file: its place, the column's name where the field was
/// filled from one, otherwise the field's path in the row.
InputError InFile(const Input& input, const Batch& batch,
                  const taizhang::ledger::v1::Violation& violation);
/// The same of a request that is refused as a whole, because records changed since it was judged.
InputError InFile(const Input& input, const Batch& batch, const Violation& violation);

/// By file in the order of reading, line and column.
void SortErrors(const Input& input, std::vector<InputError>& errors);

/// Says what is wrong, a line each and not without end, and how many mistakes there are. Gives the
/// status to exit with: kExitOk where there are none.
int PrintErrors(const std::vector<InputError>& errors, const Console& console);

/// How many lines a report has.
struct ReportedLines {
  size_t refused = 0;
  size_t corrected = 0;  ///< of an earlier report, right by now
};

/// Writes the lines that have errors as CSV for a spreadsheet (UTF-8 with a byte order mark): as
/// they stand in their files, which columns "文件 File", "行 Row", "字段 Field", "原因 Reason",
/// "说明 Description", "应为 Suggestion" and "校验 Digest" (replaced_lines.h) follow. Lines that an
/// earlier report brought stand in it too, right or wrong, so that no correction is lost when this
/// report takes the other's place. `errors` are sorted. Where no line is refused, nothing is
/// written. The status says why the file could not be written.
absl::StatusOr<ReportedLines> WriteErrorReport(const std::string& path, const Input& input,
                                               const std::vector<InputError>& errors);

}  // namespace taizhang::cli
