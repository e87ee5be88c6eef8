#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/support/history_text.h"

namespace taizhang::aggregator {
namespace {

std::string Text(const std::optional<Quantity>& quantity, int decimals) {
  if (!quantity) return "none";
  const auto number = [decimals](Int128 value) { return FormatScaledShort(value, decimals); };
  const auto& [lower, upper] = quantity->interval;
  return absl::StrCat(number(quantity->value), " in ",
                      lower ? (lower->open ? "(" : "[") + number(lower->value) : std::string("(-∞"),
                      ", ",
                      upper ? number(upper->value) + (upper->open ? ")" : "]") : std::string("∞)"),
                      quantity->about ? " about" : "");
}

const char* Text(NoValue no_value) {
  const char* names[] = {"there is one",         "missing",           "stated only", "not additive",
                         "denominator may be 0", "base not positive", "too large"};
  return names[static_cast<int>(no_value)];
}

std::string Text(const StatedFigure& stated, int decimals) {
  const char* verdicts[] = {"?", "unknown", "agrees", "differs"};
  return absl::StrCat("stated by '", stated.source, "' ", Text(stated.amount, decimals), " gap ",
                      Text(stated.gap, decimals), " ", verdicts[static_cast<int>(stated.verdict)],
                      stated.conflict ? " conflict" : "", " quantum ", stated.quantum.ToString(),
                      " revision ", stated.revision, "\n");
}

}  // namespace

std::string ToText(const Figure& figure) {
  std::string out = absl::StrCat("computed ", Text(figure.computed, figure.decimals),
                                 "\nno value: ", Text(figure.no_value), "\nunit '", figure.unit,
                                 "' decimals ", figure.decimals);
  const Completeness& of = figure.completeness;
  absl::StrAppend(&out, "\nexpected ", of.expected, " received ", of.received, " carried ",
                  of.carried, " age ", of.carried_age, " bounded ", of.bounded,
                  of.complete ? " complete" : "", "\n");
  if (const auto& distinct = figure.distinct) {
    absl::StrAppend(&out, "distinct ", distinct->contributing, " + ", distinct->missing, " of ",
                    distinct->expected, "\n");
  }
  if (const auto& coverage = figure.coverage) {
    absl::StrAppend(&out, "coverage ", coverage->numerator, "/", coverage->denominator, " mark ",
                    static_cast<int>(coverage->mark), "\n");
  }
  absl::StrAppend(&out, "remainders ", figure.remainders, " falls ", figure.falls, " gaps ",
                  figure.gaps, " partials ", figure.partials, " filled ", figure.filled, "\n");
  if (const auto& pairing = figure.pairing) {
    absl::StrAppend(&out, "paired ", pairing->paired, " numerator only ", pairing->numerator_only,
                    " denominator only ", pairing->denominator_only, "\n");
  }
  if (!figure.whole.empty()) absl::StrAppend(&out, "whole ", figure.whole, "\n");
  if (figure.ranked > 0) absl::StrAppend(&out, "ranked ", figure.ranked, "\n");
  if (figure.conflict) absl::StrAppend(&out, "conflict\n");
  for (const StatedFigure& stated : figure.stated) {
    absl::StrAppend(&out, Text(stated, figure.decimals));
  }
  return out;
}

}  // namespace taizhang::aggregator
