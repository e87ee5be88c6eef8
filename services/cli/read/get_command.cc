#include "services/cli/read/get_command.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "common/values/record_name.h"
#include "services/cli/console/usage.h"
#include "services/cli/read/key_flags.h"
#include "services/cli/show/json_text.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

struct GetFlags {
  ServiceFlags services;
  KeyFlags key;
  int64_t revision = 0;
  std::string format = "json";

  [[nodiscard]] JsonForm Form() const {
    return format == "line" ? JsonForm::kLine : JsonForm::kIndented;
  }
};

constexpr const char* kDescription =
    "Prints records by their names, or one observation by its key, as JSON; with --format line a "
    "line each, as import\n"
    "reads it. What is not there is named, and the exit status is 66.\n\n"
    "Examples:\n"
    "  taizhang get divisions/440783/projects/jinluo-rice\n"
    "  taizhang get --revision 1 --format line divisions/440783/villages/440783107236 440783\n"
    "  taizhang get --subject divisions/440783/projects/jinluo-rice --measure total-investment "
    "--period 2025-06";

int GetOne(const GetFlags& values, const Connection& connection, const Console& console) {
  v1::GetRecordRequest request;
  if (values.key.names.empty()) {
    *request.mutable_observation() = values.key.Key();
  } else {
    request.set_name(values.key.FullNames().front());
  }
  request.set_revision(values.revision);
  v1::GetRecordResponse response;
  const grpc::Status status = connection.CallPatiently(
      [&](grpc::ClientContext& context) {
        return connection.ledger().GetRecord(&context, request, &response);
      },
      /*through_outage=*/false);
  if (!status.ok()) return Report(connection.LedgerFailure("reading", status), console);
  return response.has_record() ? PrintJson(response.record(), values.Form(), console)
                               : PrintJson(response.observation(), values.Form(), console);
}

/// Positions of the names in each partition, or what is wrong with one.
absl::StatusOr<std::map<std::string, std::vector<size_t>>> ByPartition(
    const std::vector<std::string>& names) {
  std::map<std::string, std::vector<size_t>> partitions;
  for (size_t i = 0; i < names.size(); ++i) {
    const absl::StatusOr<RecordName> name = RecordName::Parse(names[i]);
    if (!name.ok()) return name.status();
    partitions[name->RecordPartition()].push_back(i);
  }
  return partitions;
}

/// Reads the records of one partition into their positions; those that are not there stay empty.
grpc::Status ReadPartition(const Connection& connection, const std::string& partition,
                           int64_t revision, const std::vector<std::string>& names,
                           const std::vector<size_t>& positions,
                           std::vector<taizhang::type::v1::Record>& records) {
  for (size_t begin = 0; begin < positions.size(); begin += kPageSizeMax) {
    v1::BatchGetRecordsRequest request;
    request.set_partition(partition);
    request.set_revision(revision);
    const size_t end = std::min(positions.size(), begin + kPageSizeMax);
    for (size_t i = begin; i < end; ++i) request.add_names(names[positions[i]]);
    v1::BatchGetRecordsResponse response;
    grpc::Status status = connection.CallPatiently(
        [&](grpc::ClientContext& context) {
          return connection.ledger().BatchGetRecords(&context, request, &response);
        },
        /*through_outage=*/false);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) return grpc::Status::OK;
    if (!status.ok()) return status;
    for (int i = 0; i < response.records_size(); ++i)
      records[positions[begin + static_cast<size_t>(i)]] = response.records(i);
  }
  return grpc::Status::OK;
}

int GetSeveral(const GetFlags& values, const Connection& connection, const Console& console) {
  const std::vector<std::string> names = values.key.FullNames();
  const auto partitions = ByPartition(names);
  if (!partitions.ok())
    return UsageError("get", std::string(partitions.status().message()), console);
  if (values.revision > 0 && partitions->size() > 1) {
    return UsageError("get", "--revision is of one partition: ask for its records alone", console);
  }
  std::vector<taizhang::type::v1::Record> records(names.size());
  for (const auto& [partition, positions] : *partitions) {
    const grpc::Status status =
        ReadPartition(connection, partition, values.revision, names, positions, records);
    if (!status.ok())
      return Report(connection.LedgerFailure(absl::StrCat("reading ", partition), status), console);
  }
  int exit_status = kExitOk;
  for (size_t i = 0; i < names.size(); ++i) {
    if (records[i].revision() == 0) {
      console.err << "taizhang: " << EscapeText(names[i], false) << ": there is no such record\n";
      exit_status = kExitNoInput;
    } else if (const int printed = PrintJson(records[i], values.Form(), console);
               printed != kExitOk) {
      return printed;
    }
  }
  return exit_status;
}

}  // namespace

int RunGet(const std::vector<std::string>& arguments, const Console& console) {
  GetFlags values;
  Flags flags("taizhang get", Version(), "[flags] NAME... | --subject S --measure M --period P",
              kDescription);
  values.services.AddTo(flags);
  values.key.AddTo(flags);
  flags.AddInteger("revision", "As of which revision of the partition; 0: the newest",
                   values.revision, 0, INT64_MAX);
  flags.AddChoice("format", "How it is printed", values.format, {"json", "line"});
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (const std::string_view mistake = values.key.Mistake(); !mistake.empty())
    return UsageError("get", mistake, console);

  const Connection connection(values.services);
  return values.key.names.size() > 1 ? GetSeveral(values, connection, console)
                                     : GetOne(values, connection, console);
}

}  // namespace taizhang::cli
