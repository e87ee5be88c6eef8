#include "services/aggregator/rpc/figure_proto.h"

#include "common/values/decimal.h"

namespace taizhang::aggregator {
namespace {

v1::Mark ToProto(Mark mark) {
  switch (mark) {
    case Mark::kNone:
      return v1::MARK_UNSPECIFIED;
    case Mark::kExact:
      return v1::MARK_EXACT;
    case Mark::kAtLeast:
      return v1::MARK_AT_LEAST;
    case Mark::kMoreThan:
      return v1::MARK_MORE_THAN;
    case Mark::kAtMost:
      return v1::MARK_AT_MOST;
    case Mark::kLessThan:
      return v1::MARK_LESS_THAN;
    case Mark::kAbout:
      return v1::MARK_ABOUT;
    case Mark::kRange:
      return v1::MARK_RANGE;
  }
  return v1::MARK_UNSPECIFIED;
}

v1::NoValue ToProto(NoValue no_value) {
  switch (no_value) {
    case NoValue::kNone:
      return v1::NO_VALUE_UNSPECIFIED;
    case NoValue::kMissing:
      return v1::NO_VALUE_MISSING;
    case NoValue::kStatedOnly:
      return v1::NO_VALUE_STATED_ONLY;
    case NoValue::kNotAdditive:
      return v1::NO_VALUE_NOT_ADDITIVE;
    case NoValue::kDenominatorMayBeZero:
      return v1::NO_VALUE_DENOMINATOR_MAY_BE_ZERO;
    case NoValue::kBaseNotPositive:
      return v1::NO_VALUE_BASE_NOT_POSITIVE;
    case NoValue::kTooLarge:
      return v1::NO_VALUE_TOO_LARGE;
  }
  return v1::NO_VALUE_UNSPECIFIED;
}

v1::Verdict ToProto(Verdict verdict) {
  switch (verdict) {
    case Verdict::kUnknown:
      return v1::VERDICT_UNKNOWN;
    case Verdict::kAgrees:
      return v1::VERDICT_AGREES;
    case Verdict::kDiffers:
      return v1::VERDICT_DIFFERS;
  }
  return v1::VERDICT_UNSPECIFIED;
}

const char* NameOf(PeriodBasis basis) {
  switch (basis) {
    case PeriodBasis::kStated:
      return "stated";
    case PeriodBasis::kAssumed:
      return "assumed";
    case PeriodBasis::kRecurring:
      return "recurring";
  }
  return "";
}

void WriteQuantity(const Quantity& quantity, int decimals, v1::Quantity& out) {
  out.set_value(FormatScaledShort(quantity.value, decimals));
  if (const auto& lower = quantity.interval.lower; lower.has_value()) {
    out.set_lower(FormatScaledShort(lower->value, decimals));
    out.set_lower_open(lower->open);
  }
  if (const auto& upper = quantity.interval.upper; upper.has_value()) {
    out.set_upper(FormatScaledShort(upper->value, decimals));
    out.set_upper_open(upper->open);
  }
  out.set_mark(ToProto(quantity.mark()));
  out.set_text(FormatQuantity(quantity, decimals));
}

void WriteStated(const StatedFigure& stated, int decimals, v1::StatedFigure& out) {
  out.set_source(stated.source);
  if (stated.amount.has_value()) {
    WriteQuantity(*stated.amount, decimals, *out.mutable_amount());
    out.set_quantum(stated.quantum.ToString());
  }
  if (stated.gap.has_value()) WriteQuantity(*stated.gap, decimals, *out.mutable_gap());
  out.set_verdict(ToProto(stated.verdict));
  out.set_conflict(stated.conflict);
  out.set_revision(static_cast<int64_t>(stated.revision));
  out.set_period_basis(NameOf(stated.period_basis));
  out.set_remark(stated.remark);
}

void WriteCompleteness(const Completeness& completeness, v1::Completeness& out) {
  out.set_expected(completeness.expected);
  out.set_received(completeness.received);
  out.set_carried(completeness.carried);
  out.set_carried_age(completeness.carried_age);
  out.set_bounded(completeness.bounded);
  out.set_complete(completeness.complete);
}

}  // namespace

void WriteFigure(const Figure& figure, v1::Figure& out) {
  if (figure.computed.has_value())
    WriteQuantity(*figure.computed, figure.decimals, *out.mutable_computed());
  out.set_unit(figure.unit);
  out.set_no_value(ToProto(figure.no_value));
  WriteCompleteness(figure.completeness, *out.mutable_completeness());
  if (figure.distinct.has_value()) {
    auto& distinct = *out.mutable_distinct();
    distinct.set_expected(figure.distinct->expected);
    distinct.set_contributing(figure.distinct->contributing);
    distinct.set_missing(figure.distinct->missing);
  }
  if (figure.coverage.has_value()) {
    auto& coverage = *out.mutable_coverage();
    coverage.set_numerator(figure.coverage->numerator);
    coverage.set_denominator(figure.coverage->denominator);
    coverage.set_mark(ToProto(figure.coverage->mark));
  }
  for (const StatedFigure& stated : figure.stated)
    WriteStated(stated, figure.decimals, *out.add_stated());
  out.set_remainders(figure.remainders);
  out.set_falls(figure.falls);
  out.set_gaps(figure.gaps);
  out.set_partials(figure.partials);
  out.set_conflict(figure.conflict);
  out.set_filled(figure.filled);
  if (figure.pairing.has_value()) {
    auto& pairing = *out.mutable_pairing();
    pairing.set_paired(figure.pairing->paired);
    pairing.set_numerator_only(figure.pairing->numerator_only);
    pairing.set_denominator_only(figure.pairing->denominator_only);
  }
  out.set_whole(figure.whole);
  out.set_ranked(figure.ranked);
  out.set_decimals(figure.decimals);
}

}  // namespace taizhang::aggregator
