#include "services/ledger/rpc/format_write.h"

#include "common/values/token.h"

namespace taizhang::ledger {

std::string TokenOf(const std::string& partition, uint64_t revision, const Hash& hash) {
  return Token{.partition = partition, .revision = revision, .hash = PrefixOf(hash)}.Encode();
}

std::string TokenOf(const ReadPoint& point) {
  return Token{.partition = point.partition, .revision = point.revision, .hash = point.hash}
      .Encode();
}

void FormatWritten(const std::string& partition, bool validate_only, const Written& written,
                   v1::WriteRecordsResponse& out) {
  out.set_partition(partition);
  if (!validate_only) {
    out.set_token(TokenOf(partition, written.revision, written.hash));
    out.set_revision(static_cast<int64_t>(written.revision));
  }
  out.mutable_outcomes()->Reserve(static_cast<int>(written.outcomes.size()));
  for (const Outcome outcome : written.outcomes)
    out.add_outcomes(static_cast<v1::Outcome>(outcome));
  for (const Violation& violation : written.violations) {
    v1::Violation& added = *out.add_violations();
    added.set_field(violation.field);
    added.set_reason(static_cast<type::v1::ErrorReason>(violation.reason));
    added.set_description(violation.description);
    added.set_row(violation.row);
  }
}

void FormatTime(int64_t us, google::protobuf::Timestamp& out) {
  constexpr int64_t kMicros = 1'000'000;
  constexpr int64_t kNanosInMicro = 1'000;
  out.set_seconds(us / kMicros);
  out.set_nanos(static_cast<int32_t>(us % kMicros * kNanosInMicro));
}

void FormatHead(const std::string& partition, const DurableHead& head, const std::string& epoch,
                v1::GetHeadResponse& out) {
  out.set_token(TokenOf(partition, head.revision, head.hash));
  out.set_revision(static_cast<int64_t>(head.revision));
  out.set_hash(head.hash.data(), head.hash.size());
  FormatTime(head.commit_time_us, *out.mutable_commit_time());
  out.set_epoch(epoch);
  out.set_facts_digest(head.facts_digest);
}

}  // namespace taizhang::ledger
