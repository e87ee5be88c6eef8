#include "tests/support/history_text.h"

#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/values/bound.h"

namespace taizhang::aggregator {
namespace {

std::string Text(std::string_view view) { return std::string(view); }

template <typename T>
std::string Numbers(const char* name, const std::vector<T>& values) {
  if (values.empty()) return "";
  std::string out = absl::StrCat(" ", name);
  for (const T& value : values) absl::StrAppend(&out, " ", static_cast<int>(value));
  return out;
}

std::string Text(const DayRange& range) {
  if (range == DayRange{}) return "";
  return absl::StrCat(" [", range.start == kDayMin ? "" : FormatDay(range.start), ", ",
                      range.end == kDayMax ? "" : FormatDay(range.end), ")");
}

std::string Text(const Filter& filter) {
  std::string out;
  if (filter.IsEmpty()) return out;
  absl::StrAppend(&out, " where", Numbers("cluster kind", filter.cluster_kinds),
                  Numbers("category", filter.categories), Numbers("stage", filter.stages),
                  Numbers("role", filter.roles), Numbers("level", filter.division_levels));
  if (!filter.industries.empty()) {
    absl::StrAppend(&out, " industry ", absl::StrJoin(filter.industries, " "));
  }
  if (!filter.items.empty()) absl::StrAppend(&out, " item ", absl::StrJoin(filter.items, " "));
  for (const Label& label : filter.labels) absl::StrAppend(&out, " ", label.key, "=", label.value);
  if (filter.party_organisation) absl::StrAppend(&out, " party ", *filter.party_organisation);
  return out;
}

std::string Text(const Measure& measure) {
  const char* kinds[] = {"", "FLOW", "STOCK", "YEAR_TO_DATE"};
  std::string out = absl::StrCat(kinds[static_cast<int>(measure.temporal_kind)], " by ",
                                 Text(FrequencyName(measure.frequency)), " in ", measure.unit,
                                 " decimals ", int{measure.decimals}, " reporters");
  for (uint32_t bit = 0; bit < 32; ++bit) {
    if ((measure.reporters >> bit & 1U) != 0) absl::StrAppend(&out, " ", bit);
  }
  if (measure.itemised) absl::StrAppend(&out, " itemised");
  if (!measure.additive) absl::StrAppend(&out, " non-additive");
  if (measure.non_negative) absl::StrAppend(&out, " non-negative");
  if (measure.carry_forward) absl::StrAppend(&out, " carry_forward ", *measure.carry_forward);
  if (measure.about_tolerance > 0) absl::StrAppend(&out, " about ±", measure.about_tolerance);
  return absl::StrCat(out, Text(measure.filter));
}

std::string Text(const Indicator& indicator) {
  std::string out = "stated figures only";
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) out = ToText(*total);
  if (const auto* count = std::get_if<CountOf>(&indicator.definition)) {
    out = absl::StrCat("count of ", Text(KindName(count->kind)), Text(count->filter));
  }
  if (const auto* made = std::get_if<Expression>(&indicator.definition)) out = ToText(*made);
  if (!indicator.stated_by.empty()) absl::StrAppend(&out, " stated by ", indicator.stated_by);
  if (!indicator.population.empty()) absl::StrAppend(&out, " population ", indicator.population);
  if (indicator.decimals) absl::StrAppend(&out, " decimals ", int{*indicator.decimals});
  return out;
}

std::string Text(const ObservationRow& row) {
  const auto& [subject, measure, id, period] = row.key;
  std::string out = absl::StrCat(subject, " ", measure, " ", period.ToString(),
                                 id.empty() ? "" : " of ", id, ": ");
  if (!row.said) return absl::StrCat(out, "withdrawn");
  const Stamp& stamp = row.said->stamp;
  if (stamp.state == ObservationState::kNotAvailable) {
    absl::StrAppend(&out, "not available");
  } else {
    absl::StrAppend(&out, Text(BoundMark(stamp.bound)), " ", ToString(row.said->value));
    if (!(stamp.quantum == Decimal::FromInteger(1))) {
      absl::StrAppend(&out, " quantum ", stamp.quantum.ToString());
    }
  }
  return absl::StrCat(out, stamp.basis == Basis::kRemainder ? " REMAINDER" : "");
}

}  // namespace

std::string ToText(const TotalOf& total) {
  const char* over_time[] = {"", "SUM ", "LAST ", "FIRST ", "MEAN ", "MIN ", "MAX "};
  const char* over_members[] = {"", "", "mean of ", "min of ", "max of ", "count of "};
  return absl::StrCat(over_members[static_cast<int>(total.over_members)],
                      over_time[static_cast<int>(total.over_time)], total.measure,
                      Text(total.filter));
}

std::string ToText(const Expression& expression) {
  std::vector<std::string> operands;
  for (const Expression& operand : expression.operands) operands.push_back(ToText(operand));
  const std::string of = absl::StrCat("(", absl::StrJoin(operands, ", "), ")");
  const auto& node = expression.node;
  if (const auto* named = std::get_if<IndicatorOf>(&node)) return named->indicator;
  if (const auto* total = std::get_if<TotalOf>(&node)) return ToText(*total);
  if (const auto* count = std::get_if<CountOf>(&node)) {
    return absl::StrCat("count of ", Text(KindName(count->kind)), Text(count->filter));
  }
  if (const auto* constant = std::get_if<Constant>(&node)) {
    return absl::StrCat(constant->value.ToString(), constant->unit);
  }
  if (const auto* made = std::get_if<Arithmetic>(&node)) {
    const char* names[] = {"sum", "difference", "product", "quotient"};
    return absl::StrCat(names[static_cast<int>(made->operation)],
                        made->skip_missing ? " skip_missing" : "", made->in_percent ? " in %" : "",
                        of);
  }
  if (const auto* shift = std::get_if<Shift>(&node)) {
    return absl::StrCat("shift by ", shift->count, " ",
                        shift->length ? Text(FrequencyName(*shift->length)) : "own", of);
  }
  if (const auto* window = std::get_if<Window>(&node)) {
    if (window->to_date) {
      return absl::StrCat("to date in ", Text(FrequencyName(*window->to_date)), of);
    }
    return absl::StrCat("trailing ", window->trailing, " ", Text(FrequencyName(window->length)),
                        of);
  }
  if (const auto* ratio = std::get_if<Ratio>(&node)) {
    return absl::StrCat("ratio", ratio->paired ? " paired" : "", ratio->mean ? " mean" : "",
                        ratio->in_percent ? " in %" : "", "(", ToText(ratio->numerator), " ÷ ",
                        ToText(ratio->denominator), ")");
  }
  if (const auto* growth = std::get_if<Growth>(&node)) {
    return absl::StrCat("growth on the ",
                        growth->base == GrowthBase::kYearEarlier ? "year" : "period", " before",
                        growth->like_for_like ? " like for like" : "", of);
  }
  if (const auto* share = std::get_if<Share>(&node)) {
    return absl::StrCat("share in ", share->whole.empty() ? "its parent" : share->whole, of);
  }
  return absl::StrCat("rank by", of);
}

std::string ToText(const Record& record) {
  std::string out(KindName(KindOf(record)));
  if (!(record.active == DayRange{})) absl::StrAppend(&out, " active", Text(record.active));
  for (const Placement& place : record.placements) {
    absl::StrAppend(&out, " in ", place.place, Text(place.when));
  }
  for (const Membership& of : record.memberships) {
    absl::StrAppend(&out, " of ", of.cluster, " role ", static_cast<int>(of.role), Text(of.when));
  }
  for (const Label& label : record.labels) absl::StrAppend(&out, " ", label.key, "=", label.value);
  if (const auto* enterprise = std::get_if<Enterprise>(&record.details)) {
    absl::StrAppend(&out, " industry '", enterprise->industry, "'");
    if (enterprise->party_organisation) {
      absl::StrAppend(&out, " party ", *enterprise->party_organisation);
    }
  }
  if (const auto* project = std::get_if<Project>(&record.details)) {
    absl::StrAppend(&out, " category ", static_cast<int>(project->category));
    for (const StageSpan& span : project->stages) {
      absl::StrAppend(&out, " stage ", static_cast<int>(span.stage), Text(span.when));
    }
  }
  if (const auto* cluster = std::get_if<Cluster>(&record.details)) {
    absl::StrAppend(&out, " kind ", static_cast<int>(cluster->kind));
  }
  if (const auto* measure = std::get_if<Measure>(&record.details)) {
    absl::StrAppend(&out, ": ", Text(*measure));
  }
  if (const auto* indicator = std::get_if<Indicator>(&record.details)) {
    absl::StrAppend(&out, ": ", Text(*indicator));
  }
  return out;
}

std::string ToText(const History& history) {
  std::string out;
  for (const auto& rows : history) {
    absl::StrAppend(&out, "block\n");
    for (const HistoryRow& row : rows) {
      if (const auto* record = std::get_if<RecordRow>(&row)) {
        absl::StrAppend(&out, "  ", record->name, ": ",
                        record->record ? ToText(*record->record) : "withdrawn", "\n");
      } else {
        absl::StrAppend(&out, "  ", Text(std::get<ObservationRow>(row)), "\n");
      }
    }
  }
  return out;
}

std::string ToText(const FigureQuery& query) {
  return absl::StrCat(query.indicator, " of ", query.scope.text(), " in ", query.period.ToString(),
                      query.distinct ? " distinct" : "",
                      query.members_on ? " members on " + FormatDay(*query.members_on) : "",
                      query.fill_from_statements ? " filled" : "");
}

}  // namespace taizhang::aggregator
