#pragma once

#include <cstdint>
#include <cstdio>
#include <iosfwd>
#include <memory>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "services/cli/rows/flat_row.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// Writes rows in a form that import reads back unchanged. `out` is borrowed.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  RowWriter() = default;
  RowWriter(const RowWriter&) = delete;
  RowWriter& operator=(const RowWriter&) = delete;

  virtual absl::Status Add(const taizhang::ledger::v1::Row& row) = 0;
  /// After the last row. Whether `out` took everything is told by its state.
  virtual absl::Status Finish() = 0;
};

/// JSON Lines, as rows come.
class JsonRowWriter : public RowWriter {
 public:
  explicit JsonRowWriter(std::ostream& out) : out_(out) {}

  absl::Status Add(const taizhang::ledger::v1::Row& row) override;
  absl::Status Finish() override { return absl::OkStatus(); }

 private:
  std::ostream& out_;
};

/// CSV with the columns that the rows have something in, which is known once all of them came:
/// until then they wait in a file without a name.
class CsvRowWriter : public RowWriter {
 public:
  explicit CsvRowWriter(std::ostream& out);

  absl::Status Add(const taizhang::ledger::v1::Row& row) override;
  absl::Status Finish() override;

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  absl::Status WriteRows(const FlatTable& table);

  std::ostream& out_;
  std::unique_ptr<std::FILE, CloseFile> waiting_;  ///< each row behind its size
  absl::flat_hash_set<std::string> used_;
};

enum class RowFormat { kJsonLines, kCsv };
std::unique_ptr<RowWriter> MakeRowWriter(RowFormat format, std::ostream& out);

/// A row that writes what was read, without what only the ledger fills in.
taizhang::ledger::v1::Row RowOf(const taizhang::type::v1::Record& record);
taizhang::ledger::v1::Row RowOf(const taizhang::type::v1::Observation& observation);

}  // namespace taizhang::cli
