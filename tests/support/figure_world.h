#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "common/facts/structure.h"
#include "services/aggregator/core/figure.h"
#include "services/aggregator/core/partition_view.h"
#include "services/aggregator/core/query.h"
#include "tests/support/plain_world.h"

namespace taizhang::aggregator {

/// What an observation says, as a test writes it.
struct Said {
  Int128 value = 0;
  Stamp stamp;
  std::string id;  ///< item or source
  std::string remark;

  Said Of(std::string item_or_source) &&;
  Said AsRemainder() &&;
  Said WithQuantum(std::string_view decimal) &&;
};
Said Exactly(int64_t value);
Said About(int64_t value);
Said AtLeast(int64_t value);
Said MoreThan(int64_t value);
Said AtMost(int64_t value);
Said LessThan(int64_t value);
Said NotAvailable();

/// Day of "2025-06-30"; the test ends where it is none.
Day DayOf(std::string_view text);
/// [start, end) of two dates; an empty one is open.
DayRange Days(std::string_view start, std::string_view end);

// Records with the parts that figures read.
Record DivisionIn(std::vector<Placement> parents = {});
Record ClusterOf(ClusterKind kind, std::vector<Membership> parents = {});
Record VillageIn(std::vector<Placement> placements);
Record EnterpriseIn(std::vector<Placement> placements, std::vector<Membership> memberships = {});
Record ProjectIn(std::vector<Placement> placements, std::vector<Membership> memberships = {});
Record MeasureRecord(TemporalKind kind, Frequency frequency, uint32_t reporters);
Record Total(std::string_view measure_id, Filter filter = {});
Record Count(RecordKind kind, Filter filter = {});

/// What was put, withdrawn (nothing) or observed, block by block: enough to do it again.
struct RecordRow {
  std::string name;
  std::optional<Record> record;
};
struct ObservationRow {
  PlainKey key;
  std::optional<Said> said;
};
using HistoryRow = std::variant<RecordRow, ObservationRow>;
using History = std::vector<std::vector<HistoryRow>>;

/// Partitions, their blocks and views, in one process and without a log: rows are put and
/// committed, figures asked. Beside them it keeps what stands in plain maps, for the reference
/// model.
class FigureWorld {
 public:
  FigureWorld();
  ~FigureWorld();

  void Put(std::string_view name, Record record) { PutRecord(name, std::move(record)); }
  /// As Put; the record can be completed until the next commit.
  Record& PutRecord(std::string_view name, Record record);
  void Withdraw(std::string_view name);
  void Observe(std::string_view subject, std::string_view measure_id, std::string_view period,
               const Said& said);
  void WithdrawObservation(std::string_view subject, std::string_view measure_id,
                           std::string_view period, std::string_view id = {});
  /// One block for each partition that has rows, "structure" first.
  void Commit();
  /// Commits what waits; what follows is committed at an hour of a day in China (UTC+8).
  void MoveTo(std::string_view day, int hour);
  /// What follows is committed at an instant (Unix microseconds), not before the last one.
  void SetTime(int64_t now_us) { now_us_ = now_us; }
  [[nodiscard]] int64_t now_us() const { return now_us_; }

  /// Commits what waits, and answers.
  absl::StatusOr<Figure> Ask(std::string_view scope, std::string_view indicator_id,
                             std::string_view period, bool distinct = false);
  absl::StatusOr<Figure> Ask(const FigureQuery& query);
  /// The same over views that were built from the same blocks at once, under the newest structure.
  [[nodiscard]] std::unique_ptr<FigureWorld> Rebuilt() const;
  /// As it was after its first `blocks` blocks, for questions alone.
  [[nodiscard]] std::unique_ptr<FigureWorld> ReplayedTo(size_t blocks) const;

  [[nodiscard]] const PlainWorld& plain() const { return plain_; }
  /// What was committed, in order.
  [[nodiscard]] const std::vector<std::pair<std::string, BlockContent>>& blocks() const {
    return blocks_;
  }
  [[nodiscard]] const History& history() const { return history_; }
  /// From the beginning: what is committed is folded with budgets of any size, facts first at
  /// times, and cells are built in slices of any size in between.
  void BuildInSlices(uint64_t seed);
  /// Until everything is built.
  void BuildAll();
  [[nodiscard]] bool IsBeingBuilt() const;
  /// Does it again; what withdraws nothing is left out.
  void Replay(const History& history);
  [[nodiscard]] const Structure& structure() const { return *structure_; }
  [[nodiscard]] const PartitionSet& partitions() const;
  [[nodiscard]] const PartitionView& View(std::string_view partition) const;

 private:
  class Partitions;
  struct Pending {
    std::map<std::string, std::optional<Record>> records;
    std::map<PlainKey, std::optional<Said>> observations;
  };

  void Row(const PlainKey& key, std::optional<Said> said);
  void CommitPartition(const std::string& partition, const Pending& pending);
  void Fold(const std::string& partition, const BlockContent& content);
  PartitionView& ViewOf(const std::string& partition);
  /// Of BuildInSlices; whole otherwise.
  FoldBudget AnyBudget();
  void BuildSome();

  std::shared_ptr<const Structure> structure_ = Structure::Empty();
  std::unique_ptr<Partitions> partitions_;
  std::map<std::string, Pending> pending_;
  std::vector<std::pair<std::string, BlockContent>> blocks_;
  History history_;
  PlainWorld plain_;
  std::optional<std::mt19937_64> slices_;
  int64_t now_us_ = 0;
};

}  // namespace taizhang::aggregator
