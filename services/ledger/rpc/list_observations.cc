#include "services/ledger/rpc/list_observations.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ledger/rpc/fill_page.h"
#include "services/ledger/rpc/format_record.h"
#include "services/ledger/rpc/paging.h"

namespace taizhang::ledger {
namespace {

constexpr int kMeasuresMax = 64;

std::optional<RecordName> ParseSubject(const v1::ListObservationsRequest& request,
                                       std::vector<Violation>& violations) {
  if (request.subject().empty()) return std::nullopt;
  absl::StatusOr<RecordName> name = RecordName::Parse(request.subject());
  if (name.ok() && name->ObservationPartition() == request.partition()) return *std::move(name);
  std::string description;
  if (!name.ok()) {
    description = std::string(name.status().message());
  } else if (name->ObservationPartition().empty()) {
    description = "cannot be observed";
  } else {
    description = absl::StrCat("its observations lie in partition ", name->ObservationPartition());
  }
  violations.push_back(WrongField("subject", Reason::kNameInvalid, std::move(description)));
  return std::nullopt;
}

std::vector<RecordName> ParseMeasures(const v1::ListObservationsRequest& request,
                                      std::vector<Violation>& violations) {
  std::vector<RecordName> measures;
  measures.reserve(static_cast<size_t>(request.measures_size()));
  for (int i = 0; i < request.measures_size(); ++i) {
    absl::StatusOr<RecordName> name = RecordName::Parse(request.measures(i));
    if (name.ok() && name->kind() == RecordKind::kMeasure) {
      measures.push_back(*std::move(name));
    } else {
      violations.push_back(WrongField(absl::StrCat("measures[", i, "]"), Reason::kNameInvalid,
                                      "name a measure: measures/{id}"));
    }
  }
  return measures;
}

std::optional<Period> ParsePeriod(const std::string& text, std::vector<Violation>& violations) {
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (period.ok()) return *period;
  violations.push_back(
      WrongField("period", Reason::kValueInvalid, std::string(period.status().message())));
  return std::nullopt;
}

uint64_t DigestOf(const v1::ListObservationsRequest& request) {
  std::vector<std::string> parts = {"ListObservations", request.subject(), request.period()};
  const auto first = static_cast<std::ptrdiff_t>(parts.size());
  parts.insert(parts.end(), request.measures().begin(), request.measures().end());
  std::sort(parts.begin() + first, parts.end());
  return DigestOfFilters(parts);
}

}  // namespace

absl::Status ListObservationsInto(const Ledger& ledger, const v1::ListObservationsRequest& request,
                                  v1::ListObservationsResponse& response,
                                  const ListingLimits& limits) {
  if (request.measures_size() > kMeasuresMax) {
    return MakeError(Reason::kTooLarge,
                     absl::StrCat("measures: ", request.measures_size(), "; a request names up to ",
                                  kMeasuresMax),
                     {{"limit", absl::StrCat(kMeasuresMax)}});
  }
  std::vector<Violation> violations;
  PageToken next{.filters = DigestOf(request)};
  const PageStart start = ParsePaging({.partition = request.partition(),
                                       .page_size = {.asked = request.page_size()},
                                       .page_token = request.page_token(),
                                       .revision = request.revision(),
                                       .filters = next.filters},
                                      violations);
  if (request.partition() == kStructurePartition) {
    violations.push_back(WrongField("partition", Reason::kNameInvalid,
                                    "\"structure\" has no observations; name a division's code"));
  }
  ObservationListing listing{.subject = ParseSubject(request, violations),
                             .measures = ParseMeasures(request, violations),
                             .period = ParsePeriod(request.period(), violations)};
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  const absl::StatusOr<ReadPoint> point = PointOf(ledger, request.partition(), start);
  if (!point.ok()) return point.status();
  listing.point = *point;
  ListingLimits of_page = limits;
  of_page.count_max = std::min(limits.count_max, start.page_size);
  const absl::StatusOr<ObservationPage> page = ListObservations(
      ledger, listing, start.token ? start.token->position : ListingPosition{}, of_page);
  if (!page.ok()) return page.status();

  next.point = *point;
  FillPage(
      page->observations, page->next, std::move(next),
      [](const ListedObservation& listed, type::v1::Observation& out) {
        FormatObservation(listed.query, listed.read, out);
      },
      *response.mutable_observations(), response);
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
