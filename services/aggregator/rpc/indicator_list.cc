#include "services/aggregator/rpc/indicator_list.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/facts/indicator_shape.h"
#include "common/status/reason.h"
#include "services/aggregator/rpc/indicator_proto.h"

namespace taizhang::aggregator {
namespace {

constexpr int32_t kPageSizeDefault = 100;
constexpr int32_t kPageSizeMax = 1'000;
constexpr std::string_view kPageTokenKind = "indicators";

/// Where a page begins: after `name`, in the list as of `revision`.
struct PagePosition {
  uint64_t revision = 0;
  std::string name;
};

std::string EncodePageToken(const PagePosition& position) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(std::string(kPageTokenKind), ":", position.revision, ":", position.name));
}

std::optional<PagePosition> ParsePageToken(const std::string& token) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(token, &text)) return std::nullopt;
  const size_t first = text.find(':');
  const size_t second = text.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return std::nullopt;
  PagePosition position;
  if (text.substr(0, first) != kPageTokenKind) return std::nullopt;
  if (!absl::SimpleAtoi(text.substr(first + 1, second - first - 1), &position.revision))
    return std::nullopt;
  position.name = text.substr(second + 1);
  return position;
}

absl::Status InvalidField(const char* field, std::string description) {
  return MakeInvalidRequest({{.row = -1,
                              .field = field,
                              .reason = Reason::kValueInvalid,
                              .description = std::move(description)}});
}

/// The newest version at or before `revision`; a null record where there is none.
RecordVersion VersionAt(const Facts& facts, std::string_view name, uint64_t revision) {
  const std::optional<Ordinal> subject = facts.FindSubject(name);
  if (!subject.has_value()) return {};
  return facts.FindRecord(*subject, revision).value_or(RecordVersion{});
}

/// Names of the indicators that stood at `revision`, sorted.
std::vector<std::string_view> NamesAt(const Structure& structure, const Facts& facts,
                                      uint64_t revision) {
  if (revision == structure.revision()) return structure.NamesOf(RecordKind::kIndicator);
  constexpr std::string_view kPrefix = "indicators/";
  std::vector<std::string_view> names;
  const Dictionary& subjects = facts.dictionaries().subjects;
  for (Ordinal subject = 0; subject < subjects.end(); ++subject) {
    const std::string_view name = subjects.At(subject);
    if (name.substr(0, kPrefix.size()) != kPrefix) continue;
    if (VersionAt(facts, name, revision).record != nullptr) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// As the records were at `revision`; facts keep every version.
std::optional<Shape> ShapeAt(const Indicator& indicator, const Facts& facts, uint64_t revision) {
  return ShapeOf(indicator, [&](std::string_view name) {
    return VersionAt(facts, name, revision).record.get();
  });
}

}  // namespace

absl::Status ListIndicators(const Views& views, const v1::ListIndicatorsRequest& request,
                            v1::ListIndicatorsResponse& response) {
  const int32_t size = request.page_size() == 0 ? kPageSizeDefault : request.page_size();
  if (size < 1 || size > kPageSizeMax)
    return InvalidField("page_size", absl::StrCat("must be 1 to ", kPageSizeMax));
  std::optional<PagePosition> position = PagePosition();
  if (!request.page_token().empty()) position = ParsePageToken(request.page_token());
  bool is_of_this_list = position.has_value();

  absl::Status status = views.ReadStructure([&](const Structure& structure, const Facts& facts) {
    if (!is_of_this_list) return;
    if (request.page_token().empty()) position->revision = structure.revision();
    is_of_this_list = position->revision <= structure.revision();
    if (!is_of_this_list) return;
    const std::vector<std::string_view> names = NamesAt(structure, facts, position->revision);
    auto next = std::upper_bound(names.begin(), names.end(), std::string_view(position->name));
    for (; next != names.end() && response.indicators_size() < size; ++next) {
      const RecordVersion version = VersionAt(facts, *next, position->revision);
      const auto& indicator = std::get<Indicator>(version.record->details);
      WriteIndicator(std::string(*next), version, ShapeAt(indicator, facts, position->revision),
                     *response.add_indicators());
    }
    if (next != names.end()) {
      response.set_next_page_token(
          EncodePageToken({.revision = position->revision, .name = std::string(*std::prev(next))}));
    }
  });
  if (!status.ok()) return status;
  if (!is_of_this_list)
    return InvalidField("page_token", "is not of this list; begin again without one");
  return absl::OkStatus();
}

}  // namespace taizhang::aggregator
