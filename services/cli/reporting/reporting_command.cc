#include "services/cli/reporting/reporting_command.h"

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string_view>
#include <utility>

#include "common/config/flags.h"
#include "common/server/version.h"
#include "services/cli/console/usage.h"
#include "services/cli/reporting/reporting_tables.h"
#include "services/cli/show/json_text.h"
#include "services/cli/show/record_words.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::aggregator::v1;

constexpr int32_t kReportersPageSize = 1'000;

struct ReportingFlags {
  ServiceFlags services;
  std::vector<std::string> scopes;
  std::vector<std::string> measures;
  std::vector<std::string> periods;
  std::vector<std::string> tokens;
  std::string format = "table";
  bool missing = false;
  bool late = false;
  bool everybody = false;

  [[nodiscard]] bool Lists() const { return missing || late || everybody; }
};

constexpr const char* kDescription =
    "Prints how many of those who are expected to report a measure have done so, and how many by "
    "its due day; or, with\n"
    "--missing, --late or --everybody, who has, who has not, and when it came. Expected are the "
    "measure's reporters that are\n"
    "in the scope in each of its months, quarters or years.\n\n"
    "Examples:\n"
    "  taizhang reporting --scope 440783 --measure sales --period 2025-06\n"
    "  taizhang reporting --scope 440783107 --scope 440783108 --measure sales --measure jobs "
    "--period 2025-H1\n"
    "  taizhang reporting --scope 440783 --measure sales --period 2025-06 --missing\n"
    "  taizhang reporting --scope 440783 --measure sales --period 2025-H1 --late --format json";

std::string_view MissingFlag(const ReportingFlags& values) {
  if (values.scopes.empty()) return "--scope is needed: a division, cluster or subject";
  if (values.measures.empty()) return "--measure is needed: what is reported, as sales";
  if (values.periods.empty()) return "--period is needed: 2025, 2025-H1, 2025-Q2, 2025-06";
  return "";
}

/// Each once, under its whole name.
template <typename Whole>
std::vector<std::string> Names(const std::vector<std::string>& given, const Whole& whole) {
  std::vector<std::string> names;
  for (const std::string& text : given) {
    std::string name = whole(text);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

/// What was asked, by whole names.
struct Asked {
  std::vector<std::string> scopes;
  std::vector<std::string> measures;
  std::vector<std::string> periods;
};

Asked AskedOf(const ReportingFlags& values) {
  return {
      .scopes = Names(values.scopes, [](const std::string& text) { return FullName(text); }),
      .measures = Names(values.measures,
                        [](const std::string& text) { return WithCollection("measures", text); }),
      .periods = Names(values.periods, [](const std::string& text) { return text; })};
}

/// How scopes and measures are called, as far as the ledger can be reached and knows them.
RecordsByName NamesOf(const Asked& asked, const Connection& connection) {
  std::vector<std::string> names = asked.scopes;
  names.insert(names.end(), asked.measures.begin(), asked.measures.end());
  RecordsByName records;
  static_cast<void>(ReadRecords(connection, names, records));
  return records;
}

int PrintRates(const ReportingFlags& values, const Asked& asked, const Connection& connection,
               const Console& console) {
  v1::GetReportingRatesRequest request;
  request.mutable_scopes()->Add(asked.scopes.begin(), asked.scopes.end());
  request.mutable_measures()->Add(asked.measures.begin(), asked.measures.end());
  request.mutable_periods()->Add(asked.periods.begin(), asked.periods.end());
  request.mutable_tokens()->Add(values.tokens.begin(), values.tokens.end());
  v1::GetReportingRatesResponse response;
  const grpc::Status status = connection.CallPatiently(
      [&](grpc::ClientContext& context) {
        return connection.aggregator().GetReportingRates(&context, request, &response);
      },
      /*through_outage=*/false);
  if (!status.ok()) {
    return Report(connection.AggregatorFailure("asking for reporting rates", status), console);
  }
  if (values.format == "json") {
    const int printed = PrintJson(response, JsonForm::kIndentedWhole, console);
    if (printed != kExitOk) return printed;
  } else {
    cli::PrintRates(response, NamesOf(asked, connection), console.out);
  }
  const bool is_wrong =
      std::any_of(response.answers().begin(), response.answers().end(),
                  [](const v1::ReportingAnswer& answer) { return answer.has_error(); });
  return is_wrong ? kExitData : kExitOk;
}

v1::ListReportersRequest ListRequestOf(const ReportingFlags& values, const std::string& scope,
                                       const std::string& measure, const std::string& period) {
  v1::ListReportersRequest request;
  request.set_scope(scope);
  request.set_measure(measure);
  request.set_period(period);
  request.set_page_size(kReportersPageSize);
  request.mutable_tokens()->Add(values.tokens.begin(), values.tokens.end());
  if (values.everybody) return request;
  if (values.missing) {
    request.add_states(v1::REPORT_STATE_MISSING);
    request.add_states(v1::REPORT_STATE_NOT_DUE);
  }
  if (values.late) request.add_states(v1::REPORT_STATE_LATE);
  return request;
}

/// One list, page by page; JSON is one entry a line. The status to exit with, kExitOk to go on.
int PrintList(const ReportingFlags& values, v1::ListReportersRequest request,
              const RecordsByName& names, const Connection& connection, const Console& console) {
  ReportersTable table;
  const bool is_table = values.format == "table";
  if (is_table) console.out << ListTitle(request, names) << '\n';
  int64_t printed = 0;
  do {
    v1::ListReportersResponse page;
    const grpc::Status status = connection.CallPatiently(
        [&](grpc::ClientContext& context) {
          return connection.aggregator().ListReporters(&context, request, &page);
        },
        /*through_outage=*/false);
    if (!status.ok()) {
      return Report(connection.AggregatorFailure("listing reporters", status), console);
    }
    for (const v1::ReporterPeriod& reporter : page.reporters()) {
      if (is_table) {
        table.Add(reporter);
      } else if (const int wrong = PrintJson(reporter, JsonForm::kLine, console);
                 wrong != kExitOk) {
        return wrong;
      }
    }
    printed += page.reporters_size();
    if (is_table && !page.reporters().empty()) table.PrintPart(console.out);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && console.out.good());
  if (is_table && printed == 0) console.out << "(无 nobody)\n";
  return kExitOk;
}

int PrintLists(const ReportingFlags& values, const Asked& asked, const Connection& connection,
               const Console& console) {
  RecordsByName names;
  if (values.format == "table") names = NamesOf(asked, connection);
  bool is_first = true;
  for (const std::string& scope : asked.scopes) {
    for (const std::string& measure : asked.measures) {
      for (const std::string& period : asked.periods) {
        if (values.format == "table" && !std::exchange(is_first, false)) console.out << '\n';
        const int status = PrintList(values, ListRequestOf(values, scope, measure, period), names,
                                     connection, console);
        if (status != kExitOk) return status;
      }
    }
  }
  return kExitOk;
}

}  // namespace

int RunReporting(const std::vector<std::string>& arguments, const Console& console) {
  ReportingFlags values;
  Flags flags("taizhang reporting", Version(), "--scope S --measure M --period P [flags]",
              kDescription);
  values.services.AddTo(flags);
  flags.AddTexts("scope",
                 "A division, cluster, village, enterprise or project; 440783 is divisions/440783",
                 values.scopes);
  flags.AddTexts("measure", "What is reported: sales is measures/sales", values.measures);
  flags.AddTexts("period", "2025, 2025-H1, 2025-Q2, 2025-06, or a run of them: 2023..2024",
                 values.periods);
  flags.AddTexts("token", "Waits for this write to be counted", values.tokens);
  flags.AddSwitch("missing", "Lists who has not reported yet, whether it is due or not",
                  values.missing);
  flags.AddSwitch("late", "Lists who reported after the due day", values.late);
  flags.AddSwitch("everybody", "Lists everybody, whatever the state", values.everybody);
  flags.AddChoice("format", "How it is printed; json is one entry a line for a list", values.format,
                  {"table", "json"});
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (const std::string_view missing = MissingFlag(values); !missing.empty()) {
    return UsageError("reporting", missing, console);
  }
  const Connection connection(values.services);
  const Asked asked = AskedOf(values);
  return values.Lists() ? PrintLists(values, asked, connection, console)
                        : PrintRates(values, asked, connection, console);
}

}  // namespace taizhang::cli
