#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "common/config/flags.h"
#include "common/server/version.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/catalogue.h"
#include "services/cli/commands.h"
#include "services/cli/connection.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

struct GetFlags {
  ServiceFlags services;
  std::vector<std::string> names;
  std::string subject;
  std::string measure;
  std::string period;
  std::string item;
  std::string source;
  std::string format = "json";
};

constexpr const char* kDescription =
    "Prints one record by its name, or one observation by its key, as JSON; with --format line on "
    "one line, as import\n"
    "reads it.\n\n"
    "Examples:\n"
    "  taizhang get divisions/440783/projects/jinluo-rice\n"
    "  taizhang get --subject divisions/440783/projects/jinluo-rice --measure total-investment "
    "--period 2025-06";

/// What is wrong with what was asked for, or nothing.
std::string_view KeyMistake(const GetFlags& values) {
  const bool has_key =
      !(values.subject + values.measure + values.period + values.item + values.source).empty();
  if (has_key == !values.names.empty() || values.names.size() > 1) {
    return "give either one record name, or --subject, --measure and --period";
  }
  if (has_key && (values.subject.empty() || values.measure.empty() || values.period.empty())) {
    return "an observation needs --subject, --measure and --period";
  }
  return "";
}

v1::GetRecordRequest RequestOf(const GetFlags& values) {
  v1::GetRecordRequest request;
  if (!values.names.empty()) {
    request.set_name(values.names.front());
    return request;
  }
  auto& key = *request.mutable_observation();
  key.set_subject(WithCollection("divisions", values.subject));
  key.set_measure(WithCollection("measures", values.measure));
  key.set_period(values.period);
  key.set_item(values.item);
  key.set_source(values.source);
  return request;
}

int Print(const google::protobuf::Message& message, bool one_line, const Console& console) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = !one_line;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    console.err << "taizhang: the answer cannot be printed as JSON\n";
    return kExitSoftware;
  }
  console.out << json << (one_line ? "\n" : "");
  return kExitOk;
}

}  // namespace

int RunGet(const std::vector<std::string>& arguments, const Console& console) {
  GetFlags values;
  Flags flags("taizhang get", Version(), "[flags] NAME | --subject S --measure M --period P",
              kDescription);
  values.services.AddTo(flags);
  flags.AddText("subject", "Of an observation: what is observed", values.subject);
  flags.AddText("measure", "Of an observation: its measure", values.measure);
  flags.AddText("period", "Of an observation: its period", values.period);
  flags.AddText("item", "Of an observation of an itemised measure: its item", values.item);
  flags.AddText("source", "Of a statement: who states it", values.source);
  flags.AddChoice("format", "How it is printed", values.format, {"json", "line"});
  flags.AddArguments("NAME is a record's name: divisions/440783, measures/sales.", values.names);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (const std::string_view mistake = KeyMistake(values); !mistake.empty())
    return UsageError("get", mistake, console);

  const Connection connection(values.services);
  const v1::GetRecordRequest request = RequestOf(values);
  v1::GetRecordResponse response;
  const grpc::Status status = connection.CallPatiently(
      [&](grpc::ClientContext& context) {
        return connection.ledger().GetRecord(&context, request, &response);
      },
      /*through_outage=*/false);
  if (!status.ok()) return Report(connection.LedgerFailure("reading", status), console);
  const bool one_line = values.format == "line";
  return response.has_record() ? Print(response.record(), one_line, console)
                               : Print(response.observation(), one_line, console);
}

}  // namespace taizhang::cli
