#include "services/cli/import/import_command.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/version.h"
#include "services/cli/console/usage.h"
#include "services/cli/console/whole_file.h"
#include "services/cli/import/import_errors.h"
#include "services/cli/import/import_help.h"
#include "services/cli/import/import_lookups.h"
#include "services/cli/import/import_progress.h"
#include "services/cli/import/import_writer.h"
#include "services/cli/input/import_plan.h"
#include "services/cli/input/input_file.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/interruption.h"

namespace taizhang::cli {
namespace {

constexpr const char* kDivisionsMapping = "divisions";

struct ImportFlags {
  ServiceFlags services;
  std::vector<std::string> files;
  std::string format = "table";
  std::string input_format = "auto";
  std::string encoding = "auto";
  std::string sheet;
  std::string mapping;
  std::string report;
  std::string progress = "auto";
  bool validate_only = false;
};

InputFormat FormatNamed(const std::string& name) {
  if (name == "jsonl") return InputFormat::kJsonLines;
  if (name == "csv") return InputFormat::kCsv;
  return name == "xlsx" ? InputFormat::kXlsx : InputFormat::kDetect;
}

/// One import, step after step. The steps give the status to exit with, kExitOk to go on.
class Import {
 public:
  Import(const ImportFlags& flags, const Console& console)
      : flags_(flags),
        console_(console),
        progress_(
            flags.progress == "always" || (flags.progress == "auto" && isatty(STDERR_FILENO) == 1),
            console) {}

  int Run() {
    for (const auto step : {&Import::ReadMapping, &Import::ReadFiles, &Import::CheckReportPath,
                            &Import::CompareDivisions, &Import::Judge}) {
      if (const int status = (this->*step)(); status != kExitOk) return status;
      if (interruption_.has_value() && interruption_->happened()) {
        console_.err << "taizhang: interrupted; nothing was written\n";
        return kExitTryAgain;
      }
    }
    if (!flags_.validate_only) return writer_->Write(input_, plan_, flags_.format == "json");
    console_.out << "All " << input_.rows.size() << " rows are valid; nothing was written.\n";
    return kExitOk;
  }

 private:
  int ReadMapping() {
    if (flags_.mapping.empty() || flags_.mapping == kDivisionsMapping) return kExitOk;
    const absl::StatusOr<std::string> json = ReadWholeFile(flags_.mapping);
    if (!json.ok()) {
      console_.err << "taizhang: the mapping " << json.status().message() << '\n';
      return kExitNoInput;
    }
    absl::StatusOr<Mapping> mapping = ParseMapping(*json);
    if (!mapping.ok()) {
      console_.err << "taizhang: the mapping " << flags_.mapping << " is wrong:\n"
                   << mapping.status().message() << '\n';
      return kExitConfig;
    }
    mapping_ = *std::move(mapping);
    const std::set<std::string> within = mapping_->DivisionsAskedFor();
    if (within.empty()) return kExitOk;
    const grpc::Status status = ReadDirectory(Connect(), within, directory_);
    return status.ok() ? kExitOk : Fail("looking divisions up", status);
  }

  int ReadFiles() {
    ReadOptions options{.format = FormatNamed(flags_.input_format),
                        .encoding = *FindEncoding(flags_.encoding),
                        .sheet = flags_.sheet,
                        .mapping = mapping_.has_value() ? &*mapping_ : nullptr,
                        .directory = &directory_,
                        .divisions = flags_.mapping == kDivisionsMapping,
                        .keep_lines = !flags_.report.empty(),
                        .on_bytes = [&](size_t bytes) { progress_.Add(bytes); }};
    progress_.Begin("reading", 0, "bytes");
    input_ = ReadInput(flags_.files, console_.in, options);
    progress_.End();
    for (const std::string& what : input_.unreadable) console_.err << "taizhang: " << what << '\n';
    if (!input_.unreadable.empty()) return kExitNoInput;
    if (!flags_.sheet.empty() && input_.workbooks == 0)
      return UsageError("import", "--sheet is of workbooks, and no file here is one", console_);
    for (const std::string& note : input_.notes) console_.err << "taizhang: " << note << '\n';
    return kExitOk;
  }

  /// A report may take the place of one that is read, and of nothing else that is.
  int CheckReportPath() {
    if (flags_.report.empty()) return kExitOk;
    std::vector<std::string> kept = {flags_.mapping};
    for (const std::string& file : flags_.files) {
      if (!input_.reports.contains(file)) kept.push_back(file);
    }
    for (const std::string& file : kept) {
      std::error_code error;
      if (file.empty() || !std::filesystem::equivalent(file, flags_.report, error)) continue;
      console_.err << "taizhang: the report would overwrite " << file
                   << ", which is read here; give it another name\n";
      return kExitUsage;
    }
    return kExitOk;
  }

  int CompareDivisions() {
    if (flags_.mapping != kDivisionsMapping || input_.rows.empty()) return kExitOk;
    const Connection& connection = Connect();
    const grpc::Status status = KeepWhatStands(connection, *interruption_, progress_, input_);
    return status.ok() ? kExitOk : Fail("reading the divisions that stand", status);
  }

  /// Mistakes of reading do not hide those that the ledger finds in other rows.
  int Judge() {
    plan_ = MakePlan(input_.rows);
    std::vector<InputError> errors = std::move(input_.errors);
    errors.insert(errors.end(), plan_.errors.begin(), plan_.errors.end());
    if (plan_.batches.empty() && errors.empty()) {
      console_.err << "taizhang: there are no rows in the input\n";
      return kExitData;
    }
    int status = kExitOk;
    if (!plan_.batches.empty()) {
      const Connection& connection = Connect();
      writer_.emplace(connection, *interruption_, progress_, console_);
      status = writer_->Judge(input_, plan_, errors);
    }
    SortErrors(input_, errors);
    const int mistaken = PrintErrors(errors, console_);
    if (mistaken != kExitOk && !flags_.report.empty()) {
      if (const int reported = WriteReport(errors); reported != kExitOk) return reported;
    }
    return status == kExitOk ? mistaken : status;
  }

  int WriteReport(const std::vector<InputError>& errors) {
    const absl::StatusOr<ReportedLines> lines = WriteErrorReport(flags_.report, input_, errors);
    if (!lines.ok()) {
      console_.err << "taizhang: the report cannot be written: " << lines.status().message()
                   << '\n';
      return kExitBrokenOutput;
    }
    if (lines->refused == 0) {
      console_.err << "taizhang: no line of a table is refused by itself; no report was written\n";
      return kExitOk;
    }
    console_.err << "taizhang: " << lines->refused
                 << (lines->refused == 1 ? " refused line, and what is wrong with it, is in "
                                         : " refused lines, and what is wrong with them, are in ")
                 << flags_.report;
    if (lines->corrected > 0) {
      console_.err << ", with " << lines->corrected << " corrected before";
    }
    console_.err << '\n';
    return kExitOk;
  }

  /// Signals are held back from here on, so that an interrupted import can say what it wrote.
  const Connection& Connect() {
    if (!connection_.has_value()) {
      interruption_.emplace();
      connection_.emplace(flags_.services);
    }
    return *connection_;
  }

  int Fail(const char* doing, const grpc::Status& status) {
    return Report(connection_->LedgerFailure(doing, status), console_);
  }

  const ImportFlags& flags_;
  const Console& console_;
  ImportProgress progress_;
  std::optional<Interruption> interruption_;
  std::optional<Connection> connection_;
  std::optional<Mapping> mapping_;
  DivisionDirectory directory_;
  Input input_;
  Plan plan_;
  std::optional<ImportWriter> writer_;
};

}  // namespace

int RunImport(const std::vector<std::string>& arguments, const Console& console) {
  ImportFlags values;
  Flags flags("taizhang import", Version(), "[flags] FILE...|-", kImportHelp);
  values.services.AddTo(flags);
  flags.AddChoice("format", "How the summary is printed", values.format, {"table", "json"});
  flags.AddChoice("input-format", "What the files are", values.input_format,
                  {"auto", "jsonl", "csv", "xlsx"});
  flags.AddChoice("encoding", "What text files are written in (GBK is part of gb18030)",
                  values.encoding, {"auto", "utf-8", "utf-16", "gb18030"});
  flags.AddText("sheet", "Name of a workbook's sheet; empty: the mapping's, else the first",
                values.sheet);
  flags.AddText("mapping",
                "JSON file that says how a table's columns become rows, or \"divisions\" for lists "
                "of division codes",
                values.mapping);
  flags.AddText("report", "CSV file for refused lines, with what is wrong with each",
                values.report);
  flags.AddChoice("progress", "Whether a line on the terminal says how far it is", values.progress,
                  {"auto", "always", "never"});
  flags.AddSwitch("validate-only", "Judges everything and writes nothing", values.validate_only);
  flags.AddArguments("FILE is a JSON Lines, CSV or XLSX file, - standard input.", values.files);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (values.files.empty())
    return UsageError("import", "name at least one file, or - for standard input", console);
  return Import(values, console).Run();
}

}  // namespace taizhang::cli
