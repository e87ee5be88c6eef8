#include "services/ledger/rpc/list_records.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "services/ledger/core/record_rules.h"
#include "services/ledger/core/text_rules.h"
#include "services/ledger/rpc/fill_page.h"
#include "services/ledger/rpc/format_record.h"
#include "services/ledger/rpc/paging.h"

namespace taizhang::ledger {
namespace {

using Violated = std::vector<Violation>;

uint32_t ParseKinds(const v1::ListRecordsRequest& request, Violated& violations) {
  uint32_t kinds = 0;
  for (int i = 0; i < request.kinds_size(); ++i) {
    const int kind = request.kinds(i);
    if (kind == 0 || !type::v1::RecordKind_IsValid(kind)) {
      violations.push_back(WrongField(absl::StrCat("kinds[", i, "]"), Reason::kValueInvalid,
                                      "not a kind of records; leave the list empty for all"));
    } else {
      kinds |= 1U << static_cast<unsigned>(kind);
    }
  }
  return kinds;
}

/// Refuses lists that are too long before anybody looks at their entries.
absl::Status CheckSizes(const v1::ListRecordsRequest& request) {
  constexpr int kKindsMax = 16;
  const auto check = [](const char* list, size_t size, size_t limit) {
    if (size <= limit) return absl::OkStatus();
    return MakeError(Reason::kTooLarge,
                     absl::StrCat(list, ": ", size, "; a request names up to ", limit),
                     {{"limit", absl::StrCat(limit)}});
  };
  absl::Status status = check("kinds", static_cast<size_t>(request.kinds_size()), kKindsMax);
  if (!status.ok()) return status;
  return check("labels", request.labels().size(), kLabelsMax);
}

/// A text as it is kept.
std::string ParseText(const std::string& text, size_t bytes_max, const std::string& field,
                      Violated& violations) {
  if (text.size() > bytes_max) {
    violations.push_back(WrongField(
        field, Reason::kTextInvalid,
        absl::StrCat("has ", text.size(), " bytes; what is kept has up to ", bytes_max)));
    return {};
  }
  if (IsValidUtf8(text)) return NormalizedText(text);
  violations.push_back(WrongField(field, Reason::kTextInvalid, "not UTF-8"));
  return {};
}

std::vector<Label> ParseLabels(const v1::ListRecordsRequest& request, Violated& violations) {
  std::vector<Label> labels;
  labels.reserve(static_cast<size_t>(request.labels_size()));
  for (const auto& [key, value] : request.labels()) {
    const std::string field = absl::StrCat("labels[", key, "]");
    if (!IsId(key)) {
      violations.push_back(
          WrongField(field, Reason::kValueInvalid,
                     "a label's key is an id: lower-case letters, digits and hyphens, up to 63"));
    }
    if (value.empty()) {
      violations.push_back(WrongField(field, Reason::kFieldRequired, "write the label's value"));
    }
    labels.push_back({.key = key, .value = ParseText(value, kLabelBytesMax, field, violations)});
  }
  std::sort(labels.begin(), labels.end(),
            [](const Label& a, const Label& b) { return a.key < b.key; });
  return labels;
}

bool IsScope(RecordKind kind) {
  return kind == RecordKind::kDivision || kind == RecordKind::kVillage;
}
bool IsCluster(RecordKind kind) { return kind == RecordKind::kCluster; }

/// A name of a kind; nothing where it is empty.
std::optional<RecordName> ParseNameOf(const std::string& text, bool (*is_kind)(RecordKind),
                                      const std::string& field, const std::string& expected,
                                      Violated& violations) {
  if (text.empty()) return std::nullopt;
  absl::StatusOr<RecordName> name = RecordName::Parse(text);
  if (name.ok() && is_kind(name->kind())) return *std::move(name);
  violations.push_back(WrongField(
      field, Reason::kNameInvalid,
      name.ok() ? absl::StrCat("a ", std::string(KindName(name->kind())), "; name ", expected)
                : std::string(name.status().message())));
  return std::nullopt;
}

Day ParseDayOr(const std::string& text, Day today, Violated& violations) {
  if (text.empty()) return today;
  const absl::StatusOr<Day> day = ParseDay(text);
  if (day.ok()) return *day;
  violations.push_back(
      WrongField("day", Reason::kValueInvalid, std::string(day.status().message())));
  return today;
}

uint64_t DigestOf(const v1::ListRecordsRequest& request, const RecordFilter& filter) {
  std::vector<std::string> parts = {"ListRecords",   absl::StrCat(filter.kinds),
                                    request.scope(), request.cluster(),
                                    request.day(),   filter.text_prefix};
  parts.reserve(parts.size() + 2 * filter.labels.size());
  for (const Label& label : filter.labels) {
    parts.push_back(label.key);
    parts.push_back(label.value);
  }
  return DigestOfFilters(parts);
}

}  // namespace

absl::Status ListRecordsInto(const Ledger& ledger, const v1::ListRecordsRequest& request, Day today,
                             v1::ListRecordsResponse& response, const ListingLimits& limits) {
  if (absl::Status status = CheckSizes(request); !status.ok()) return status;
  Violated violations;
  RecordListing listing;
  listing.filter = {.kinds = ParseKinds(request, violations),
                    .labels = ParseLabels(request, violations),
                    .text_prefix = ParseText(request.text_prefix(), kDisplayNameBytesMax,
                                             "text_prefix", violations)};
  listing.scope =
      ParseNameOf(request.scope(), IsScope, "scope", "a division or a village", violations);
  listing.cluster = ParseNameOf(request.cluster(), IsCluster, "cluster", "a cluster", violations);
  listing.day = ParseDayOr(request.day(), today, violations);
  PageToken next{.filters = DigestOf(request, listing.filter)};
  const PageStart start = ParsePaging({.partition = request.partition(),
                                       .page_size = {.asked = request.page_size()},
                                       .page_token = request.page_token(),
                                       .revision = request.revision(),
                                       .filters = next.filters},
                                      violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  const absl::StatusOr<ReadPoint> point = PointOf(ledger, request.partition(), start);
  if (!point.ok()) return point.status();
  listing.point = *point;
  ListingLimits of_page = limits;
  of_page.count_max = std::min(limits.count_max, start.page_size);
  if (start.token) listing.day = start.token->day;
  const absl::StatusOr<RecordPage> page = ListRecords(
      ledger, listing, start.token ? start.token->position : ListingPosition{}, of_page);
  if (!page.ok()) return page.status();

  next.point = *point;
  next.day = listing.day;
  FillPage(
      page->records, page->next, std::move(next),
      [](const ListedRecord& listed, type::v1::Record& out) {
        FormatRecord(listed.name, *listed.record, listed.revision, out);
      },
      *response.mutable_records(), response);
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
