#include "common/log/definition_codec.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace taizhang {
namespace {

namespace stored = storage::v1;

template <typename E>
uint32_t NumberOf(E value) {
  return static_cast<uint32_t>(value);
}

template <typename E, typename Numbers>
void AddNumbers(const std::vector<E>& values, Numbers& numbers) {
  for (const E value : values) numbers.Add(NumberOf(value));
}

template <typename E, typename Numbers>
std::vector<E> ReadNumbers(const Numbers& numbers) {
  std::vector<E> values;
  values.reserve(static_cast<size_t>(numbers.size()));
  for (const uint32_t number : numbers) values.push_back(static_cast<E>(number));
  return values;
}

void EncodeTotal(const TotalOf& total, stored::TotalOf& out) {
  out.set_measure(total.measure);
  if (!total.filter.IsEmpty()) EncodeFilter(total.filter, *out.mutable_filter());
  out.set_over_time(NumberOf(total.over_time));
  out.set_over_members(NumberOf(total.over_members));
}

TotalOf DecodeTotal(const stored::TotalOf& in) {
  return {.measure = in.measure(),
          .filter = DecodeFilter(in.filter()),
          .over_time = static_cast<TimeFold>(in.over_time()),
          .over_members = static_cast<MemberFold>(in.over_members())};
}

void EncodeCount(const CountOf& count, stored::CountOf& out) {
  out.set_kind(NumberOf(count.kind));
  if (!count.filter.IsEmpty()) EncodeFilter(count.filter, *out.mutable_filter());
}

CountOf DecodeCount(const stored::CountOf& in) {
  return {.kind = static_cast<RecordKind>(in.kind()), .filter = DecodeFilter(in.filter())};
}

uint32_t MonthsIn(const std::optional<Frequency>& length) { return length ? NumberOf(*length) : 0; }

std::optional<Frequency> LengthOf(uint32_t months) {
  if (months == 0) return std::nullopt;
  return static_cast<Frequency>(months);
}

// One overload for each alternative of Expression::node.
struct NodeEncoder {
  stored::Expression& out;

  void operator()(const IndicatorOf& of) const { out.set_indicator(of.indicator); }
  void operator()(const TotalOf& of) const { EncodeTotal(of, *out.mutable_total()); }
  void operator()(const CountOf& of) const { EncodeCount(of, *out.mutable_count()); }
  void operator()(const Constant& of) const {
    out.mutable_constant()->set_value(of.value.ToString());
    out.mutable_constant()->set_unit(of.unit);
  }
  void operator()(const Arithmetic& of) const {
    stored::Arithmetic& to = *out.mutable_arithmetic();
    to.set_operation(NumberOf(of.operation));
    to.set_skip_missing(of.skip_missing);
    to.set_in_percent(of.in_percent);
  }
  void operator()(const Shift& of) const {
    out.mutable_shift()->set_count(of.count);
    out.mutable_shift()->set_length(MonthsIn(of.length));
  }
  void operator()(const Window& of) const {
    stored::Window& to = *out.mutable_window();
    to.set_to_date(MonthsIn(of.to_date));
    to.set_trailing(of.trailing);
    to.set_length(NumberOf(of.length));
  }
  void operator()(const Ratio& of) const {
    stored::Ratio& to = *out.mutable_ratio();
    EncodeTotal(of.numerator, *to.mutable_numerator());
    EncodeTotal(of.denominator, *to.mutable_denominator());
    to.set_paired(of.paired);
    to.set_mean(of.mean);
    to.set_in_percent(of.in_percent);
  }
  void operator()(const Growth& of) const {
    out.mutable_growth()->set_base(NumberOf(of.base));
    out.mutable_growth()->set_like_for_like(of.like_for_like);
  }
  void operator()(const Share& of) const { out.set_share_of(of.whole); }
  void operator()(const Rank& /*of*/) const { out.set_rank(true); }
};

void EncodeExpression(const Expression& expression, stored::Expression& out) {
  std::visit(NodeEncoder{out}, expression.node);
  for (const Expression& operand : expression.operands)
    EncodeExpression(operand, *out.add_operands());
}

Expression::Node DecodeNode(const stored::Expression& in) {
  switch (in.node_case()) {
    case stored::Expression::kTotal:
      return DecodeTotal(in.total());
    case stored::Expression::kCount:
      return DecodeCount(in.count());
    case stored::Expression::kConstant:
      return Constant{.value = Decimal::Parse(in.constant().value()).value_or(Decimal()),
                      .unit = in.constant().unit()};
    case stored::Expression::kArithmetic:
      return Arithmetic{.operation = static_cast<Operation>(in.arithmetic().operation()),
                        .skip_missing = in.arithmetic().skip_missing(),
                        .in_percent = in.arithmetic().in_percent()};
    case stored::Expression::kShift:
      return Shift{.count = in.shift().count(), .length = LengthOf(in.shift().length())};
    case stored::Expression::kWindow:
      return Window{.to_date = LengthOf(in.window().to_date()),
                    .trailing = in.window().trailing(),
                    .length = static_cast<Frequency>(in.window().length())};
    case stored::Expression::kRatio:
      return Ratio{.numerator = DecodeTotal(in.ratio().numerator()),
                   .denominator = DecodeTotal(in.ratio().denominator()),
                   .paired = in.ratio().paired(),
                   .mean = in.ratio().mean(),
                   .in_percent = in.ratio().in_percent()};
    case stored::Expression::kGrowth:
      return Growth{.base = static_cast<GrowthBase>(in.growth().base()),
                    .like_for_like = in.growth().like_for_like()};
    case stored::Expression::kShareOf:
      return Share{.whole = in.share_of()};
    case stored::Expression::kRank:
      return Rank{};
    case stored::Expression::kIndicator:
    case stored::Expression::NODE_NOT_SET:
      break;
  }
  return IndicatorOf{.indicator = in.indicator()};
}

Expression DecodeExpression(const stored::Expression& in) {
  Expression expression{.node = DecodeNode(in), .operands = {}};
  expression.operands.reserve(static_cast<size_t>(in.operands_size()));
  for (const stored::Expression& operand : in.operands())
    expression.operands.push_back(DecodeExpression(operand));
  return expression;
}

}  // namespace

void EncodeFilter(const Filter& filter, stored::Filter& out) {
  AddNumbers(filter.cluster_kinds, *out.mutable_cluster_kinds());
  AddNumbers(filter.categories, *out.mutable_categories());
  AddNumbers(filter.stages, *out.mutable_stages());
  AddNumbers(filter.roles, *out.mutable_roles());
  AddNumbers(filter.division_levels, *out.mutable_division_levels());
  for (const std::string& industry : filter.industries) out.add_industries(industry);
  for (const Label& label : filter.labels) {
    stored::LabelCondition& condition = *out.add_labels();
    condition.set_key(label.key);
    condition.set_value(label.value);
  }
  for (const std::string& item : filter.items) out.add_items(item);
  if (filter.party_organisation) out.set_party_organisation(*filter.party_organisation);
}

Filter DecodeFilter(const stored::Filter& in) {
  Filter filter;
  filter.cluster_kinds = ReadNumbers<ClusterKind>(in.cluster_kinds());
  filter.categories = ReadNumbers<ProjectCategory>(in.categories());
  filter.stages = ReadNumbers<Stage>(in.stages());
  filter.roles = ReadNumbers<Role>(in.roles());
  filter.division_levels = ReadNumbers<DivisionLevel>(in.division_levels());
  filter.industries.assign(in.industries().begin(), in.industries().end());
  filter.labels.reserve(static_cast<size_t>(in.labels_size()));
  for (const auto& condition : in.labels())
    filter.labels.push_back({condition.key(), condition.value()});
  filter.items.assign(in.items().begin(), in.items().end());
  if (in.has_party_organisation()) filter.party_organisation = in.party_organisation();
  return filter;
}

void EncodeIndicator(const Indicator& indicator, stored::Indicator& out) {
  out.set_stated_by(indicator.stated_by);
  out.set_population(indicator.population);
  if (indicator.decimals) out.set_decimals(*indicator.decimals);
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) {
    EncodeTotal(*total, *out.mutable_total());
  } else if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
    EncodeCount(*count, *out.mutable_count());
  } else if (const auto* expression = std::get_if<Expression>(&indicator.definition)) {
    EncodeExpression(*expression, *out.mutable_expression());
  }
}

Indicator DecodeIndicator(const stored::Indicator& in) {
  Indicator indicator;
  indicator.stated_by = in.stated_by();
  indicator.population = in.population();
  if (in.has_decimals()) indicator.decimals = static_cast<uint8_t>(in.decimals());
  if (in.has_total()) indicator.definition = DecodeTotal(in.total());
  if (in.has_count()) indicator.definition = DecodeCount(in.count());
  if (in.has_expression()) indicator.definition = DecodeExpression(in.expression());
  return indicator;
}

bool IsOfFormat2(const Record& record) {
  if (const auto* measure = std::get_if<Measure>(&record.details))
    return measure->about_tolerance != 0 || !measure->filter.IsEmpty();
  const auto* indicator = std::get_if<Indicator>(&record.details);
  if (indicator == nullptr) return false;
  const auto* total = std::get_if<TotalOf>(&indicator->definition);
  return indicator->decimals.has_value() || (total != nullptr && !total->IsTotal()) ||
         std::holds_alternative<Expression>(indicator->definition);
}

}  // namespace taizhang
