// Mappings and the tables that they are for: neither crashes the reading, and every row that is
// made has a change. The input is the mapping's JSON, a zero byte, and a table as CSV; without the
// zero, a list of divisions.

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>

#include "services/cli/input/import_plan.h"
#include "services/cli/input/input_file.h"
#include "services/cli/mapping/mapping.h"
#include "tests/fuzz/require.h"

namespace taizhang::cli {
namespace {

void CheckInput(std::string_view table, const ReadOptions& options) {
  std::istringstream in{std::string(table)};
  const Input input = ReadInput({"-"}, in, options);
  for (const InputRow& row : input.rows) {
    Require(row.row().change_case() != taizhang::ledger::v1::Row::CHANGE_NOT_SET ||
                options.mapping != nullptr,
            "a row has a change");
    static_cast<void>(input.ColumnOf(row, "observation.amount"));
  }
  for (const InputError& error : input.errors) Require(!error.Text().empty(), "an error has words");
  const Plan plan = MakePlan(input.rows);
  size_t planned = plan.errors.size();
  for (const Batch& batch : plan.batches) planned += batch.rows.size();
  Require(planned <= input.rows.size(), "no row is planned twice");
}

void Check(std::string_view text) {
  const DivisionDirectory directory = {
      {"440783", {.inside = {{"440783107", "塘口镇"}}, .around = {{"440781003", "台城街道"}}}}};
  ReadOptions options;
  options.format = InputFormat::kCsv;
  options.directory = &directory;
  options.keep_lines = true;
  const size_t zero = text.find('\0');
  if (zero == std::string_view::npos) {
    options.divisions = true;
    CheckInput(text, options);
    return;
  }
  const absl::StatusOr<Mapping> mapping = ParseMapping(text.substr(0, zero));
  if (!mapping.ok()) return;
  options.mapping = &*mapping;
  CheckInput(text.substr(zero + 1), options);
}

}  // namespace
}  // namespace taizhang::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  taizhang::cli::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
