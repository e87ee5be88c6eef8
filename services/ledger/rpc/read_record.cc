#include "services/ledger/rpc/read_record.h"

#include <string>
#include <utility>
#include <vector>

#include "services/ledger/rpc/format_record.h"
#include "services/ledger/rpc/format_write.h"

namespace taizhang::ledger {
namespace {

Violation Wrong(std::string field, Reason reason, std::string description) {
  return {.row = -1,
          .field = std::move(field),
          .reason = reason,
          .description = std::move(description)};
}

absl::StatusOr<ObservationQuery> ParseKey(const type::v1::ObservationKey& key) {
  std::vector<Violation> violations;
  absl::StatusOr<RecordName> subject = RecordName::Parse(key.subject());
  absl::StatusOr<RecordName> measure = RecordName::Parse(key.measure());
  const absl::StatusOr<Period> period = Period::Parse(key.period());
  if (!subject.ok()) {
    violations.push_back(Wrong("observation.subject", Reason::kNameInvalid,
                               std::string(subject.status().message())));
  } else if (subject->ObservationPartition().empty()) {
    violations.push_back(Wrong("observation.subject", Reason::kNameInvalid, "cannot be observed"));
  }
  if (!measure.ok() || measure->kind() != RecordKind::kMeasure) {
    violations.push_back(
        Wrong("observation.measure", Reason::kNameInvalid, "name one: measures/{id}"));
  }
  if (!period.ok()) {
    violations.push_back(
        Wrong("observation.period", Reason::kValueInvalid, std::string(period.status().message())));
  }
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  return ObservationQuery{.subject = *std::move(subject),
                          .measure = *std::move(measure),
                          .period = *period,
                          .item = key.item(),
                          .source = key.source()};
}

absl::Status ReadObservationInto(const Ledger& ledger, const type::v1::ObservationKey& key,
                                 v1::GetRecordResponse& response) {
  const absl::StatusOr<ObservationQuery> query = ParseKey(key);
  if (!query.ok()) return query.status();
  const absl::StatusOr<ObservationRead> read = ledger.ReadObservation(*query);
  if (!read.ok()) return read.status();
  FormatObservation(*query, *read, *response.mutable_observation());
  response.set_unit(std::get<Measure>(read->measure->details).unit);
  response.set_token(
      TokenOf(query->subject.ObservationPartition(), read->head.revision, read->head.hash));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadRecordInto(const Ledger& ledger, const v1::GetRecordRequest& request,
                            v1::GetRecordResponse& response) {
  if (request.has_observation())
    return ReadObservationInto(ledger, request.observation(), response);
  const absl::StatusOr<RecordName> name = RecordName::Parse(request.name());
  if (!name.ok()) {
    return MakeInvalidRequest(
        {Wrong("name", request.name().empty() ? Reason::kFieldRequired : Reason::kNameInvalid,
               std::string(name.status().message()))});
  }
  const absl::StatusOr<RecordRead> read = ledger.ReadRecord(*name);
  if (!read.ok()) return read.status();
  FormatRecord(name->text(), *read->record, read->revision, *response.mutable_record());
  response.set_token(TokenOf(name->RecordPartition(), read->head.revision, read->head.hash));
  return absl::OkStatus();
}

absl::Status ReadHeadInto(const Ledger& ledger, const v1::GetHeadRequest& request,
                          v1::GetHeadResponse& response) {
  if (!IsPartition(request.partition())) {
    return MakeInvalidRequest({Wrong("partition", Reason::kNameInvalid,
                                     "a partition is \"structure\" or a division code")});
  }
  const absl::StatusOr<DurableHead> head = ledger.ReadHead(request.partition());
  if (!head.ok()) return head.status();
  FormatHead(request.partition(), *head, ledger.epoch(), response);
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
