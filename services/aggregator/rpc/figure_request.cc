#include "services/aggregator/rpc/figure_request.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "services/aggregator/rpc/figure_proto.h"

namespace taizhang::aggregator {
namespace {

/// Reads of a partition's cells for one call that may be done on gRPC's own threads, which health
/// checks share.
constexpr size_t kQuickReadsMax = 64;

/// Who counts when. Only FIXED names a day of its own.
void ParseAttribution(const v1::QueryFiguresRequest& request, Day today, FigureRequest& parsed,
                      std::vector<Violation>& violations) {
  const auto violate = [&violations](const char* field, Reason reason, std::string description) {
    violations.push_back(
        {.row = -1, .field = field, .reason = reason, .description = std::move(description)});
  };
  const v1::Attribution attribution = request.attribution();
  const std::string& day = request.fixed_day();
  switch (attribution) {
    case v1::ATTRIBUTION_UNSPECIFIED:
    case v1::ATTRIBUTION_AS_OF_PERIOD:
      break;
    case v1::ATTRIBUTION_CURRENT:
      parsed.members_on = today;
      break;
    case v1::ATTRIBUTION_FIXED:
      if (day.empty()) {
        violate("fixed_day", Reason::kFieldRequired, "is empty; FIXED needs a day, YYYY-MM-DD");
      } else if (const absl::StatusOr<Day> fixed = ParseDay(day); fixed.ok()) {
        parsed.members_on = *fixed;
      } else {
        violate("fixed_day", Reason::kValueInvalid, std::string(fixed.status().message()));
      }
      break;
    default:
      violate("attribution", Reason::kValueInvalid,
              absl::StrCat(static_cast<int>(attribution),
                           " is no attribution; write AS_OF_PERIOD, CURRENT or FIXED"));
  }
  if (!day.empty() && attribution != v1::ATTRIBUTION_FIXED) {
    violate("fixed_day", Reason::kFieldNotAllowed,
            "goes with the attribution FIXED alone; leave it out");
  }
  if (attribution != v1::ATTRIBUTION_UNSPECIFIED) parsed.attribution = attribution;
}

/// A total or a count without filter, at whose coverage nobody has to be counted.
bool IsResident(const std::string& name, const Structure& structure) {
  const Indicator* indicator = structure.FindIndicator(name);
  if (indicator == nullptr) return true;
  if (const auto* total = std::get_if<TotalOf>(&indicator->definition)) {
    const Measure* measure = structure.FindMeasure(total->measure);
    return total->IsTotal() && total->filter.IsEmpty() && indicator->population.empty() &&
           (measure == nullptr || measure->filter.IsEmpty());
  }
  if (const auto* count = std::get_if<CountOf>(&indicator->definition))
    return count->filter.IsEmpty();
  return !std::holds_alternative<Expression>(indicator->definition);
}

}  // namespace

absl::StatusOr<FigureRequest> ParseFigureRequest(const v1::QueryFiguresRequest& request,
                                                 Day today) {
  FigureRequest parsed;
  std::vector<Violation> violations;
  ParseAttribution(request, today, parsed, violations);
  absl::StatusOr<Combinations> asked = ParseCombinations({.scopes = request.scopes(),
                                                          .names_field = "indicators",
                                                          .names = request.indicators(),
                                                          .periods = request.periods(),
                                                          .tokens = request.tokens()},
                                                         std::move(violations));
  if (!asked.ok()) return asked.status();
  parsed.asked = *std::move(asked);
  parsed.distinct = request.distinct_subjects();
  parsed.fill_from_statements = request.fill_from_statements();
  return parsed;
}

bool IsQuick(const FigureRequest& request, const Reading& reading) {
  if (request.distinct || request.members_on || request.fill_from_statements) return false;
  if (reading.IsBuilding()) return false;
  const Combinations& asked = request.asked;
  if (asked.size() > kQuickReadsMax) return false;
  size_t reads = 0;
  for (const AskedScope& scope : asked.scopes) {
    if (!scope.name.ok()) continue;
    const RecordKind kind = scope.name->kind();
    if (kind != RecordKind::kDivision && kind != RecordKind::kCluster) return false;
    reads += (1 + reading.CountTouching(scope.text)) * asked.names.size() * asked.periods.size();
  }
  if (reads > kQuickReadsMax) return false;
  for (const std::string* indicator : asked.names) {
    if (!IsResident(*indicator, reading.structure())) return false;
  }
  return true;
}

absl::Status AnswerFigures(const FigureRequest& request, Reading& reading,
                           absl::FunctionRef<absl::Status()> check, size_t bytes_max,
                           v1::QueryFiguresResponse& response) {
  const auto answer_one = [&](const RecordName& scope, const std::string& indicator,
                              const Period& period, v1::FigureAnswer& answer) {
    const absl::StatusOr<Figure> figure =
        reading.Answer({.scope = scope,
                        .indicator = indicator,
                        .period = period,
                        .distinct = request.distinct,
                        .members_on = request.members_on,
                        .fill_from_statements = request.fill_from_statements});
    if (figure.ok()) WriteFigure(*figure, *answer.mutable_figure());
    return figure.status();
  };
  absl::Status status = AnswerCombinations<v1::FigureAnswer>(
      request.asked, bytes_max, check,
      [](const std::string& name, v1::FigureAnswer& answer) { answer.set_indicator(name); },
      answer_one, *response.mutable_answers());
  if (!status.ok()) return status;
  WriteCut(reading.cut(), response);
  response.set_attribution(request.attribution);
  if (request.members_on) response.set_fixed_day(FormatDay(*request.members_on));
  return absl::OkStatus();
}

}  // namespace taizhang::aggregator
