#include "services/aggregator/rpc/indicator_proto.h"

#include <variant>

#include "common/wire/definition_format.h"

namespace taizhang::aggregator {
namespace {

namespace type = ::taizhang::type::v1;

// Both sides have the same numbers.
static_assert(static_cast<int>(TemporalKind::kYearToDate) == type::TEMPORAL_KIND_YEAR_TO_DATE);

}  // namespace

void WriteIndicator(const std::string& name, const RecordVersion& version,
                    const std::optional<Shape>& shape, v1::IndicatorSummary& out) {
  const Record& record = *version.record;
  const auto& indicator = std::get<Indicator>(record.details);
  type::Record& proto = *out.mutable_record();
  proto.set_name(name);
  proto.set_display_name(record.display_name);
  proto.set_english_name(record.english_name);
  proto.set_description(record.description);
  for (const Label& label : record.labels) (*proto.mutable_labels())[label.key] = label.value;
  proto.set_revision(static_cast<int64_t>(version.revision));
  FormatIndicator(indicator, *proto.mutable_indicator());

  if (!shape) return;
  out.set_unit(shape->unit);
  out.set_frequency(FormatFrequency(shape->frequency));
  out.set_temporal_kind(static_cast<type::TemporalKind>(shape->temporal_kind));
}

}  // namespace taizhang::aggregator
