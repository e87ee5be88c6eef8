#pragma once

#include <cstddef>

#include "services/ledger/commit/named_commit.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// One commit on its way into messages, in as many parts as it needs. Changes are formatted one at
/// a time, so that a large commit takes no more memory than a part.
class CommitParts {
 public:
  explicit CommitParts(NamedCommit commit);

  /// Appends the next part: as many changes as fit into `room` bytes. Where not even one does,
  /// nothing, unless the message is empty: then one all the same. Returns the bytes added.
  size_t AppendTo(v1::FollowChangesResponse& response, size_t room);

  /// Whether the last part was appended.
  [[nodiscard]] bool is_told() const { return is_told_; }

 private:
  /// Formats the change at the current place into pending_; false behind the last one.
  bool FormatNext();
  void FormatRecord(const RecordChange& change);
  void FormatObservation(const ObservationChange& change);
  void FormatHeader(v1::Commit& out) const;

  NamedCommit commit_;
  bool is_told_ = false;

  // The change that is appended next, already formatted.
  v1::Change pending_;
  size_t pending_request_ = 0;
  size_t pending_bytes_ = 0;
  bool has_pending_ = false;

  // Where the one after it stands.
  size_t request_ = 0;
  uint32_t record_of_request_ = 0;
  uint32_t observation_of_request_ = 0;
  size_t record_ = 0;
  size_t observation_ = 0;
  bool erasure_is_formatted_ = false;
};

}  // namespace taizhang::ledger
