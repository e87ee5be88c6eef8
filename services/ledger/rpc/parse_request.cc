#include "services/ledger/rpc/parse_request.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ledger/rpc/parse_enum.h"
#include "services/ledger/rpc/parse_observation.h"
#include "services/ledger/rpc/parse_record.h"

namespace taizhang::ledger {
namespace {

absl::Status TooLarge(std::string_view what, size_t size, size_t limit) {
  return MakeError(Reason::kTooLarge,
                   absl::StrCat(std::string(what), ": ", size, "; a request holds up to ", limit),
                   {{"limit", absl::StrCat(limit)}});
}

absl::Status CheckLimits(const v1::WriteRecordsRequest& request) {
  if (request.rows_size() > kRowsMax) {
    return TooLarge("rows", static_cast<size_t>(request.rows_size()), kRowsMax);
  }
  if (request.assumed_records_size() > kAssumedRecordsMax) {
    return TooLarge("assumed records", static_cast<size_t>(request.assumed_records_size()),
                    kAssumedRecordsMax);
  }
  return absl::OkStatus();
}

absl::Status CheckWhole(const v1::WriteRecordsRequest& request) {
  std::vector<Violation> violations;
  CheckRequestId(request.request_id(), violations);
  if (request.assumed_records_size() > 0 && !request.validate_only()) {
    violations.push_back({.row = -1,
                          .field = "assumed_records",
                          .reason = Reason::kFieldNotAllowed,
                          .description = "only a request that validates may assume records"});
  }
  return violations.empty() ? absl::OkStatus() : MakeInvalidRequest(std::move(violations));
}

class RowsParser {
 public:
  RowsParser(WriteRequest& parsed, Violations& violations)
      : parsed_(parsed), violations_(violations) {}

  void Parse(const v1::Row& row, int32_t index) {
    switch (row.change_case()) {
      case v1::Row::kRecord:
        ParseRecordRow(row, index);
        break;
      case v1::Row::kObservation:
        Add(ParseObservation(row.observation(),
                             {.kind = Origin::Kind::kObservation, .index = index},
                             parsed_.rows.texts, violations_),
            row);
        break;
      case v1::Row::kWithdrawnRecord:
        ParseWithdrawnRecord(row, index);
        break;
      case v1::Row::kWithdrawnObservation:
        Add(ParseWithdrawal(row.withdrawn_observation(),
                            {.kind = Origin::Kind::kWithdrawnObservation, .index = index},
                            violations_),
            row);
        break;
      case v1::Row::CHANGE_NOT_SET:
        violations_.Add(RowOrigin(index), "", Reason::kFieldRequired,
                        "set one of record, observation, withdrawn_record, withdrawn_observation");
        break;
    }
  }

 private:
  /// What a row takes for granted.
  template <typename ParsedRow>
  void Expect(const v1::Row& written, ParsedRow& row) {
    row.etag = written.etag();
    if (!v1::Existence_IsValid(written.existence())) {
      ParseEnum<Existence>(written.existence(), false, RowOrigin(row.origin.index), "existence",
                           violations_);
      return;
    }
    row.existence = static_cast<Existence>(written.existence());
    if (row.existence != Existence::kAbsent || row.etag.empty()) return;
    violations_.Add(RowOrigin(row.origin.index), "existence", Reason::kFieldNotAllowed,
                    "an etag is of what stands; leave it out where nothing may stand");
  }

  static Origin RowOrigin(int32_t index) { return {.kind = Origin::Kind::kRow, .index = index}; }

  void Add(ObservationRow row, const v1::Row& written) {
    Expect(written, row);
    if (parsed_.partition.empty()) {
      if (const auto name = RecordName::Parse(row.subject); name.ok()) {
        parsed_.partition = name->ObservationPartition();
      }
    }
    parsed_.rows.observations.push_back(std::move(row));
  }

  void AddRecord(RecordRow row, const v1::Row& written) {
    Expect(written, row);
    if (parsed_.partition.empty()) parsed_.partition = row.name.RecordPartition();
    parsed_.rows.records.push_back(std::move(row));
  }

  void ParseRecordRow(const v1::Row& row, int32_t index) {
    std::optional<RecordRow> record =
        ParseRecord(row.record(), {.kind = Origin::Kind::kRecord, .index = index}, violations_);
    if (record) AddRecord(*std::move(record), row);
  }

  void ParseWithdrawnRecord(const v1::Row& row, int32_t index) {
    const Origin origin = RowOrigin(index);
    absl::StatusOr<RecordName> name = RecordName::Parse(row.withdrawn_record());
    if (!name.ok()) {
      violations_.Add(origin, "withdrawn_record", Reason::kNameInvalid,
                      std::string(name.status().message()));
      return;
    }
    AddRecord({.origin = origin, .name = *std::move(name)}, row);
  }

  WriteRequest& parsed_;
  Violations& violations_;
};

}  // namespace

void CheckRequestId(const std::string& id, std::vector<Violation>& violations) {
  const bool printable =
      std::all_of(id.begin(), id.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (id.size() <= kRequestIdBytesMax && printable) return;
  violations.push_back({.row = -1,
                        .field = "request_id",
                        .reason = Reason::kValueInvalid,
                        .description = "a request id is 1 to 128 printable ASCII characters"});
}

absl::Status CheckRequestBytes(size_t bytes) {
  if (bytes > kRequestBytesMax) return TooLarge("bytes", bytes, kRequestBytesMax);
  return absl::OkStatus();
}

absl::StatusOr<WriteRequest> ParseWriteRequest(const v1::WriteRecordsRequest& request) {
  if (absl::Status status = CheckLimits(request); !status.ok()) return status;
  if (absl::Status status = CheckWhole(request); !status.ok()) return status;
  WriteRequest parsed;
  parsed.request_id = request.request_id();
  parsed.validate_only = request.validate_only();
  parsed.rows.count = static_cast<size_t>(request.rows_size());
  const bool is_observed = request.rows_size() > 0 && request.rows(0).has_observation();
  if (is_observed) parsed.rows.observations.reserve(parsed.rows.count);
  Violations violations;
  RowsParser parser(parsed, violations);
  for (int32_t index = 0; index < request.rows_size(); ++index)
    parser.Parse(request.rows(index), index);
  for (int32_t index = 0; index < request.assumed_records_size(); ++index) {
    std::optional<RecordRow> record =
        ParseRecord(request.assumed_records(index),
                    {.kind = Origin::Kind::kAssumed, .index = index}, violations);
    if (record) parsed.rows.assumed.push_back(*std::move(record));
  }
  parsed.violations = violations.TakeSorted();
  return parsed;
}

}  // namespace taizhang::ledger
