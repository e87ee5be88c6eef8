#include "tests/unit/aggregator/expressions.h"

namespace taizhang::aggregator {

Indicator& Definitions::Made(std::string_view id, Expression expression) {
  Record record;
  record.details.emplace<Indicator>().definition = std::move(expression);
  return std::get<Indicator>(PutRecord("indicators/" + std::string(id), std::move(record)).details);
}

absl::StatusOr<Figure> Definitions::AskFor(const std::string& scope, std::string_view indicator,
                                           std::string_view period, bool fill,
                                           std::optional<Day> members_on) {
  Commit();
  return Answer({.scope = *RecordName::Parse(scope),
                 .indicator = "indicators/" + std::string(indicator),
                 .period = *Period::Parse(period),
                 .members_on = members_on,
                 .fill_from_statements = fill},
                structure(), partitions());
}

}  // namespace taizhang::aggregator
