#include "services/cli/show/record_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/rows/references.h"
#include "services/cli/show/message_diff.h"

namespace taizhang::cli {
namespace {

namespace type_v1 = taizhang::type::v1;

constexpr size_t kVillageCodeSize = 12;
constexpr size_t kCountyCodeSize = 6;

template <typename Enum>
std::string Word(Enum value) {
  const auto* found =
      google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(static_cast<int>(value));
  return found == nullptr || found->number() == 0 ? "" : EnumText(*found);
}

std::string Words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!word.empty()) absl::StrAppend(&text, text.empty() ? "" : " ", word);
  }
  return text;
}

/// "mean over time of measures/jobs"; "total of …" where nothing else is said.
std::string TotalText(const type_v1::TotalOf& total) {
  std::string folds;
  if (const std::string fold = Word(total.over_members()); !fold.empty())
    absl::StrAppend(&folds, absl::AsciiStrToLower(fold), " over members of ");
  if (const std::string fold = Word(total.over_time()); !fold.empty())
    absl::StrAppend(&folds, absl::AsciiStrToLower(fold), " over time of ");
  return absl::StrCat(folds.empty() ? "total of " : folds, total.measure());
}

/// What stands at its root, and what it is made of: "growth of measures/sales".
std::string ExpressionText(const type_v1::Expression& expression) {
  if (expression.has_total()) return TotalText(expression.total());
  const auto* node = expression.GetReflection()->GetOneofFieldDescriptor(
      expression, expression.GetDescriptor()->FindOneofByName("node"));
  if (node == nullptr) return "";
  std::vector<std::string> names;
  for (std::string& name : ReferencesOf(expression)) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return absl::StrCat(node->name(), names.empty() ? "" : " of ", absl::StrJoin(names, ", "));
}

std::string IndicatorText(const type_v1::Indicator& indicator) {
  if (indicator.has_total()) return TotalText(indicator.total());
  if (indicator.has_count()) return absl::StrCat("count of ", Word(indicator.count().kind()));
  if (indicator.has_expression()) return ExpressionText(indicator.expression());
  return absl::StrCat("stated by ", indicator.stated_by());
}

std::string ProjectText(const type_v1::Project& project, const std::string& day) {
  std::string stage;
  for (const type_v1::StageSpan& span : project.stages()) {
    if (HoldsOn(span.when(), day)) stage = Word(span.stage());
  }
  return Words({Word(project.category()), stage});
}

}  // namespace

std::string WithCollection(std::string_view collection, const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  return absl::StrCat(absl::string_view(collection.data(), collection.size()), "/", name);
}

std::string FullName(const std::string& text) {
  if (text.size() == kVillageCodeSize &&
      text.find_first_not_of("0123456789") == std::string::npos) {
    return absl::StrCat("divisions/", text.substr(0, kCountyCodeSize), "/villages/", text);
  }
  return WithCollection("divisions", text);
}

std::string KindText(const type_v1::Record& record) {
  switch (record.details_case()) {
    case type_v1::Record::kVillage:
      return "village";
    case type_v1::Record::kEnterprise:
      return "enterprise";
    case type_v1::Record::kProject:
      return "project";
    case type_v1::Record::kCluster:
      return "cluster";
    case type_v1::Record::kDivision:
      return "division";
    case type_v1::Record::kMeasure:
      return "measure";
    case type_v1::Record::kIndicator:
      return "indicator";
    case type_v1::Record::DETAILS_NOT_SET:
      break;
  }
  return "";
}

std::string DetailsText(const type_v1::Record& record, const std::string& day) {
  switch (record.details_case()) {
    case type_v1::Record::kEnterprise:
      return Words({record.enterprise().industry(), record.enterprise().credit_code()});
    case type_v1::Record::kProject:
      return ProjectText(record.project(), day);
    case type_v1::Record::kCluster:
      return Word(record.cluster().kind());
    case type_v1::Record::kDivision:
      return record.division().successors().empty()
                 ? ""
                 : absl::StrCat("→ ", absl::StrJoin(record.division().successors(), ", "));
    case type_v1::Record::kMeasure:
      return Words({record.measure().unit(), Word(record.measure().temporal_kind()),
                    Word(record.measure().frequency())});
    case type_v1::Record::kIndicator:
      return IndicatorText(record.indicator());
    default:
      return "";
  }
}

bool HoldsOn(const type_v1::DateRange& when, const std::string& day) {
  return (when.start().empty() || when.start() <= day) && (when.end().empty() || day < when.end());
}

}  // namespace taizhang::cli
