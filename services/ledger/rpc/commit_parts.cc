#include "services/ledger/rpc/commit_parts.h"

#include <utility>

#include "services/ledger/rpc/format_change.h"
#include "services/ledger/rpc/format_write.h"

namespace taizhang::ledger {
namespace {

/// What a field's tag and length may take beside its content.
constexpr size_t kFieldBytes = 6;

}  // namespace

CommitParts::CommitParts(NamedCommit commit) : commit_(std::move(commit)) {
  has_pending_ = FormatNext();
}

size_t CommitParts::AppendTo(v1::FollowChangesResponse& response, size_t room) {
  if (has_pending_ && pending_bytes_ > room && response.commits_size() > 0) return 0;
  v1::Commit& part = *response.add_commits();
  FormatHeader(part);
  size_t bytes = part.ByteSizeLong() + kFieldBytes;
  v1::CommittedRequest* request = nullptr;
  size_t request_at = 0;
  while (has_pending_) {
    const bool is_first = request == nullptr;
    if (!is_first && bytes + pending_bytes_ > room) return bytes;
    if (is_first || request_at != pending_request_) {
      const RequestSpan& span = commit_.content.requests[pending_request_];
      request_at = pending_request_;
      request = part.add_requests();
      request->set_request_id(span.request_id);
      request->set_principal(span.principal);
      bytes += request->ByteSizeLong() + kFieldBytes;
    }
    bytes += pending_bytes_;
    request->add_changes()->Swap(&pending_);
    has_pending_ = FormatNext();
  }
  part.set_complete(true);
  is_told_ = true;
  return bytes;
}

bool CommitParts::FormatNext() {
  pending_.Clear();
  const BlockContent& content = commit_.content;
  for (; request_ < content.requests.size(); ++request_) {
    const RequestSpan& span = content.requests[request_];
    pending_request_ = request_;
    if (record_of_request_ < span.record_changes) {
      ++record_of_request_;
      FormatRecord(content.records[record_++]);
    } else if (observation_of_request_ < span.observation_changes) {
      ++observation_of_request_;
      FormatObservation(content.observations[observation_++]);
    } else if (request_ + 1 == content.requests.size() && !content.erased_texts.empty() &&
               !erasure_is_formatted_) {
      erasure_is_formatted_ = true;
      pending_.mutable_erasure()->set_texts(static_cast<int32_t>(content.erased_texts.size()));
    } else {
      record_of_request_ = 0;
      observation_of_request_ = 0;
      continue;
    }
    pending_bytes_ = pending_.ByteSizeLong() + kFieldBytes;
    return true;
  }
  return false;
}

void CommitParts::FormatRecord(const RecordChange& change) {
  FormatRecordChange(commit_.subjects.at(change.subject).text(),
                     {.revision = change.previous_revision, .row = 0, .record = change.before},
                     {.revision = commit_.revision, .row = 0, .record = change.after}, pending_);
}

void CommitParts::FormatObservation(const ObservationChange& change) {
  const NamedMeasure& measure = commit_.measures.at(change.measure);
  const ObservationVersion before{.value = change.before_value,
                                  .stamp = change.before,
                                  .revision = change.previous_revision,
                                  .row = 0};
  const ObservationVersion after{
      .value = change.value, .stamp = change.after, .revision = commit_.revision, .row = 0};
  FormatObservationChange({.subject = commit_.subjects.at(change.subject),
                           .measure = measure.name,
                           .definition = measure.record,
                           .period = change.period,
                           .id = commit_.IdOf(change.id)},
                          {.version = before, .remark = commit_.RemarkOf(change.before.remark)},
                          {.version = after, .remark = commit_.RemarkOf(change.after.remark)},
                          pending_);
}

void CommitParts::FormatHeader(v1::Commit& out) const {
  out.set_partition(commit_.partition);
  out.set_revision(static_cast<int64_t>(commit_.revision));
  out.set_hash(commit_.hash.data(), commit_.hash.size());
  FormatTime(commit_.content.commit_time_us, *out.mutable_commit_time());
  out.set_structure_revision(static_cast<int64_t>(commit_.content.structure_revision));
}

}  // namespace taizhang::ledger
