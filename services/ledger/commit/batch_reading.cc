#include "services/ledger/commit/batch_reading.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang::ledger {
namespace {

/// A key whose measure is known.
struct KnownKey {
  std::shared_ptr<const Record> measure;
  ObservationKey key;
};

absl::StatusOr<std::vector<std::optional<KnownKey>>> KeysOf(
    const Ledger& ledger, const std::vector<ObservationQuery>& queries) {
  std::vector<std::optional<KnownKey>> keys(queries.size());
  std::vector<Violation> violations;
  for (size_t i = 0; i < queries.size(); ++i) {
    std::shared_ptr<const Record> measure = ledger.LastMeasure(queries[i].measure);
    if (measure == nullptr) continue;
    absl::StatusOr<ObservationKey> key = KeyOf(queries[i], std::get<Measure>(measure->details),
                                               absl::StrCat("observations[", i, "]"));
    if (key.ok()) {
      keys[i] = {.measure = std::move(measure), .key = *std::move(key)};
    } else {
      for (Violation& violation : ViolationsOf(key.status()))
        violations.push_back(std::move(violation));
    }
  }
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  return keys;
}

template <typename T>
std::optional<T> Found(absl::StatusOr<T> read) {
  return read.ok() ? std::optional<T>(*std::move(read)) : std::nullopt;
}

}  // namespace

absl::StatusOr<BatchRead> ReadBatch(const Ledger& ledger, const ReadPoint& point,
                                    const std::vector<RecordName>& names,
                                    const std::vector<ObservationQuery>& observations) {
  const absl::StatusOr<std::vector<std::optional<KnownKey>>> keys = KeysOf(ledger, observations);
  if (!keys.ok()) return keys.status();
  BatchRead batch;
  batch.records.reserve(names.size());
  batch.observations.reserve(observations.size());
  const absl::Status read = ledger.ReadAt(point, [&](const Facts& facts) {
    for (const RecordName& name : names)
      batch.records.push_back(Found(FindRecord(facts, point, name)));
    for (const std::optional<KnownKey>& known : *keys) {
      batch.observations.push_back(
          known ? Found(FindObservation(facts, point, known->measure, known->key)) : std::nullopt);
    }
  });
  if (!read.ok()) return read;
  return batch;
}

}  // namespace taizhang::ledger
