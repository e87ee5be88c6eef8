#include "tests/property/ledger/random_definitions.h"

#include "tests/property/ledger/random_rows.h"

namespace taizhang::ledger {
namespace {

constexpr const char* kMeasures[] = {"measures/sales",   "measures/sales",  "measures/balance",
                                     "measures/balance", "measures/output", "measures/land"};

void RandomOperands(Seeded& random, int64_t depth, int64_t count, type::v1::Operands& operands) {
  if (random.OneIn(20)) ++count;
  for (; count > 0; --count) RandomExpression(random, depth - 1, *operands.add_operands());
  operands.set_skip_missing(random.OneIn(8));
  operands.set_in_percent(random.OneIn(8));
}

type::v1::Frequency RandomFrequency(Seeded& random) {
  return static_cast<type::v1::Frequency>(random.Between(0, random.OneIn(20) ? 6 : 4));
}

void RandomLeaf(Seeded& random, type::v1::Expression& expression) {
  switch (random.Between(0, 6)) {
    case 0:
      expression.set_indicator(random.OneIn(2) ? "indicators/i" : "indicators/own");
      break;
    case 1:
      expression.mutable_count()->set_kind(type::v1::RECORD_KIND_ENTERPRISE);
      break;
    case 2:
      expression.mutable_constant()->set_value(random.OneIn(20) ? "x" : "0.50");
      if (random.OneIn(2)) expression.mutable_constant()->set_unit("元");
      break;
    case 3:
      RandomTotal(random, *expression.mutable_ratio()->mutable_numerator());
      RandomTotal(random, *expression.mutable_ratio()->mutable_denominator());
      expression.mutable_ratio()->set_paired(random.OneIn(2));
      break;
    default:
      RandomTotal(random, *expression.mutable_total());
      break;
  }
}

}  // namespace

void RandomTotal(Seeded& random, type::v1::TotalOf& total) {
  total.set_measure(OneOf(random, kMeasures));
  if (random.OneIn(4)) total.set_over_time(static_cast<type::v1::TimeFold>(random.Between(0, 7)));
  if (random.OneIn(4))
    total.set_over_members(static_cast<type::v1::MemberFold>(random.Between(0, 6)));
  if (random.OneIn(4)) total.mutable_filter()->add_roles(type::v1::ROLE_LEADING);
}

void RandomExpression(Seeded& random, int64_t depth, type::v1::Expression& expression) {
  if (depth <= 1 || random.OneIn(4)) {
    RandomLeaf(random, expression);
    return;
  }
  switch (random.Between(0, 8)) {
    case 0:
      RandomOperands(random, depth, random.Between(1, 3), *expression.mutable_sum());
      break;
    case 1:
      RandomOperands(random, depth, 2, *expression.mutable_difference());
      break;
    case 2:
      RandomOperands(random, depth, random.Between(1, 2), *expression.mutable_product());
      break;
    case 3:
      RandomOperands(random, depth, 2, *expression.mutable_quotient());
      break;
    case 4:
      expression.mutable_shift()->set_count(static_cast<int32_t>(random.Between(-4, 4)));
      expression.mutable_shift()->set_length(RandomFrequency(random));
      RandomExpression(random, depth - 1, *expression.mutable_shift()->mutable_operand());
      break;
    case 5: {
      type::v1::Window& window = *expression.mutable_window();
      if (random.OneIn(2)) {
        window.set_to_date(RandomFrequency(random));
      } else {
        window.set_trailing(static_cast<uint32_t>(random.Between(0, 20)));
        window.set_length(RandomFrequency(random));
      }
      RandomExpression(random, depth - 1, *window.mutable_operand());
      break;
    }
    case 6:
      expression.mutable_growth()->set_like_for_like(random.OneIn(4));
      expression.mutable_growth()->set_base(
          static_cast<type::v1::GrowthBase>(random.Between(0, random.OneIn(20) ? 3 : 2)));
      RandomExpression(random, depth - 1, *expression.mutable_growth()->mutable_operand());
      break;
    case 7:
      expression.mutable_share()->set_whole(random.OneIn(3) ? "divisions/440783/clusters/mushrooms"
                                                            : "");
      RandomExpression(random, depth - 1, *expression.mutable_share()->mutable_operand());
      break;
    default:
      expression.mutable_rank();
      if (!random.OneIn(20))
        RandomExpression(random, depth - 1, *expression.mutable_rank()->mutable_operand());
      break;
  }
}

}  // namespace taizhang::ledger
