#include "tests/property/aggregator/comparison.h"

#include <numeric>
#include <variant>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "tests/support/history_text.h"

namespace taizhang::aggregator {
namespace {

/// As it is compared: of the coverages of several parts that are the same fraction below 1 it is
/// not said which one is given, nor whether a figure of one part has distinct subjects.
Figure Comparable(Figure figure, bool is_made_of_parts) {
  if (!is_made_of_parts) return figure;
  figure.distinct.reset();
  if (figure.coverage) {
    const int64_t common = std::gcd(figure.coverage->numerator, figure.coverage->denominator);
    figure.coverage->numerator /= common;
    figure.coverage->denominator /= common;
    if (figure.coverage->numerator < figure.coverage->denominator) {
      figure.coverage->mark = Mark::kExact;
    }
  }
  return figure;
}

}  // namespace

bool IsMadeOfParts(const FigureWorld& world, const FigureQuery& query) {
  const Indicator* indicator = world.structure().FindIndicator(query.indicator);
  return indicator != nullptr && std::holds_alternative<Expression>(indicator->definition);
}

std::string Difference(const absl::StatusOr<Figure>& answered, const ReferenceAnswer& expected,
                       bool is_made_of_parts) {
  if (!answered.ok()) {
    if (expected.errors.contains(ReasonOf(answered.status()))) return "";
    return absl::StrCat("answered ", answered.status().ToString(), "\nexpected ",
                        expected.errors.empty() ? ToText(expected.figure) : "another error");
  }
  if (!expected.errors.empty()) {
    std::string out = absl::StrCat("answered\n", ToText(*answered), "expected");
    for (const Reason reason : expected.errors)
      absl::StrAppend(&out, " ", ReasonName(reason).data());
    return out;
  }
  const Figure figure = Comparable(*answered, is_made_of_parts);
  const Figure other = Comparable(expected.figure, is_made_of_parts);
  if (figure == other) return "";
  return absl::StrCat("answered\n", ToText(figure), "expected\n", ToText(other),
                      expected.exact ? ToText(*expected.exact) : "");
}

}  // namespace taizhang::aggregator
