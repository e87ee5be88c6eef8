#include "services/ledger/rpc/read_record.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/ledger/rpc/format_record.h"
#include "services/ledger/rpc/format_write.h"
#include "services/ledger/rpc/paging.h"
#include "services/ledger/rpc/parse_key.h"

namespace taizhang::ledger {
namespace {

absl::Status ReadObservationInto(const Ledger& ledger, const v1::GetRecordRequest& request,
                                 v1::GetRecordResponse& response) {
  std::vector<Violation> violations;
  const std::optional<ObservationQuery> query =
      ParseKey(request.observation(), "observation", violations);
  const uint64_t revision = ParseRevision(request.revision(), violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  const absl::StatusOr<ObservationRead> read = ledger.ReadObservation(*query, revision);
  if (!read.ok()) return read.status();
  FormatObservation(*query, *read, *response.mutable_observation());
  response.set_unit(std::get<Measure>(read->measure->details).unit);
  response.set_token(TokenOf(read->point));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadRecordInto(const Ledger& ledger, const v1::GetRecordRequest& request,
                            v1::GetRecordResponse& response) {
  if (request.has_observation()) return ReadObservationInto(ledger, request, response);
  std::vector<Violation> violations;
  const absl::StatusOr<RecordName> name = RecordName::Parse(request.name());
  if (!name.ok()) {
    violations.push_back(
        WrongField("name", request.name().empty() ? Reason::kFieldRequired : Reason::kNameInvalid,
                   std::string(name.status().message())));
  }
  const uint64_t revision = ParseRevision(request.revision(), violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  const absl::StatusOr<RecordRead> read = ledger.ReadRecord(*name, revision);
  if (!read.ok()) return read.status();
  FormatRecord(name->text(), *read->record, read->revision, *response.mutable_record());
  response.set_token(TokenOf(read->point));
  return absl::OkStatus();
}

absl::Status ReadHeadInto(const Ledger& ledger, const v1::GetHeadRequest& request,
                          v1::GetHeadResponse& response) {
  std::vector<Violation> violations;
  ParsePartition(request.partition(), violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  const absl::StatusOr<DurableHead> head = ledger.ReadHead(request.partition());
  if (!head.ok()) return head.status();
  FormatHead(request.partition(), *head, ledger.epoch(), response);
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
