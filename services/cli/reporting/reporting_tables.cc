#include "services/cli/reporting/reporting_tables.h"

#include <cstdint>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/server/logging.h"
#include "services/cli/show/change_text.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::aggregator::v1;

std::string BothNamesOf(const std::string& name, const std::string& english) {
  return EscapeText(english.empty() ? name : absl::StrCat(name, " ", english), false);
}

/// "销售额 Sales"; where that is not known, its record name.
std::string NameOf(const std::string& record, const RecordsByName& names) {
  const auto found = names.find(record);
  return found == names.end()
             ? EscapeText(record, false)
             : BothNamesOf(found->second.display_name(), found->second.english_name());
}

/// With its record name behind it.
std::string WholeName(const std::string& record, const RecordsByName& names) {
  const std::string name = NameOf(record, names);
  const std::string escaped = EscapeText(record, false);
  return name == escaped ? name : absl::StrCat(name, "  (", escaped, ")");
}

/// What all answers have, or nothing.
template <typename Part>
std::string Common(const v1::GetReportingRatesResponse& response, const Part& part) {
  if (response.answers().empty()) return "";
  std::string first = part(response.answers(0));
  for (const v1::ReportingAnswer& answer : response.answers()) {
    if (part(answer) != first) return "";
  }
  return first;
}

std::string NumberUnlessZero(int64_t number) { return number == 0 ? "" : absl::StrCat(number); }

std::string FractionText(const v1::Rate& rate) {
  return absl::StrCat(rate.numerator(), "/", rate.denominator());
}

/// The rates' columns, from "应报 Expected" on.
std::vector<std::string> CellsOf(const v1::ReportingAnswer& answer) {
  if (answer.has_error()) {
    return {"", "", "", "", "", "", "", "", "", "", EscapeText(answer.error().message(), false)};
  }
  const v1::ReportingRates& rates = answer.rates();
  const bool has_on_time = rates.has_on_time_rate();
  return {absl::StrCat(rates.expected()),
          absl::StrCat(rates.received()),
          rates.has_received_rate() ? absl::StrCat(rates.received_rate().percent(), "%") : "",
          absl::StrCat(rates.missing()),
          NumberUnlessZero(rates.not_due()),
          NumberUnlessZero(rates.late()),
          has_on_time ? FractionText(rates.on_time_rate()) : "",
          has_on_time ? absl::StrCat(rates.on_time_rate().percent(), "%") : "",
          NumberUnlessZero(rates.unexpected()),
          rates.due_day(),
          ""};
}

}  // namespace

std::string StateText(v1::ReportState state) {
  switch (state) {
    case v1::REPORT_STATE_RECEIVED:
      return "已报 reported";
    case v1::REPORT_STATE_ON_TIME:
      return "按时 on time";
    case v1::REPORT_STATE_LATE:
      return "迟报 late";
    case v1::REPORT_STATE_NOT_DUE:
      return "未到期 not due";
    case v1::REPORT_STATE_MISSING:
      return "未报 missing";
    case v1::REPORT_STATE_UNEXPECTED:
      return "计划外 unexpected";
    case v1::REPORT_STATE_NO_LONGER_EXPECTED:
      return "已不应报 no longer expected";
    default:
      return "";
  }
}

void PrintRates(const v1::GetReportingRatesResponse& response, const RecordsByName& names,
                std::ostream& out) {
  const std::string measure =
      Common(response, [](const v1::ReportingAnswer& answer) { return answer.measure(); });
  const std::string period =
      Common(response, [](const v1::ReportingAnswer& answer) { return answer.period(); });
  if (!measure.empty()) out << WholeName(measure, names);
  if (!period.empty()) out << (measure.empty() ? "" : "  ") << EscapeText(period, false);
  if (!measure.empty() || !period.empty()) out << '\n';
  Table table({{"范围 Scope"},
               {"计量 Measure"},
               {"期间 Period"},
               {"应报 Expected", Align::kRight},
               {"已报 Received", Align::kRight},
               {"上报率 Rate", Align::kRight},
               {"未报 Missing", Align::kRight},
               {"未到期 Not due", Align::kRight},
               {"迟报 Late", Align::kRight},
               {"按时 On time", Align::kRight},
               {"按时率 Rate", Align::kRight},
               {"计划外 Unexpected", Align::kRight},
               {"截止 Due"},
               {"备注 Notes"}});
  for (const v1::ReportingAnswer& answer : response.answers()) {
    std::vector<std::string> cells = {NameOf(answer.scope(), names),
                                      measure.empty() ? NameOf(answer.measure(), names) : "",
                                      period.empty() ? EscapeText(answer.period(), false) : ""};
    for (std::string& cell : CellsOf(answer)) cells.push_back(std::move(cell));
    table.AddRow(std::move(cells));
  }
  table.Print(out, "  ");
}

std::string ListTitle(const v1::ListReportersRequest& request, const RecordsByName& names) {
  return absl::StrCat(WholeName(request.scope(), names), "  ", WholeName(request.measure(), names),
                      "  ", EscapeText(request.period(), false));
}

ReportersTable::ReportersTable()
    : table_({{"名称 Name"},
              {"期间 Period"},
              {"状态 State"},
              {"截止 Due"},
              {"首报 First reported"},
              {"记录 Record"}}) {}

void ReportersTable::Add(const v1::ReporterPeriod& reporter) {
  table_.AddRow({BothNamesOf(reporter.display_name(), reporter.english_name()), reporter.period(),
                 StateText(reporter.state()), reporter.due_day(),
                 reporter.has_first_report_time() ? TimeText(reporter.first_report_time()) : "",
                 reporter.reporter()});
}

}  // namespace taizhang::cli
