#include "services/cli/import_plan.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/log/hash.h"
#include "common/values/record_name.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/cli/references.h"

namespace taizhang::cli {
namespace {

constexpr int kObservationRank = 1'000'000;
constexpr int kWithdrawalRank = kObservationRank + 1;
constexpr int kDepthMax = 64;

struct PlannedRow {
  const InputRow* input = nullptr;
  RowIdentity identity;
  int rank = 0;
};

/// The same fields in the same order for the same content, labels included.
std::string DeterministicBytes(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

/// The records that the input creates, by name.
class Created {
 public:
  explicit Created(const std::vector<PlannedRow>& rows) {
    for (const PlannedRow& row : rows) {
      if (row.identity.is_record && !row.identity.is_withdrawal)
        rows_.emplace(row.identity.key, row.input);
    }
  }

  [[nodiscard]] const InputRow* Find(const std::string& name) const {
    const auto found = rows_.find(name);
    return found == rows_.end() ? nullptr : found->second;
  }

  /// 0 for a record that refers to none of the input, otherwise one more than the highest that it
  /// refers to. A cycle is cut where it closes, a chain where it is deeper than any that is valid:
  /// the ledger says what is wrong with them.
  int RankOf(const std::string& name, int depth = 0) {
    const auto [entry, is_new] = ranks_.emplace(name, 0);
    if (!is_new || depth > kDepthMax) return entry->second;
    int rank = 0;
    for (const std::string& reference : ReferencesOf(Find(name)->row)) {
      if (Find(reference) != nullptr) rank = std::max(rank, RankOf(reference, depth + 1) + 1);
    }
    ranks_[name] = rank;
    return rank;
  }

 private:
  absl::flat_hash_map<std::string, const InputRow*> rows_;
  absl::flat_hash_map<std::string, int> ranks_;
};

/// Collects rows of one partition after the other into batches.
class BatchBuilder {
 public:
  explicit BatchBuilder(const Created& created) : created_(created) {}

  void Add(const PlannedRow& row) {
    const size_t row_bytes = row.input->row.ByteSizeLong();
    if (batch_.partition != row.identity.partition || batch_.rows.size() >= kBatchRowsMax ||
        bytes_ + row_bytes > kBatchBytesMax || assumed_.size() > kBatchAssumedMax) {
      Close();
      batch_.partition = row.identity.partition;
    }
    batch_.rows.push_back(row.input);
    bytes_ += row_bytes;
    if (row.input->row.has_record()) own_.insert(row.input->row.record().name());
    Assume(row.input->row);
  }

  std::vector<Batch> Finish() {
    Close();
    return std::move(batches_);
  }

 private:
  void Assume(const taizhang::ledger::v1::Row& row) {
    std::vector<std::string> names = ReferencesOf(row);
    while (!names.empty()) {
      const std::string name = std::move(names.back());
      names.pop_back();
      const InputRow* created = created_.Find(name);
      if (created == nullptr || !assumed_.insert(name).second) continue;
      bytes_ += created->row.ByteSizeLong();
      for (std::string& further : ReferencesOf(created->row)) names.push_back(std::move(further));
    }
  }

  void Close() {
    if (!batch_.rows.empty()) {
      for (const std::string& name : assumed_) {
        if (!own_.contains(name)) batch_.assumed.push_back(&created_.Find(name)->row.record());
      }
      std::sort(batch_.assumed.begin(), batch_.assumed.end(),
                [](const auto* a, const auto* b) { return a->name() < b->name(); });
      batches_.push_back(std::move(batch_));
    }
    batch_ = {};
    own_.clear();
    assumed_.clear();
    bytes_ = 0;
  }

  const Created& created_;
  std::vector<Batch> batches_;
  Batch batch_;
  absl::flat_hash_set<std::string> own_;
  absl::flat_hash_set<std::string> assumed_;
  size_t bytes_ = 0;
};

/// Rows with a partition, repetitions left out.
std::vector<PlannedRow> IdentifyRows(const std::vector<InputRow>& rows,
                                     std::vector<InputError>& errors) {
  std::vector<PlannedRow> planned;
  planned.reserve(rows.size());
  absl::flat_hash_map<std::string, const InputRow*> by_key;
  for (const InputRow& input : rows) {
    absl::StatusOr<RowIdentity> identity = IdentityOf(input.row);
    if (!identity.ok()) {
      errors.push_back({input.place, std::string(identity.status().message())});
      continue;
    }
    const auto [first, is_new] = by_key.emplace(identity->key, &input);
    if (is_new) {
      planned.push_back({.input = &input, .identity = *std::move(identity)});
    } else if (DeterministicBytes(first->second->row) != DeterministicBytes(input.row)) {
      errors.push_back(
          {input.place,
           absl::StrCat("DUPLICATE_ROW: ", identity->key, " stands with other content in ",
                        first->second->place.Text(), "; keep one of them")});
    }
  }
  return planned;
}

}  // namespace

Plan MakePlan(const std::vector<InputRow>& rows) {
  Plan plan;
  std::vector<PlannedRow> planned = IdentifyRows(rows, plan.errors);
  Created created(planned);
  for (PlannedRow& row : planned) {
    row.rank = row.identity.is_withdrawal ? kWithdrawalRank
               : row.identity.is_record   ? created.RankOf(row.identity.key)
                                          : kObservationRank;
  }
  const auto order = [](const PlannedRow& row) {
    return std::tuple(row.identity.partition != kStructurePartition,
                      std::string_view(row.identity.partition), row.rank);
  };
  std::stable_sort(planned.begin(), planned.end(),
                   [&](const PlannedRow& a, const PlannedRow& b) { return order(a) < order(b); });
  BatchBuilder builder(created);
  for (const PlannedRow& row : planned) builder.Add(row);
  plan.batches = builder.Finish();
  return plan;
}

std::string RequestIdOf(const Batch& batch, const std::string& head_hash) {
  std::string content;
  for (const InputRow* input : batch.rows) {
    const std::string bytes = DeterministicBytes(input->row);
    absl::StrAppend(&content, bytes.size(), ":", bytes);
  }
  return absl::StrCat(
      "import-", ToHex(Sha256({batch.partition, "\n", head_hash, "\n", content})).substr(0, 32));
}

}  // namespace taizhang::cli
