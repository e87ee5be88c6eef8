#include "services/ledger/rpc/list_revisions.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ledger/commit/history.h"
#include "services/ledger/rpc/format_change.h"
#include "services/ledger/rpc/format_write.h"
#include "services/ledger/rpc/paging.h"
#include "services/ledger/rpc/parse_key.h"

namespace taizhang::ledger {
namespace {

constexpr int32_t kPageSizeMax = 100;
constexpr int32_t kPageSizeDefault = 20;

/// A page of one key's versions.
struct Page {
  ReadPoint point;
  HistoryRange range;
  uint64_t filters = 0;
  size_t bytes_read_max = 0;
};

/// Where a page is made from, and how far it may read.
struct Source {
  const Ledger& ledger;
  size_t bytes_read_max;
};

absl::StatusOr<Page> StartPage(const Source& source, const std::string& partition,
                               const std::string& key,
                               const v1::ListRecordRevisionsRequest& request) {
  Page page{.filters = DigestOfFilters({"ListRecordRevisions", key}),
            .bytes_read_max = source.bytes_read_max};
  std::vector<Violation> violations;
  const PageStart start = ParsePaging({.partition = partition,
                                       .page_size = {.asked = request.page_size(),
                                                     .max = kPageSizeMax,
                                                     .if_zero = kPageSizeDefault},
                                       .page_token = request.page_token(),
                                       .revision = 0,
                                       .filters = page.filters},
                                      violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  absl::StatusOr<ReadPoint> point = PointOf(source.ledger, partition, start);
  if (!point.ok()) return point.status();
  page.point = *std::move(point);
  page.range = {.through = page.point.revision, .count_max = start.page_size};
  if (start.token) {
    const uint64_t told = start.token->position.major;
    page.range.through = std::min(page.range.through, told == 0 ? 0 : told - 1);
  }
  return page;
}

/// Appends versions with their origins, as many as a page holds, and the way to the next page.
template <typename Step, typename Format>
absl::Status AppendSteps(const Ledger& ledger, const Page& page, Changed what,
                         const History<Step>& history, const Format& format,
                         v1::ListRecordRevisionsResponse& response) {
  size_t bytes = 0;
  size_t bytes_read = 0;
  bool has_older = history.has_older;
  for (const Step& step : history.steps) {
    v1::RecordRevision& version = *response.add_revisions();
    format(step, *version.mutable_change());
    bytes += version.ByteSizeLong();
    const bool is_full = bytes > kPageBytesMax || bytes_read >= page.bytes_read_max;
    if (is_full && response.revisions_size() > 1) {
      response.mutable_revisions()->RemoveLast();
      has_older = true;
      break;
    }
    const uint64_t revision = step.after.revision;
    const absl::StatusOr<VersionOrigin> origin =
        ledger.ReadOrigin(page.point.partition, revision, what, step.after.row);
    if (!origin.ok()) return origin.status();
    version.set_revision(static_cast<int64_t>(revision));
    FormatTime(origin->commit_time_us, *version.mutable_commit_time());
    version.set_principal(origin->principal);
    version.set_request_id(origin->request_id);
    bytes_read += origin->bytes_read;
  }
  if (has_older) {
    PageToken next{.point = page.point, .filters = page.filters};
    next.position.major =
        static_cast<uint64_t>(response.revisions(response.revisions_size() - 1).revision());
    response.set_next_page_token(next.Encode());
  }
  response.set_token(TokenOf(page.point));
  return absl::OkStatus();
}

absl::Status ListOfRecord(const Source& source, const RecordName& name,
                          const v1::ListRecordRevisionsRequest& request,
                          v1::ListRecordRevisionsResponse& response) {
  const absl::StatusOr<Page> page = StartPage(source, name.RecordPartition(), name.text(), request);
  if (!page.ok()) return page.status();
  RecordHistory history;
  absl::Status read = source.ledger.ReadAt(
      page->point, [&](const Facts& facts) { history = FindHistory(facts, name, page->range); });
  if (!read.ok()) return read;
  if (history.steps.empty()) return NotFound(name.text());
  return AppendSteps(
      source.ledger, *page, Changed::kRecord, history,
      [&name](const RecordStep& step, v1::Change& out) {
        FormatRecordChange(name.text(), step.before, step.after, out);
      },
      response);
}

absl::Status ListOfObservation(const Source& source, const ObservationQuery& query,
                               const v1::ListRecordRevisionsRequest& request,
                               v1::ListRecordRevisionsResponse& response) {
  const std::shared_ptr<const Record> measure = source.ledger.LastMeasure(query.measure);
  if (measure == nullptr) return NotFound(query.measure.text());
  const absl::StatusOr<ObservationKey> key =
      KeyOf(query, std::get<Measure>(measure->details), "observation");
  if (!key.ok()) return key.status();
  const std::string name =
      absl::StrCat(key->subject.text(), " ", key->measure.text(), " ", key->period.ToString(),
                   key->id.empty() ? "" : " ", key->id);
  const absl::StatusOr<Page> page =
      StartPage(source, query.subject.ObservationPartition(), name, request);
  if (!page.ok()) return page.status();
  ObservationHistory history;
  absl::Status read = source.ledger.ReadAt(
      page->point, [&](const Facts& facts) { history = FindHistory(facts, *key, page->range); });
  if (!read.ok()) return read;
  if (history.steps.empty()) return NotFound(name);
  const ObservedKey observed{.subject = key->subject,
                             .measure = key->measure,
                             .definition = measure,
                             .period = key->period,
                             .id = key->id};
  return AppendSteps(
      source.ledger, *page, Changed::kObservation, history,
      [&observed](const ObservationStep& step, v1::Change& out) {
        FormatObservationChange(observed, {.version = step.before, .remark = step.remark_before},
                                {.version = step.after, .remark = step.remark_after}, out);
      },
      response);
}

}  // namespace

absl::Status ListRecordRevisionsInto(const Ledger& ledger,
                                     const v1::ListRecordRevisionsRequest& request,
                                     v1::ListRecordRevisionsResponse& response,
                                     size_t bytes_read_max) {
  const Source source{.ledger = ledger, .bytes_read_max = bytes_read_max};
  std::vector<Violation> violations;
  if (request.has_observation()) {
    const std::optional<ObservationQuery> query =
        ParseKey(request.observation(), "observation", violations);
    if (!query) return MakeInvalidRequest(std::move(violations));
    return ListOfObservation(source, *query, request, response);
  }
  const absl::StatusOr<RecordName> name = RecordName::Parse(request.name());
  if (!name.ok()) {
    return MakeInvalidRequest(
        {WrongField("name", request.name().empty() ? Reason::kFieldRequired : Reason::kNameInvalid,
                    std::string(name.status().message()))});
  }
  return ListOfRecord(source, *name, request, response);
}

}  // namespace taizhang::ledger
