#include "services/cli/input/import_plan.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/log/hash.h"
#include "common/values/record_name.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/cli/rows/references.h"

namespace taizhang::cli {
namespace {

constexpr int kObservationRank = 1'000'000;
constexpr int kWithdrawalRank = kObservationRank + 1;
constexpr int kDepthMax = 64;

/// A row in the order of its writing. Small, as there may be a million.
struct PlannedRow {
  const InputRow* input = nullptr;
  uint32_t partition = 0;  ///< of Rows::partitions
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

/// All rows of the input, each key once.
class Rows {
 public:
  Rows(const std::vector<InputRow>& rows, std::vector<InputError>& errors) {
    planned_.reserve(rows.size());
    known_.reserve(rows.size());
    for (const InputRow& input : rows) Add(input, errors);
    for (PlannedRow& planned : planned_) {
      if (planned.rank == kUnranked) planned.rank = RankOf(planned.input->row().record().name());
    }
  }

  /// In the order of writing.
  std::vector<PlannedRow> InOrder() {
    const auto order = [&](const PlannedRow& row) {
      const std::string_view partition = partitions_[row.partition];
      return std::tuple(partition != kStructurePartition, partition, row.rank);
    };
    std::stable_sort(planned_.begin(), planned_.end(),
                     [&](const PlannedRow& a, const PlannedRow& b) { return order(a) < order(b); });
    return std::move(planned_);
  }

  [[nodiscard]] const std::string& PartitionOf(const PlannedRow& row) const {
    return partitions_[row.partition];
  }
  /// The row that creates the record, nullptr where the input does not.
  [[nodiscard]] const InputRow* FindCreated(const std::string& name) const {
    const auto found = known_.find(name);
    return found == known_.end() || !found->second.creates_record ? nullptr : found->second.input;
  }

 private:
  struct Known {
    const InputRow* input = nullptr;
    int rank = kUnranked;
    bool creates_record = false;
  };
  static constexpr int kUnranked = -1;

  void Add(const InputRow& input, std::vector<InputError>& errors) {
    const taizhang::ledger::v1::Row row = input.row();
    absl::StatusOr<RowIdentity> identity = IdentityOf(row);
    if (!identity.ok()) {
      errors.push_back({input.place(), std::string(identity.status().message())});
      return;
    }
    const bool creates_record = identity->is_record && !identity->is_withdrawal;
    const auto [known, is_new] = known_.try_emplace(
        std::move(identity->key),
        Known{.input = &input, .rank = kUnranked, .creates_record = creates_record});
    if (!is_new) {
      if (DeterministicBytes(known->second.input->row()) == DeterministicBytes(row)) return;
      errors.push_back({input.place(),
                        absl::StrCat(known->first, " stands with other content in ",
                                     known->second.input->place().Text(), "; keep one of them"),
                        "DUPLICATE_ROW"});
      return;
    }
    planned_.push_back({.input = &input,
                        .partition = PartitionNumber(identity->partition),
                        .rank = identity->is_withdrawal ? kWithdrawalRank
                                : creates_record        ? kUnranked
                                                        : kObservationRank});
  }

  uint32_t PartitionNumber(const std::string& name) {
    const auto [entry, is_new] =
        partition_numbers_.try_emplace(name, static_cast<uint32_t>(partitions_.size()));
    if (is_new) partitions_.push_back(name);
    return entry->second;
  }

  /// 0 for a record that refers to none of the input, otherwise one more than the highest that it
  /// refers to. A cycle is cut where it closes, a chain where it is deeper than any that is valid:
  /// the ledger says what is wrong with them.
  int RankOf(const std::string& name, int depth = 0) {
    const auto found = known_.find(name);
    Known& known = found->second;
    if (known.rank != kUnranked || depth > kDepthMax) return std::max(known.rank, 0);
    known.rank = 0;
    int rank = 0;
    for (const std::string& reference : ReferencesOf(known.input->row())) {
      if (FindCreated(reference) != nullptr)
        rank = std::max(rank, RankOf(reference, depth + 1) + 1);
    }
    known.rank = rank;
    return rank;
  }

  std::vector<PlannedRow> planned_;
  absl::flat_hash_map<std::string, Known> known_;
  absl::flat_hash_map<std::string, uint32_t> partition_numbers_;
  std::vector<std::string> partitions_;
};

/// Collects rows of one partition after the other into batches.
class BatchBuilder {
 public:
  explicit BatchBuilder(const Rows& rows) : rows_(rows) {}

  void Add(const PlannedRow& planned) {
    const taizhang::ledger::v1::Row row = planned.input->row();
    const size_t row_bytes = planned.input->bytes_size();
    const std::string& partition = rows_.PartitionOf(planned);
    if (batch_.partition != partition || batch_.rows.size() >= kBatchRowsMax ||
        bytes_ + row_bytes > kBatchBytesMax || assumed_.size() > kBatchAssumedMax) {
      Close();
      batch_.partition = partition;
    }
    batch_.rows.push_back(planned.input);
    bytes_ += row_bytes;
    if (row.has_record()) own_.insert(row.record().name());
    Assume(row);
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
      const InputRow* created = rows_.FindCreated(name);
      if (created == nullptr || !assumed_.emplace(name, created).second) continue;
      bytes_ += created->bytes_size();
      for (std::string& further : ReferencesOf(created->row())) names.push_back(std::move(further));
    }
  }

  void Close() {
    if (!batch_.rows.empty()) {
      for (const auto& [name, created] : assumed_) {
        if (!own_.contains(name)) batch_.assumed.push_back(created);
      }
      batches_.push_back(std::move(batch_));
    }
    batch_ = {};
    own_.clear();
    assumed_.clear();
    bytes_ = 0;
  }

  const Rows& rows_;
  std::vector<Batch> batches_;
  Batch batch_;
  absl::flat_hash_set<std::string> own_;
  std::map<std::string, const InputRow*> assumed_;  ///< in the order in which they are sent
  size_t bytes_ = 0;
};

}  // namespace

Plan MakePlan(const std::vector<InputRow>& rows) {
  Plan plan;
  Rows known(rows, plan.errors);
  BatchBuilder builder(known);
  for (const PlannedRow& row : known.InOrder()) builder.Add(row);
  plan.batches = builder.Finish();
  return plan;
}

std::string RequestIdOf(const Batch& batch, const std::string& head_hash) {
  std::string content;
  for (const InputRow* input : batch.rows) {
    const std::string bytes = DeterministicBytes(input->row());
    absl::StrAppend(&content, bytes.size(), ":", bytes);
  }
  return absl::StrCat(
      "import-", ToHex(Sha256({batch.partition, "\n", head_hash, "\n", content})).substr(0, 32));
}

}  // namespace taizhang::cli
