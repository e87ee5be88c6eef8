#include "services/cli/show/row_writer.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/show/json_text.h"
#include "services/cli/tables/csv_writer.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

absl::Status CannotKeep() {
  return absl::UnavailableError(
      "the rows of a CSV wait in a temporary file, which cannot be written: is there room in "
      "$TMPDIR or /tmp?");
}

}  // namespace

absl::Status JsonRowWriter::Add(const v1::Row& row) {
  const std::string line = JsonLine(row);
  if (line.empty()) return absl::InternalError("a row cannot be said in JSON");
  out_ << line << '\n';
  return absl::OkStatus();
}

CsvRowWriter::CsvRowWriter(std::ostream& out) : out_(out), waiting_(std::tmpfile()) {}

absl::Status CsvRowWriter::Add(const v1::Row& row) {
  for (std::string& column : FlatColumns({row})) used_.insert(std::move(column));
  const std::string bytes = row.SerializeAsString();
  const size_t size = bytes.size();
  if (waiting_ == nullptr || std::fwrite(&size, sizeof(size), 1, waiting_.get()) != 1 ||
      std::fwrite(bytes.data(), 1, size, waiting_.get()) != size)
    return CannotKeep();
  return absl::OkStatus();
}

absl::Status CsvRowWriter::WriteRows(const FlatTable& table) {
  CsvWriter csv(out_, ByteOrderMark::kUtf8);
  std::vector<std::string> header;
  header.reserve(table.columns().size());
  for (const FlatColumn& column : table.columns()) header.push_back(column.path());
  csv.Write(header);
  if (std::fseek(waiting_.get(), 0, SEEK_SET) != 0) return CannotKeep();
  size_t size = 0;
  while (std::fread(&size, sizeof(size), 1, waiting_.get()) == 1) {
    std::string bytes(size, '\0');
    v1::Row row;
    if (std::fread(bytes.data(), 1, size, waiting_.get()) != size || !row.ParseFromString(bytes))
      return CannotKeep();
    const absl::StatusOr<std::vector<std::string>> cells = table.Write(row);
    if (!cells.ok()) return cells.status();
    csv.Write(*cells);
  }
  return std::ferror(waiting_.get()) != 0 ? CannotKeep() : absl::OkStatus();
}

absl::Status CsvRowWriter::Finish() {
  if (waiting_ == nullptr) return CannotKeep();
  std::vector<std::string> header = FlatColumns();
  std::erase_if(header, [&](const std::string& column) { return !used_.contains(column); });
  const absl::StatusOr<FlatTable> table = FlatTable::Make(std::move(header));
  return table.ok() ? WriteRows(*table) : table.status();
}

std::unique_ptr<RowWriter> MakeRowWriter(RowFormat format, std::ostream& out) {
  if (format == RowFormat::kCsv) return std::make_unique<CsvRowWriter>(out);
  return std::make_unique<JsonRowWriter>(out);
}

v1::Row RowOf(const taizhang::type::v1::Record& record) {
  v1::Row row;
  *row.mutable_record() = record;
  row.mutable_record()->clear_etag();
  row.mutable_record()->clear_revision();
  return row;
}

v1::Row RowOf(const taizhang::type::v1::Observation& observation) {
  v1::Row row;
  *row.mutable_observation() = observation;
  row.mutable_observation()->clear_etag();
  row.mutable_observation()->clear_revision();
  return row;
}

}  // namespace taizhang::cli
