#pragma once

#include <optional>
#include <string>

#include "services/aggregator/core/compute.h"
#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {

/// A fold of a measure's amounts, as a test asks for it.
struct AskedTotal {
  std::string scope;
  std::string measure_id;
  std::string period;
  TimeFold over_time = TimeFold::kNatural;
  MemberFold over_members = MemberFold::kSum;
  std::optional<Day> members_on;
  Filter filter;
};

/// What was computed.
struct GivenTotal {
  Tally tally;
  SubjectCount subjects;
  FoldedNumber number;
  bool is_complete = false;
  bool only_grows = false;

  /// As people read it, means at two decimals; "none" without a value.
  [[nodiscard]] std::string Text() const {
    if (const auto* quantity = std::get_if<Quantity>(&number.number)) {
      return FormatQuantity(*quantity, number.decimals);
    }
    const auto* exact = std::get_if<ExactQuantity>(&number.number);
    return exact != nullptr ? FormatQuantity(RoundTo(*exact, 2).value(), 2) : "none";
  }
  /// A mean as the fraction that it is: "17/6".
  [[nodiscard]] std::string FractionText() const {
    const auto* exact = std::get_if<ExactQuantity>(&number.number);
    return exact != nullptr ? exact->value.get_str() : "none";
  }
};

inline GivenTotal Compute(Kaiping& world, const AskedTotal& asked) {
  world.Commit();
  const RecordName scope = *RecordName::Parse(asked.scope);
  const TotalQuestion question{
      .scope = scope,
      .measure_id = asked.measure_id,
      .measure = *world.structure().FindMeasure("measures/" + asked.measure_id),
      .filter = asked.filter,
      .period = *Period::Parse(asked.period),
      .over_time = asked.over_time,
      .over_members = asked.over_members,
      .members_on = asked.members_on};
  TotalComputation computation(question, world.structure(), world.partitions());
  return {.tally = computation.tally(),
          .subjects = computation.Subjects(),
          .number = computation.Number(),
          .is_complete = computation.IsComplete(),
          .only_grows = computation.OnlyGrows()};
}

}  // namespace taizhang::aggregator
