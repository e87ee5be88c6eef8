#include "services/aggregator/rpc/indicator_proto.h"

#include <variant>

namespace taizhang::aggregator {
namespace {

namespace type = ::taizhang::type::v1;

// Both sides have the same numbers.
static_assert(static_cast<int>(TemporalKind::kYearToDate) == type::TEMPORAL_KIND_YEAR_TO_DATE);
static_assert(static_cast<int>(RecordKind::kDivision) == type::RECORD_KIND_DIVISION);
static_assert(static_cast<int>(ClusterKind::kPark) == type::CLUSTER_KIND_PARK);
static_assert(static_cast<int>(ProjectCategory::kOther) == type::PROJECT_CATEGORY_OTHER);
static_assert(static_cast<int>(Stage::kCancelled) == type::STAGE_CANCELLED);
static_assert(static_cast<int>(Role::kBrandOperator) == type::ROLE_BRAND_OPERATOR);

template <typename Proto, typename Enum>
Proto ToProto(Enum value) {
  return static_cast<Proto>(value);
}

type::Frequency ToProto(Frequency frequency) {
  switch (frequency) {
    case Frequency::kMonth:
      return type::FREQUENCY_MONTH;
    case Frequency::kQuarter:
      return type::FREQUENCY_QUARTER;
    case Frequency::kHalfYear:
      return type::FREQUENCY_HALF_YEAR;
    case Frequency::kYear:
      return type::FREQUENCY_YEAR;
  }
  return type::FREQUENCY_UNSPECIFIED;
}

void WriteFilter(const Filter& filter, type::Filter& out) {
  for (const ClusterKind kind : filter.cluster_kinds)
    out.add_cluster_kinds(ToProto<type::ClusterKind>(kind));
  for (const ProjectCategory category : filter.categories) {
    out.add_categories(ToProto<type::ProjectCategory>(category));
  }
  for (const Stage stage : filter.stages) out.add_stages(ToProto<type::Stage>(stage));
  for (const Role role : filter.roles) out.add_roles(ToProto<type::Role>(role));
  for (const DivisionLevel level : filter.division_levels)
    out.add_division_levels(std::string(LevelName(level)));
  for (const std::string& industry : filter.industries) out.add_industries(industry);
  for (const Label& label : filter.labels) (*out.mutable_labels())[label.key] = label.value;
  for (const std::string& item : filter.items) out.add_items(item);
  if (filter.party_organisation.has_value()) out.set_party_organisation(*filter.party_organisation);
}

void WriteDefinition(const Indicator& indicator, type::Indicator& out) {
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) {
    out.mutable_total()->set_measure(total->measure);
    if (!total->filter.IsEmpty())
      WriteFilter(total->filter, *out.mutable_total()->mutable_filter());
  } else if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
    out.mutable_count()->set_kind(ToProto<type::RecordKind>(count->kind));
    if (!count->filter.IsEmpty())
      WriteFilter(count->filter, *out.mutable_count()->mutable_filter());
  }
  out.set_stated_by(indicator.stated_by);
  out.set_population(indicator.population);
}

}  // namespace

void WriteIndicator(const std::string& name, const RecordVersion& version, const Record* measure,
                    v1::IndicatorSummary& out) {
  const Record& record = *version.record;
  const auto& indicator = std::get<Indicator>(record.details);
  type::Record& proto = *out.mutable_record();
  proto.set_name(name);
  proto.set_display_name(record.display_name);
  proto.set_english_name(record.english_name);
  proto.set_description(record.description);
  for (const Label& label : record.labels) (*proto.mutable_labels())[label.key] = label.value;
  proto.set_revision(static_cast<int64_t>(version.revision));
  WriteDefinition(indicator, *proto.mutable_indicator());

  const auto* details = measure == nullptr ? nullptr : std::get_if<Measure>(&measure->details);
  if (details != nullptr) out.set_unit(details->unit);
  if (std::holds_alternative<CountOf>(indicator.definition)) {
    if (details == nullptr) out.set_unit("个");
    out.set_frequency(type::FREQUENCY_MONTH);
    out.set_temporal_kind(type::TEMPORAL_KIND_STOCK);
  } else if (details != nullptr) {
    out.set_frequency(ToProto(details->frequency));
    out.set_temporal_kind(ToProto<type::TemporalKind>(details->temporal_kind));
  }
}

}  // namespace taizhang::aggregator
