#include "services/cli/export/export_command.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "common/values/record_name.h"
#include "services/cli/console/output_file.h"
#include "services/cli/console/usage.h"
#include "services/cli/export/export_order.h"
#include "services/cli/show/row_writer.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/interruption.h"
#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

struct ExportFlags {
  ServiceFlags services;
  std::vector<std::string> partitions;
  std::string output = "-";
  std::string format = "jsonl";
  int64_t revision = 0;
  bool all = false;
  bool records = false;
  bool observations = false;

  [[nodiscard]] bool WantsRecords() const { return records || !observations; }
  [[nodiscard]] bool WantsObservations() const { return observations || !records; }
};

constexpr const char* kDescription =
    "Writes everything that stands in partitions (all of them where none is named), each as of one "
    "revision, as import\n"
    "reads it: importing an export changes nothing in its ledger, and makes the same records and "
    "observations in an empty\n"
    "one. What was withdrawn, and who wrote what when, is not in it; observations of a withdrawn "
    "record still stand and are,\n"
    "and an empty ledger refuses them: withdraw them too. A file is written whole or not at "
    "all.\n\n"
    "Examples:\n"
    "  taizhang export --output taizhang.jsonl\n"
    "  taizhang export 440783 --observations --format csv --output kaiping.csv\n"
    "  taizhang export structure --revision 3 | less";

struct Pinned {
  std::string partition;
  int64_t revision = 0;
};

/// An export to one writer, step after step. The steps give the status to exit with, kExitOk to go
/// on.
class Export {
 public:
  /// `interruption`, where there is one, ends it between two pages.
  Export(const ExportFlags& flags, RowWriter& writer, std::ostream& out,
         const Interruption* interruption, const Console& console)
      : flags_(flags),
        writer_(writer),
        out_(out),
        interruption_(interruption),
        console_(console),
        connection_(flags.services) {}

  int FindPartitions(std::vector<Pinned>& partitions) {
    Cursors heads;
    const grpc::Status status = ReadHeads(connection_, flags_.partitions, "", heads);
    if (!status.ok())
      return Report(connection_.LedgerFailure("reading the heads", status), console_);
    for (const std::string& named : flags_.partitions) {
      if (heads.contains(named)) continue;
      console_.err << "taizhang: nothing was ever written to partition " << named << '\n';
      return kExitNoInput;
    }
    for (const auto& [partition, head] : heads) {
      partitions.push_back({partition, flags_.revision > 0 ? flags_.revision : head.revision()});
    }
    std::sort(partitions.begin(), partitions.end(), [](const Pinned& a, const Pinned& b) {
      return std::tuple(a.partition != kStructurePartition, std::string_view(a.partition)) <
             std::tuple(b.partition != kStructurePartition, std::string_view(b.partition));
    });
    return kExitOk;
  }

  int Write(const Pinned& pinned) {
    int status = kExitOk;
    if (flags_.WantsRecords()) status = WriteRecords(pinned);
    if (status == kExitOk && flags_.WantsObservations() && pinned.partition != kStructurePartition)
      status = WriteObservations(pinned);
    return status;
  }

  int Finish() {
    Keep(writer_.Finish());
    out_.flush();
    return Judge(grpc::Status::OK, "");
  }

 private:
  /// All of them are held, to be put into the order in which they can be written.
  int WriteRecords(const Pinned& pinned) {
    v1::ListRecordsRequest request;
    request.set_partition(pinned.partition);
    request.set_revision(pinned.revision);
    request.set_page_size(kPageSizeMax);
    std::vector<v1::Row> rows;
    const grpc::Status status =
        ReadPages(connection_, request, [&](const v1::ListRecordsResponse& page) {
          for (const auto& record : page.records()) rows.push_back(RowOf(record));
          return !Interrupted();
        });
    for (const v1::Row* row : InImportOrder(rows)) Keep(writer_.Add(*row));
    return Judge(status, absl::StrCat("reading records of ", pinned.partition));
  }

  int WriteObservations(const Pinned& pinned) {
    v1::ListObservationsRequest request;
    request.set_partition(pinned.partition);
    request.set_revision(pinned.revision);
    request.set_page_size(kPageSizeMax);
    const grpc::Status status =
        ReadPages(connection_, request, [&](const v1::ListObservationsResponse& page) {
          for (const auto& observation : page.observations()) Keep(writer_.Add(RowOf(observation)));
          return written_.ok() && out_.good() && !Interrupted();
        });
    return Judge(status, absl::StrCat("reading observations of ", pinned.partition));
  }

  [[nodiscard]] bool Interrupted() const {
    return interruption_ != nullptr && interruption_->happened();
  }

  void Keep(absl::Status status) {
    if (written_.ok()) written_ = std::move(status);
  }

  int Judge(const grpc::Status& read, const std::string& doing) {
    if (Interrupted()) return kExitInterrupted;
    if (!read.ok()) return Report(connection_.LedgerFailure(doing, read), console_);
    if (!written_.ok()) {
      console_.err << "taizhang export: " << written_.message() << '\n';
      return kExitBrokenOutput;
    }
    return out_.good() ? kExitOk : kExitBrokenOutput;
  }

  const ExportFlags& flags_;
  RowWriter& writer_;
  std::ostream& out_;
  const Interruption* interruption_;
  const Console& console_;
  Connection connection_;
  absl::Status written_;
};

int WriteAll(const ExportFlags& values, std::ostream& out, const Interruption* interruption,
             const Console& console) {
  const std::unique_ptr<RowWriter> writer =
      MakeRowWriter(values.format == "csv" ? RowFormat::kCsv : RowFormat::kJsonLines, out);
  Export exporting(values, *writer, out, interruption, console);
  std::vector<Pinned> partitions;
  if (const int status = exporting.FindPartitions(partitions); status != kExitOk) return status;
  for (const Pinned& pinned : partitions) {
    if (const int status = exporting.Write(pinned); status != kExitOk) return status;
  }
  return exporting.Finish();
}

int WriteFile(const ExportFlags& values, const Console& console) {
  const Interruption interruption;  // so that Ctrl-C leaves no half file either
  absl::StatusOr<OutputFile> file = OutputFile::Create(values.output);
  if (!file.ok()) {
    console.err << "taizhang export: " << file.status().message() << '\n';
    return kExitBrokenOutput;
  }
  const int status = WriteAll(values, file->stream(), &interruption, console);
  if (status != kExitOk && file->stream().good()) {
    console.err << values.output << " was not written\n";
    return status;
  }
  const absl::Status finished = file->Finish();
  if (finished.ok()) return kExitOk;
  console.err << "taizhang export: " << finished.message() << '\n';
  return kExitBrokenOutput;
}

/// What is wrong with the flags, or nothing.
std::string Mistake(const ExportFlags& values) {
  for (const std::string& partition : values.partitions) {
    if (!IsPartition(partition)) {
      return absl::StrCat(EscapeText(partition, false),
                          " is neither structure nor a division's code (440783)");
    }
  }
  if (values.all && !values.partitions.empty()) return "give either partitions or --all";
  if (values.revision > 0 && values.partitions.size() != 1)
    return "--revision is of one partition: name it";
  if (values.observations && values.partitions == std::vector<std::string>{"structure"})
    return "structure has no observations";
  if (values.output.empty()) return "--output is a file, or - for standard output";
  return "";
}

}  // namespace

int RunExport(const std::vector<std::string>& arguments, const Console& console) {
  ExportFlags values;
  Flags flags("taizhang export", Version(), "[flags] [PARTITION...]", kDescription);
  values.services.AddTo(flags);
  flags.AddSwitch("all", "All partitions, as without any named", values.all);
  flags.AddText("output", "The file to write; - is standard output", values.output);
  flags.AddChoice("format", "How rows are written", values.format, {"jsonl", "csv"});
  flags.AddInteger("revision", "As of which revision of the partition; 0: the newest",
                   values.revision, 0, INT64_MAX);
  flags.AddSwitch("records", "Only records", values.records);
  flags.AddSwitch("observations", "Only observations", values.observations);
  flags.AddArguments("PARTITION is structure, or a division's code.", values.partitions);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (const std::string mistake = Mistake(values); !mistake.empty())
    return UsageError("export", mistake, console);
  return values.output == "-" ? WriteAll(values, console.out, nullptr, console)
                              : WriteFile(values, console);
}

}  // namespace taizhang::cli
