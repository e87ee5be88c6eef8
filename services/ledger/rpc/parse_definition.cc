#include "services/ledger/rpc/parse_definition.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/values/decimal.h"
#include "common/values/text.h"
#include "services/ledger/core/record_rules.h"
#include "services/ledger/rpc/enum_tables.h"

namespace taizhang::ledger {
namespace {

constexpr int kToleranceDecimals = 4;
constexpr Int128 kToleranceEnd = 10'000;

template <typename List>
bool IsTooLong(const List& written) {
  return static_cast<size_t>(written.size()) > kFilterEntriesMax;
}

/// A list of enums in a filter, of which none may be 0. One that is too long keeps its length
/// alone, for the rule that refuses it.
template <typename To, typename IsValid>
std::vector<To> ParseEnums(const google::protobuf::RepeatedField<int>& written,
                           const IsValid& is_valid, const std::string& field,
                           const DetailsPlace& place) {
  std::vector<To> parsed;
  if (IsTooLong(written)) {
    parsed.resize(static_cast<size_t>(written.size()));
    return parsed;
  }
  for (int i = 0; i < written.size(); ++i) {
    const int number = written.Get(i);
    parsed.push_back(
        place.Enum<To>(number, number != 0 && is_valid(number), absl::StrCat(field, "[", i, "]")));
  }
  return parsed;
}

/// As above.
std::vector<DivisionLevel> ParseLevels(
    const google::protobuf::RepeatedPtrField<std::string>& written, const std::string& field,
    const DetailsPlace& place) {
  std::vector<DivisionLevel> parsed;
  if (IsTooLong(written)) {
    parsed.resize(static_cast<size_t>(written.size()));
    return parsed;
  }
  for (int i = 0; i < written.size(); ++i) {
    if (const std::optional<DivisionLevel> level = LevelOf(written.Get(i))) {
      parsed.push_back(*level);
    } else {
      place.Add(absl::StrCat(field, "[", i, "]"), Reason::kValueInvalid,
                "write nation, province, prefecture, county or town");
    }
  }
  return parsed;
}

}  // namespace

Filter ParseFilter(const type::v1::Filter& written, const std::string& path,
                   const DetailsPlace& place) {
  Filter filter;
  filter.cluster_kinds = ParseEnums<ClusterKind>(
      written.cluster_kinds(), type::v1::ClusterKind_IsValid, path + ".cluster_kinds", place);
  filter.categories = ParseEnums<ProjectCategory>(
      written.categories(), type::v1::ProjectCategory_IsValid, path + ".categories", place);
  filter.stages =
      ParseEnums<Stage>(written.stages(), type::v1::Stage_IsValid, path + ".stages", place);
  filter.roles = ParseEnums<Role>(written.roles(), type::v1::Role_IsValid, path + ".roles", place);
  filter.division_levels = ParseLevels(written.division_levels(), path + ".division_levels", place);
  filter.industries.assign(written.industries().begin(), written.industries().end());
  for (const auto& [key, value] : written.labels())
    filter.labels.push_back({.key = key, .value = NormalizedText(value)});
  std::sort(filter.labels.begin(), filter.labels.end(),
            [](const Label& a, const Label& b) { return a.key < b.key; });
  filter.items.assign(written.items().begin(), written.items().end());
  if (written.has_party_organisation()) filter.party_organisation = written.party_organisation();
  return filter;
}

TotalOf ParseTotal(const type::v1::TotalOf& written, const std::string& path,
                   const DetailsPlace& place) {
  TotalOf total{.measure = written.measure(),
                .filter = ParseFilter(written.filter(), path + ".filter", place)};
  total.over_time = place.Enum<TimeFold>(
      written.over_time(), type::v1::TimeFold_IsValid(written.over_time()), path + ".over_time");
  if (written.over_members() != type::v1::MEMBER_FOLD_SUM) {
    total.over_members = place.Enum<MemberFold>(
        written.over_members(), type::v1::MemberFold_IsValid(written.over_members()),
        path + ".over_members");
  }
  return total;
}

CountOf ParseCount(const type::v1::CountOf& written, const std::string& path,
                   const DetailsPlace& place) {
  const int kind = written.kind();
  CountOf count{.filter = ParseFilter(written.filter(), path + ".filter", place)};
  if (kind >= type::v1::RECORD_KIND_VILLAGE && kind <= type::v1::RECORD_KIND_DIVISION) {
    count.kind = static_cast<RecordKind>(kind);
    return count;
  }
  const bool none = kind == type::v1::RECORD_KIND_UNSPECIFIED;
  place.Add(path + ".kind", none ? Reason::kFieldRequired : Reason::kValueInvalid,
            none ? "say what is counted: VILLAGE, ENTERPRISE, PROJECT, CLUSTER or DIVISION"
                 : "only villages, enterprises, projects, clusters and divisions are counted");
  return count;
}

Indicator ParseIndicator(const type::v1::Indicator& written, RecordRow& row,
                         const DetailsPlace& place) {
  Indicator indicator{.stated_by = written.stated_by(), .population = written.population()};
  if (written.has_decimals()) {
    indicator.decimals = static_cast<uint8_t>(std::min<uint32_t>(written.decimals(), UINT8_MAX));
  }
  if (written.has_total()) {
    indicator.definition = ParseTotal(written.total(), "indicator.total", place);
  } else if (written.has_count()) {
    indicator.definition = ParseCount(written.count(), "indicator.count", place);
  } else if (written.has_expression()) {
    Expression expression;
    if (!ParseExpression(written.expression(), "indicator.expression", place, expression))
      row.unread |= kUnreadDefinition;
    indicator.definition = std::move(expression);
  }
  return indicator;
}

uint16_t ParseTolerance(const std::string& written, const DetailsPlace& place) {
  if (written.empty()) return 0;
  const absl::StatusOr<Decimal> fraction = Decimal::Parse(written);
  const std::optional<Int128> tolerance =
      fraction.ok() ? fraction->ScaledTo(kToleranceDecimals) : std::nullopt;
  if (tolerance && *tolerance > 0 && *tolerance < kToleranceEnd)
    return static_cast<uint16_t>(*tolerance);
  place.Add("measure.about_tolerance", Reason::kValueInvalid,
            "write a fraction above 0 and below 1, with up to 4 decimals; 0.05 is 5 % either way");
  return 0;
}

}  // namespace taizhang::ledger
