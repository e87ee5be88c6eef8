#include "services/aggregator/core/part.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/aggregator/core/verdict.h"

namespace taizhang::aggregator {
namespace {

void AddCompleteness(const Completeness& from, Completeness& into) {
  into.expected += from.expected;
  into.received += from.received;
  into.carried += from.carried;
  into.carried_age += from.carried_age;
  into.bounded += from.bounded;
  into.complete = into.complete && from.complete;
}

std::optional<ExactQuantity> Calculate(const Arithmetic& arithmetic, ExactQuantity first,
                                       absl::Span<const ExactQuantity> others) {
  switch (arithmetic.operation) {
    case Operation::kSum:
      for (const ExactQuantity& other : others) first = Add(first, other);
      break;
    case Operation::kDifference:
      for (const ExactQuantity& other : others) first = Subtract(first, other);
      break;
    case Operation::kProduct:
      for (const ExactQuantity& other : others) first = Multiply(first, other);
      break;
    case Operation::kQuotient:
      for (const ExactQuantity& other : others) {
        std::optional<ExactQuantity> quotient = Divide(first, other);
        if (!quotient) return std::nullopt;
        first = *std::move(quotient);
      }
      break;
  }
  if (arithmetic.in_percent) first = Multiply(first, PointOf(100));
  return first;
}

/// Words in what a total or count is made of: few, and all about as many.
constexpr int64_t kSizeOfQuantity = 4;

int64_t SizeOf(const Part& part) {
  if (const auto* exact = std::get_if<ExactQuantity>(&part.number)) {
    return aggregator::SizeOf(*exact);
  }
  return part.HasNumber() ? kSizeOfQuantity : 0;
}

/// Of numbers of so many words: as measured, within a factor of three from 4 to 100,000.
int64_t StepsOf(int64_t size) {
  return size * static_cast<int64_t>(std::bit_width(static_cast<uint64_t>(size)));
}

}  // namespace

int64_t StepsToCombine(absl::Span<const Part> parts) {
  int64_t steps = 0;
  int64_t size = 0;
  for (const Part& part : parts) {
    size += SizeOf(part);
    if (&part != parts.data()) steps += StepsOf(size);
  }
  return steps;
}

int64_t StepsToCompare(const Part& a, const Part& b) {
  // Nothing is brought to lowest terms.
  return StepsOf(SizeOf(a) + SizeOf(b)) / 8;
}

Part NoPart(NoValue why) {
  Part part;
  part.no_value = why;
  return part;
}

Part ConstantPart(const Constant& constant) {
  Part part;
  part.number = PointOf(ToFraction(constant.value.coefficient(), constant.value.scale()));
  part.reads = false;
  part.completeness.complete = true;
  part.is_complete = true;
  part.only_grows = true;
  return part;
}

ExactQuantity ExactNumberOf(const Part& part) {
  if (const auto* quantity = std::get_if<Quantity>(&part.number)) {
    return ToExact(*quantity, part.decimals);
  }
  return std::get<ExactQuantity>(part.number);
}

Part Together(absl::Span<const Part> parts) {
  Part out;
  out.reads = false;
  out.completeness.complete = true;
  out.is_complete = true;
  bool has_coverage = true;
  for (const Part& part : parts) {
    AddCompleteness(part.completeness, out.completeness);
    out.remainders += part.remainders;
    out.falls += part.falls;
    out.gaps += part.gaps;
    out.partials += part.partials;
    out.filled += part.filled;
    out.is_complete = out.is_complete && part.is_complete;
    if (!part.reads) continue;
    out.reads = true;
    has_coverage = has_coverage && part.coverage;
    if (part.coverage && (!out.coverage || IsPoorer(*part.coverage, *out.coverage))) {
      out.coverage = part.coverage;
    }
  }
  if (!has_coverage) out.coverage.reset();
  return out;
}

Part Combine(const Arithmetic& arithmetic, absl::Span<const Part> operands) {
  Part out = Together(operands);
  out.only_grows = arithmetic.operation == Operation::kSum &&
                   std::all_of(operands.begin(), operands.end(),
                               [](const Part& operand) { return operand.only_grows; });
  std::vector<ExactQuantity> numbers;
  numbers.reserve(operands.size());
  bool has_any = false;
  out.may_have = true;
  for (const Part& operand : operands) {
    if (operand.HasNumber()) {
      has_any = true;
      numbers.push_back(ExactNumberOf(operand));
    } else if (operand.no_value != NoValue::kMissing || !arithmetic.skip_missing) {
      if (out.no_value == NoValue::kNone) out.no_value = operand.no_value;
      has_any = true;
      out.may_have = out.may_have && operand.may_have;
    } else if (arithmetic.operation == Operation::kDifference && &operand == operands.data()) {
      // What is left of a difference is less its second.
      numbers.push_back(PointOf(0));
    }
  }
  if (!has_any) {
    out.no_value = NoValue::kMissing;
    out.may_have = false;
  }
  if (out.no_value != NoValue::kNone) return out;
  ExactQuantity first = std::move(numbers.front());
  std::optional<ExactQuantity> number =
      Calculate(arithmetic, std::move(first), absl::MakeConstSpan(numbers).subspan(1));
  if (number) {
    out.number = *std::move(number);
  } else {
    out.no_value = NoValue::kDenominatorMayBeZero;
    out.may_have = !IsZero(numbers.back().interval);
  }
  return out;
}

}  // namespace taizhang::aggregator
