#include "services/cli/show/figure_text.h"

#include "absl/strings/str_cat.h"

namespace taizhang::cli {

namespace v1 = taizhang::aggregator::v1;

std::string Grouped(std::string_view number) {
  const size_t begin = number.starts_with('-') || number.starts_with('+') ? 1 : 0;
  size_t end = number.find('.');
  if (end == std::string_view::npos) end = number.size();
  std::string text(number.substr(0, begin));
  for (size_t i = begin; i < end; ++i) {
    if (i > begin && (end - i) % 3 == 0) text += ',';
    text += number[i];
  }
  return text.append(number.substr(end));
}

std::string_view MarkText(v1::Mark mark) {
  switch (mark) {
    case v1::MARK_EXACT:
      return "=";
    case v1::MARK_AT_LEAST:
      return "≥";
    case v1::MARK_MORE_THAN:
      return ">";
    case v1::MARK_AT_MOST:
      return "≤";
    case v1::MARK_LESS_THAN:
      return "<";
    case v1::MARK_ABOUT:
      return "≈";
    case v1::MARK_RANGE:
      return "";
    default:
      return "?";
  }
}

std::string QuantityText(const v1::Quantity& quantity) {
  std::string number;
  switch (quantity.mark()) {
    case v1::MARK_AT_LEAST:
    case v1::MARK_MORE_THAN:
      number = quantity.lower();
      break;
    case v1::MARK_AT_MOST:
    case v1::MARK_LESS_THAN:
      number = quantity.upper();
      break;
    case v1::MARK_RANGE:
      return absl::StrCat(quantity.lower_open() ? "(" : "", Grouped(quantity.lower()), "..",
                          Grouped(quantity.upper()), quantity.upper_open() ? ")" : "");
    default:
      number = quantity.value();
  }
  const std::string_view mark = MarkText(quantity.mark());
  return absl::StrCat(absl::string_view(mark.data(), mark.size()), " ", Grouped(number));
}

std::string RankText(const v1::Quantity& rank, int64_t ranked) {
  const bool is_range = rank.mark() == v1::MARK_RANGE;
  const std::string& best = is_range ? rank.lower() : rank.value();
  return is_range ? absl::StrCat("第", best, "至", rank.upper(), "位 ", best, "..", rank.upper(),
                                 " of ", ranked)
                  : absl::StrCat("第", best, "位 ", best, " of ", ranked);
}

std::string CoverageText(const v1::Coverage& coverage) {
  std::string fraction = absl::StrCat(coverage.numerator(), "/", coverage.denominator());
  if (coverage.mark() == v1::MARK_EXACT || coverage.mark() == v1::MARK_UNSPECIFIED) return fraction;
  const std::string_view mark = MarkText(coverage.mark());
  return absl::StrCat(absl::string_view(mark.data(), mark.size()), " ", fraction);
}

std::string CompletenessText(const v1::Completeness& completeness) {
  if (completeness.expected() == 0 && completeness.received() == 0 && completeness.carried() == 0)
    return "";
  const std::string carried =
      completeness.carried() > 0 ? absl::StrCat("+", completeness.carried()) : "";
  return absl::StrCat(completeness.received(), carried, "/", completeness.expected());
}

std::string VerdictText(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_AGREES:
      return "AGREES";
    case v1::VERDICT_DIFFERS:
      return "DIFFERS";
    default:
      return "UNKNOWN";
  }
}

std::string NoValueText(v1::NoValue no_value) {
  switch (no_value) {
    case v1::NO_VALUE_MISSING:
      return "缺 missing";
    case v1::NO_VALUE_STATED_ONLY:
      return "仅有陈述 stated only";
    case v1::NO_VALUE_NOT_ADDITIVE:
      return "不可相加 does not add up";
    case v1::NO_VALUE_DENOMINATOR_MAY_BE_ZERO:
      return "分母可能为零 denominator may be 0";
    case v1::NO_VALUE_BASE_NOT_POSITIVE:
      return "基数未必为正 base may not be above 0";
    case v1::NO_VALUE_TOO_LARGE:
      return "数字过大 too large";
    default:
      return "";
  }
}

}  // namespace taizhang::cli
