#include "services/ledger/rpc/format_partition.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "common/status/reason.h"
#include "services/ledger/rpc/format_write.h"

namespace taizhang::ledger {

void FormatStopped(const std::string& partition, const absl::Status& state,
                   v1::PartitionStopped& out) {
  out.set_partition(partition);
  out.set_reason(static_cast<type::v1::ErrorReason>(ReasonOf(state)));
  out.set_message(std::string(state.message()));
  for (const auto& [key, value] : MetadataOf(state)) {
    int64_t revision = 0;
    if (key == "revision" && absl::SimpleAtoi(value, &revision)) out.set_revision(revision);
  }
}

void FormatPartition(const PartitionStatus& status, v1::Partition& out) {
  out.set_name(status.name);
  out.set_revision(static_cast<int64_t>(status.head.revision));
  out.set_hash(status.head.hash.data(), status.head.hash.size());
  out.set_token(TokenOf(status.name, status.head.revision, status.head.hash));
  if (status.head.commit_time_us != 0) {
    FormatTime(status.head.commit_time_us, *out.mutable_commit_time());
  }
  if (status.state.ok()) out.set_facts_digest(status.head.facts_digest);
  if (!status.state.ok()) FormatStopped(status.name, status.state, *out.mutable_stopped());
}

}  // namespace taizhang::ledger
