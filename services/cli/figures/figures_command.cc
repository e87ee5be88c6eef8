#include "services/cli/figures/figures_command.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "services/cli/console/usage.h"
#include "services/cli/figures/catalogue.h"
#include "services/cli/figures/figures_table.h"
#include "services/cli/show/json_text.h"
#include "services/cli/show/record_words.h"
#include "services/cli/wire/connection.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::aggregator::v1;

struct FiguresFlags {
  ServiceFlags services;
  std::vector<std::string> scopes;
  std::vector<std::string> indicators;
  std::vector<std::string> periods;
  std::vector<std::string> tokens;
  std::string attribution = "as-of-period";
  std::string fixed_day;
  std::string format = "table";
  bool fill_from_statements = false;
  bool distinct_subjects = false;
  bool empty = false;

  [[nodiscard]] bool AllIndicators() const {
    return std::find(indicators.begin(), indicators.end(), "all") != indicators.end();
  }
};

constexpr const char* kDescription =
    "Prints figures: what is computed from contributions, what others have stated, how much of "
    "what is expected is\n"
    "there (coverage: subjects or subject-periods, against what is expected or stated to exist; "
    "complete: received of\n"
    "expected, + carried), and whether both agree. Marks: = exact, ≥ > ≤ < bounds, ≈ about, ? "
    "unknown.\n\n"
    "Examples:\n"
    "  taizhang figures --scope 440783 --indicator all --period 2025-06\n"
    "  taizhang figures --scope divisions/440783/clusters/kaiping-youpin-matrix --scope 440783116 "
    "\\\n"
    "      --indicator total-investment --indicator investment-projects --period 2025-06\n"
    "  taizhang figures --scope 500113 --indicator special-treasury-bond-funding --period 2025 "
    "--format json";

/// What is missing or does not go together, or nothing.
std::string_view MissingFlag(const FiguresFlags& values) {
  if (values.scopes.empty()) return "--scope is needed: a division, cluster or subject";
  if (values.indicators.empty()) return "--indicator is needed: an indicator, or all";
  if (values.periods.empty())
    return "--period is needed: 2025, 2025-H1, 2025-Q2, 2025-06, 2023..2024";
  const bool is_fixed = values.attribution == "fixed";
  if (is_fixed && values.fixed_day.empty())
    return "--fixed-day is needed with --attribution fixed: 2025-06-30";
  if (!is_fixed && !values.fixed_day.empty()) return "--fixed-day needs --attribution fixed";
  return "";
}

/// Every one once: the aggregator refuses a pair that is asked for twice.
void AddOnce(const std::string& value, google::protobuf::RepeatedPtrField<std::string>& values) {
  if (std::find(values.begin(), values.end(), value) == values.end()) *values.Add() = value;
}

v1::Attribution AttributionOf(std::string_view word) {
  if (word == "current") return v1::ATTRIBUTION_CURRENT;
  return word == "fixed" ? v1::ATTRIBUTION_FIXED : v1::ATTRIBUTION_AS_OF_PERIOD;
}

v1::QueryFiguresRequest RequestOf(const FiguresFlags& values,
                                  const std::vector<std::string>& known_indicators) {
  v1::QueryFiguresRequest request;
  for (const std::string& scope : values.scopes)
    AddOnce(FullName(scope), *request.mutable_scopes());
  if (values.AllIndicators()) {
    request.mutable_indicators()->Add(known_indicators.begin(), known_indicators.end());
  } else {
    for (const std::string& name : values.indicators)
      AddOnce(WithCollection("indicators", name), *request.mutable_indicators());
  }
  for (const std::string& period : values.periods) AddOnce(period, *request.mutable_periods());
  request.mutable_tokens()->Add(values.tokens.begin(), values.tokens.end());
  request.set_distinct_subjects(values.distinct_subjects);
  request.set_attribution(AttributionOf(values.attribution));
  request.set_fixed_day(values.fixed_day);
  request.set_fill_from_statements(values.fill_from_statements);
  return request;
}

/// Whether a figure that was asked for by name could not be asked for: a script should hear of it.
bool HasErrors(const v1::QueryFiguresResponse& response) {
  return std::any_of(response.answers().begin(), response.answers().end(),
                     [](const v1::FigureAnswer& answer) { return answer.has_error(); });
}

/// With all indicators, some do not have the period asked for, which is no mistake. Says every
/// other error once, and whether there was one.
bool TellMistakes(const v1::QueryFiguresResponse& response, const Console& console) {
  std::set<std::string> mistakes;
  for (const v1::FigureAnswer& answer : response.answers()) {
    const absl::Status status =
        answer.has_error() ? FromRpcStatus(answer.error()) : absl::OkStatus();
    if (!status.ok() && ReasonOf(status) != Reason::kPeriodTooFine)
      mistakes.insert(std::string(status.message()));
  }
  for (const std::string& mistake : mistakes)
    console.err << "taizhang: " << EscapeText(mistake, false) << '\n';
  return !mistakes.empty();
}

int QueryAndPrint(const FiguresFlags& values, const Console& console) {
  const Connection connection(values.services);
  std::vector<std::string> known_indicators;
  DisplayNames names;
  // A token may be of the very catalogue that is to be listed: the query below waits for it, the
  // list would not.
  if (values.format == "table" || values.AllIndicators()) {
    const grpc::Status status = ListIndicators(connection, known_indicators, names);
    if (!status.ok())
      return Report(connection.AggregatorFailure("listing indicators", status), console);
    if (values.AllIndicators() && known_indicators.empty()) {
      console.err
          << "taizhang: there are no indicators yet; import deploy/catalogue/*.jsonl first\n";
      return kExitData;
    }
  }
  const v1::QueryFiguresRequest request = RequestOf(values, known_indicators);
  v1::QueryFiguresResponse response;
  const grpc::Status status = connection.CallPatiently(
      [&](grpc::ClientContext& context) {
        return connection.aggregator().QueryFigures(&context, request, &response);
      },
      /*through_outage=*/false);
  if (!status.ok())
    return Report(connection.AggregatorFailure("asking for figures", status), console);
  if (values.format == "json") {
    const int printed = PrintJson(response, JsonForm::kIndentedWhole, console);
    if (printed != kExitOk) return printed;
  } else {
    AddNamesOf({request.scopes().begin(), request.scopes().end()}, connection, names);
    PrintFigures(response, names, values.AllIndicators() && !values.empty, console.out);
  }
  const bool is_wrong =
      values.AllIndicators() ? TellMistakes(response, console) : HasErrors(response);
  return is_wrong ? kExitData : kExitOk;
}

}  // namespace

int RunFigures(const std::vector<std::string>& arguments, const Console& console) {
  FiguresFlags values;
  Flags flags("taizhang figures", Version(), "--scope S --indicator I --period P [flags]",
              kDescription);
  values.services.AddTo(flags);
  flags.AddTexts("scope",
                 "A division, cluster, village, enterprise or project; 440783 is divisions/440783",
                 values.scopes);
  flags.AddTexts("indicator", "An indicator; all is all of them", values.indicators);
  flags.AddTexts("period", "2025, 2025-H1, 2025-Q2, 2025-06, or a run of them: 2023..2024",
                 values.periods);
  flags.AddTexts("token", "Waits for this write to be in the figures", values.tokens);
  flags.AddChoice("attribution",
                  "Who counts: whoever is a member in each period, today, or on --fixed-day",
                  values.attribution, {"as-of-period", "current", "fixed"});
  flags.AddText("fixed-day", "The day of --attribution fixed: 2025-06-30", values.fixed_day);
  flags.AddSwitch("fill-from-statements",
                  "Divisions one level below that have reported nothing are represented by what is "
                  "stated of them",
                  values.fill_from_statements);
  flags.AddChoice("format", "How figures are printed", values.format, {"table", "json"});
  flags.AddSwitch("distinct-subjects",
                  "Counts distinct subjects even where a figure does not need it (json)",
                  values.distinct_subjects);
  flags.AddSwitch("empty",
                  "With --indicator all: also figures for which nothing is recorded or stated",
                  values.empty);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (const std::string_view missing = MissingFlag(values); !missing.empty()) {
    return UsageError("figures", missing, console);
  }
  return QueryAndPrint(values, console);
}

}  // namespace taizhang::cli
