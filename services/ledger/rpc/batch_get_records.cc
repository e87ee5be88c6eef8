#include "services/ledger/rpc/batch_get_records.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ledger/commit/batch_reading.h"
#include "services/ledger/rpc/format_record.h"
#include "services/ledger/rpc/format_write.h"
#include "services/ledger/rpc/paging.h"
#include "services/ledger/rpc/parse_key.h"

namespace taizhang::ledger {
namespace {

constexpr int kReadMax = 1'000;
/// Of what is read: gRPC's clients take 4 MiB.
constexpr size_t kBytesMax = size_t{3} << 20U;

absl::Status TooLarge(const std::string& found, size_t limit) {
  return MakeError(Reason::kTooLarge, absl::StrCat(found, "; a request reads up to ", limit),
                   {{"limit", absl::StrCat(limit)}});
}

Violation LiesElsewhere(std::string field, const std::string& name, const std::string& partition) {
  return WrongField(
      std::move(field), Reason::kNameInvalid,
      absl::StrCat(name, " lies in partition ", partition, "; one request reads one partition"));
}

std::vector<RecordName> ParseNames(const v1::BatchGetRecordsRequest& request,
                                   std::vector<Violation>& violations) {
  std::vector<RecordName> names;
  names.reserve(static_cast<size_t>(request.names_size()));
  for (int i = 0; i < request.names_size(); ++i) {
    std::string field = absl::StrCat("names[", i, "]");
    absl::StatusOr<RecordName> name = RecordName::Parse(request.names(i));
    if (!name.ok()) {
      violations.push_back(
          WrongField(std::move(field), Reason::kNameInvalid, std::string(name.status().message())));
    } else if (name->RecordPartition() != request.partition()) {
      violations.push_back(LiesElsewhere(std::move(field), name->text(), name->RecordPartition()));
    } else {
      names.push_back(*std::move(name));
    }
  }
  return names;
}

std::vector<ObservationQuery> ParseKeys(const v1::BatchGetRecordsRequest& request,
                                        std::vector<Violation>& violations) {
  std::vector<ObservationQuery> queries;
  queries.reserve(static_cast<size_t>(request.observations_size()));
  for (int i = 0; i < request.observations_size(); ++i) {
    const std::string field = absl::StrCat("observations[", i, "]");
    std::optional<ObservationQuery> query = ParseKey(request.observations(i), field, violations);
    if (!query) continue;
    const std::string partition = query->subject.ObservationPartition();
    if (partition == request.partition()) {
      queries.push_back(*std::move(query));
    } else {
      violations.push_back(LiesElsewhere(
          field + ".subject", "what is observed of " + query->subject.text(), partition));
    }
  }
  return queries;
}

/// The key alone, of an observation that is not there.
void FormatKey(const type::v1::ObservationKey& key, type::v1::Observation& out) {
  out.set_subject(key.subject());
  out.set_measure(key.measure());
  out.set_period(key.period());
  out.set_item(key.item());
  out.set_source(key.source());
}

}  // namespace

absl::Status BatchGetRecordsInto(const Ledger& ledger, const v1::BatchGetRecordsRequest& request,
                                 v1::BatchGetRecordsResponse& response) {
  const int count = request.names_size() + request.observations_size();
  if (count > kReadMax) return TooLarge(absl::StrCat(count, " names and observations"), kReadMax);
  std::vector<Violation> violations;
  ParsePartition(request.partition(), violations);
  const uint64_t revision = ParseRevision(request.revision(), violations);
  const std::vector<RecordName> names = ParseNames(request, violations);
  const std::vector<ObservationQuery> queries = ParseKeys(request, violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  const absl::StatusOr<ReadPoint> point = ledger.PointAt(request.partition(), revision);
  if (!point.ok()) return point.status();
  const absl::StatusOr<BatchRead> batch = ReadBatch(ledger, *point, names, queries);
  if (!batch.ok()) return batch.status();

  size_t bytes = 0;
  for (int i = 0; i < request.names_size(); ++i) {
    type::v1::Record& out = *response.add_records();
    const std::optional<RecordRead>& read = batch->records[static_cast<size_t>(i)];
    if (read) {
      FormatRecord(request.names(i), *read->record, read->revision, out);
    } else {
      out.set_name(request.names(i));
    }
    bytes += out.ByteSizeLong();
    if (bytes > kBytesMax) return TooLarge("more bytes than an answer holds", kBytesMax);
  }
  for (int i = 0; i < request.observations_size(); ++i) {
    type::v1::Observation& out = *response.add_observations();
    const std::optional<ObservationRead>& read = batch->observations[static_cast<size_t>(i)];
    if (read) {
      FormatObservation(queries[static_cast<size_t>(i)], *read, out);
    } else {
      FormatKey(request.observations(i), out);
    }
    bytes += out.ByteSizeLong();
    if (bytes > kBytesMax) return TooLarge("more bytes than an answer holds", kBytesMax);
  }
  response.set_token(TokenOf(*point));
  return absl::OkStatus();
}

}  // namespace taizhang::ledger
