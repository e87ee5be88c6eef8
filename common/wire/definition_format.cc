#include "common/wire/definition_format.h"

#include <string>
#include <variant>

#include "common/values/decimal.h"

namespace taizhang {
namespace {

namespace wire = type::v1;

// Both sides have the same numbers.
static_assert(static_cast<int>(RecordKind::kDivision) == wire::RECORD_KIND_DIVISION);
static_assert(static_cast<int>(ClusterKind::kPark) == wire::CLUSTER_KIND_PARK);
static_assert(static_cast<int>(ProjectCategory::kOther) == wire::PROJECT_CATEGORY_OTHER);
static_assert(static_cast<int>(Stage::kCancelled) == wire::STAGE_CANCELLED);
static_assert(static_cast<int>(Role::kBrandOperator) == wire::ROLE_BRAND_OPERATOR);
static_assert(static_cast<int>(TimeFold::kMax) == wire::TIME_FOLD_MAX);
static_assert(static_cast<int>(MemberFold::kCount) == wire::MEMBER_FOLD_COUNT);

constexpr int kToleranceDecimals = 4;

}  // namespace

wire::Frequency FormatFrequency(Frequency frequency) {
  switch (frequency) {
    case Frequency::kMonth:
      return wire::FREQUENCY_MONTH;
    case Frequency::kQuarter:
      return wire::FREQUENCY_QUARTER;
    case Frequency::kHalfYear:
      return wire::FREQUENCY_HALF_YEAR;
    case Frequency::kYear:
      return wire::FREQUENCY_YEAR;
  }
  return wire::FREQUENCY_UNSPECIFIED;
}

void FormatFilter(const Filter& filter, wire::Filter& written) {
  for (const ClusterKind kind : filter.cluster_kinds)
    written.add_cluster_kinds(static_cast<wire::ClusterKind>(kind));
  for (const ProjectCategory category : filter.categories)
    written.add_categories(static_cast<wire::ProjectCategory>(category));
  for (const Stage stage : filter.stages) written.add_stages(static_cast<wire::Stage>(stage));
  for (const Role role : filter.roles) written.add_roles(static_cast<wire::Role>(role));
  for (const DivisionLevel level : filter.division_levels)
    written.add_division_levels(std::string(LevelName(level)));
  for (const std::string& industry : filter.industries) written.add_industries(industry);
  for (const Label& label : filter.labels) (*written.mutable_labels())[label.key] = label.value;
  for (const std::string& item : filter.items) written.add_items(item);
  if (filter.party_organisation) written.set_party_organisation(*filter.party_organisation);
}

void FormatTotal(const TotalOf& total, wire::TotalOf& written) {
  written.set_measure(total.measure);
  if (!total.filter.IsEmpty()) FormatFilter(total.filter, *written.mutable_filter());
  written.set_over_time(static_cast<wire::TimeFold>(total.over_time));
  written.set_over_members(static_cast<wire::MemberFold>(total.over_members));
}

void FormatCount(const CountOf& count, wire::CountOf& written) {
  written.set_kind(static_cast<wire::RecordKind>(count.kind));
  if (!count.filter.IsEmpty()) FormatFilter(count.filter, *written.mutable_filter());
}

void FormatIndicator(const Indicator& indicator, wire::Indicator& written) {
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) {
    FormatTotal(*total, *written.mutable_total());
  } else if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
    FormatCount(*count, *written.mutable_count());
  } else if (const auto* expression = std::get_if<Expression>(&indicator.definition)) {
    FormatExpression(*expression, *written.mutable_expression());
  }
  written.set_stated_by(indicator.stated_by);
  written.set_population(indicator.population);
  if (indicator.decimals) written.set_decimals(*indicator.decimals);
}

std::string FormatTolerance(uint16_t about_tolerance) {
  return about_tolerance == 0 ? std::string()
                              : FormatScaledShort(about_tolerance, kToleranceDecimals);
}

}  // namespace taizhang
