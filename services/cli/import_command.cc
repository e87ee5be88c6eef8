#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/version.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "services/cli/commands.h"
#include "services/cli/connection.h"
#include "services/cli/import_plan.h"
#include "services/cli/import_report.h"
#include "services/cli/input_file.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

struct ImportFlags {
  ServiceFlags services;
  std::vector<std::string> files;
  std::string format = "table";
  bool validate_only = false;
};

constexpr const char* kDescription =
    "Writes records and observations from JSON Lines files (\"-\": standard input). A line is a "
    "row\n"
    "{\"record\": …}, {\"observation\": …}, {\"withdrawnRecord\": …} or {\"withdrawnObservation\": "
    "…} as in\n"
    "taizhang.ledger.v1.Row, or a record or an observation by itself. Rows may stand in any order "
    "and in any file:\n"
    "what others refer to is written first. Everything is judged before the first row is written; "
    "rows that stand\n"
    "already are unchanged, so that an import can be repeated.\n\n"
    "Examples:\n"
    "  taizhang import deploy/catalogue/*.jsonl deploy/samples/kaiping.jsonl\n"
    "  taizhang import --validate-only june.jsonl\n"
    "  echo '{\"withdrawnRecord\": \"divisions/440783/projects/qiaoxin-hall\"}' | taizhang import "
    "-";

v1::WriteRecordsRequest RequestOf(const Batch& batch) {
  v1::WriteRecordsRequest request;
  request.mutable_rows()->Reserve(static_cast<int>(batch.rows.size()));
  for (const InputRow* input : batch.rows) *request.add_rows() = input->row;
  return request;
}

/// A violation in words of the file: "kaiping.jsonl:17: observation.amount.value: UNIT_MISMATCH:
/// …".
InputError InFile(const Batch& batch, int row, const std::string& field, const std::string& what) {
  if (row < 0 || static_cast<size_t>(row) >= batch.rows.size()) {
    return {batch.rows.front()->place, absl::StrCat(field, ": ", what, " (", RangeOf(batch), ")")};
  }
  std::string path = field;
  if (const std::string prefix = absl::StrCat("rows[", row, "]."); path.starts_with(prefix)) {
    path.erase(0, prefix.size());
  }
  return {batch.rows[static_cast<size_t>(row)]->place, absl::StrCat(path, ": ", what)};
}

std::string ReasonText(const v1::Violation& violation) {
  std::string name = taizhang::type::v1::ErrorReason_Name(violation.reason());
  if (constexpr std::string_view kPrefix = "ERROR_REASON_"; name.starts_with(kPrefix))
    name.erase(0, kPrefix.size());
  return absl::StrCat(name, ": ", violation.description());
}

/// The violations of a batch that is refused as it is written: the records changed since it was
/// judged.
std::vector<InputError> RefusedRows(const Batch& batch, const grpc::Status& status) {
  std::vector<InputError> errors;
  for (const Violation& violation : ViolationsOf(FromGrpcStatus(status))) {
    errors.push_back(InFile(batch, violation.row, violation.field, violation.description));
  }
  return errors;
}

/// One import of one plan, step after step. The steps give the status to exit with, kExitOk to go
/// on.
class Import {
 public:
  Import(const ImportFlags& flags, const Console& console)
      : flags_(flags), console_(console), connection_(flags.services) {}

  int Judge(const Plan& plan) {
    std::vector<InputError> errors;
    for (const Batch& batch : plan.batches) {
      v1::WriteRecordsRequest request = RequestOf(batch);
      request.set_validate_only(true);
      for (const auto* record : batch.assumed) *request.add_assumed_records() = *record;
      v1::WriteRecordsResponse response;
      const grpc::Status status = connection_.CallPatiently(
          [&](grpc::ClientContext& context) {
            return connection_.ledger().WriteRecords(&context, request, &response);
          },
          /*through_outage=*/false);
      if (!status.ok()) {
        if (const auto refused = RefusedRows(batch, status); !refused.empty()) {
          errors.insert(errors.end(), refused.begin(), refused.end());
          continue;
        }
        return Report(connection_.LedgerFailure(absl::StrCat("judging ", RangeOf(batch)), status),
                      console_);
      }
      for (const v1::Violation& violation : response.violations()) {
        errors.push_back(InFile(batch, violation.row(), violation.field(), ReasonText(violation)));
      }
    }
    return PrintErrors(errors, console_);
  }

  int Write(const Plan& plan) {
    std::string partition;
    std::string head_hash;
    for (size_t i = 0; i < plan.batches.size(); ++i) {
      const Batch& batch = plan.batches[i];
      grpc::Status status = grpc::Status::OK;
      if (partition != batch.partition) {
        partition = batch.partition;
        status = ReadHead(partition, head_hash);
      }
      if (status.ok()) status = WriteBatch(batch, RequestIdOf(batch, head_hash));
      if (!status.ok()) {
        const int exit_status = Report(
            connection_.LedgerFailure(absl::StrCat("writing ", RangeOf(batch)), status), console_);
        report_.PrintInterrupted(batch, plan.batches.size() - i - 1, console_);
        return exit_status;
      }
    }
    report_.Print(flags_.format == "json", console_);
    return kExitOk;
  }

 private:
  /// Of a partition to which nothing was ever written: none.
  grpc::Status ReadHead(const std::string& partition, std::string& hash) {
    v1::GetHeadRequest request;
    request.set_partition(partition);
    v1::GetHeadResponse response;
    const grpc::Status status = connection_.CallPatiently(
        [&](grpc::ClientContext& context) {
          return connection_.ledger().GetHead(&context, request, &response);
        },
        /*through_outage=*/true);
    hash = response.hash();
    return status.error_code() == grpc::StatusCode::NOT_FOUND ? grpc::Status::OK : status;
  }

  grpc::Status WriteBatch(const Batch& batch, const std::string& request_id) {
    v1::WriteRecordsRequest request = RequestOf(batch);
    request.set_request_id(request_id);
    v1::WriteRecordsResponse response;
    grpc::Status status = connection_.CallPatiently(
        [&](grpc::ClientContext& context) {
          return connection_.ledger().WriteRecords(&context, request, &response);
        },
        /*through_outage=*/true);
    if (status.ok()) report_.Add(batch, response);
    return status;
  }

  const ImportFlags& flags_;
  const Console& console_;
  Connection connection_;
  ImportReport report_;
};

int CheckInput(const Input& input, const Plan& plan, const Console& console) {
  for (const std::string& what : input.unreadable) console.err << "taizhang: " << what << '\n';
  if (!input.unreadable.empty()) return kExitNoInput;
  std::vector<InputError> errors = input.errors;
  errors.insert(errors.end(), plan.errors.begin(), plan.errors.end());
  return PrintErrors(errors, console);
}

}  // namespace

int RunImport(const std::vector<std::string>& arguments, const Console& console) {
  ImportFlags values;
  Flags flags("taizhang import", Version(), "[flags] FILE...|-", kDescription);
  values.services.AddTo(flags);
  flags.AddChoice("format", "How the summary is printed", values.format, {"table", "json"});
  flags.AddSwitch("validate-only", "Judges everything and writes nothing", values.validate_only);
  flags.AddArguments("FILE is a JSON Lines file, - standard input.", values.files);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (values.files.empty())
    return UsageError("import", "name at least one file, or - for standard input", console);

  const Input input = ReadInput(values.files, console.in);
  const Plan plan = MakePlan(input.rows);
  if (const int status = CheckInput(input, plan, console); status != kExitOk) return status;
  if (plan.batches.empty()) {
    console.err << "taizhang: there are no rows in the input\n";
    return kExitData;
  }
  Import import(values, console);
  if (const int status = import.Judge(plan); status != kExitOk) return status;
  if (values.validate_only) {
    console.out << "All " << input.rows.size() << " rows are valid; nothing was written.\n";
    return kExitOk;
  }
  return import.Write(plan);
}

}  // namespace taizhang::cli
