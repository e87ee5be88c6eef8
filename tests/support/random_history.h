#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "common/facts/block_content.h"
#include "common/facts/dictionaries.h"

namespace taizhang {

/// Makes a log's blocks at random, from a seed: every kind of record, wide and bounded values,
/// revisions and withdrawals, several requests a block. What is before is what stands, so that
/// Facts applies them.
class RandomHistory {
 public:
  explicit RandomHistory(uint64_t seed) : random_(seed) {}

  /// The next block's content, of at most `rows_max` changes. The dictionaries are then those after
  /// it.
  BlockContent Next(int rows_max);

  /// Of the log so far.
  [[nodiscard]] const Dictionaries& dictionaries() const { return dictionaries_; }

 private:
  using Key = std::tuple<Ordinal, Ordinal, Ordinal, Period>;
  struct Observed {
    uint64_t revision = 0;
    Int128 value = 0;
    Stamp stamp;
  };
  struct Recorded {
    uint64_t revision = 0;
    std::shared_ptr<const Record> record;
  };

  uint64_t Below(uint64_t limit) { return random_() % limit; }
  bool Chance(uint64_t percent) { return Below(100) < percent; }
  template <typename E>
  E AnyOf(E last) {
    return static_cast<E>(Below(static_cast<uint64_t>(last) + 1));
  }

  void AddEntries(BlockContent& content);
  void AddRecord(BlockContent& content);
  void AddObservation(BlockContent& content);
  void AddRequests(BlockContent& content);

  std::string AnyText(BlockContent& content);
  std::string AnyReference();
  DayRange AnyDays();
  Filter AnyFilter();
  std::shared_ptr<const Record> AnyRecord(BlockContent& content);
  void SetDetails(Record& record, uint64_t kind);
  Indicator AnyIndicator();
  TotalOf AnyTotal();
  Expression::Node AnyNode();
  /// A tree of at most `depth` more nodes on each way down.
  Expression AnyExpression(int depth);
  Measure AnyMeasure();
  Int128 AnyValue();
  Stamp AnyStamp(BlockContent& content);
  Ordinal Text(const std::string& text, BlockContent& content);

  std::mt19937_64 random_;
  uint64_t revision_ = 0;
  Dictionaries dictionaries_;
  std::map<std::string, Ordinal> texts_;
  std::map<Ordinal, Recorded> records_;
  std::map<Key, Observed> observations_;
  std::set<Ordinal> touched_records_;  ///< by the block that is being made
  std::set<Key> touched_observations_;
};

/// The texts that the block brings, as they read once erased: in new_texts and in its records.
void EraseTexts(const std::set<std::string>& texts, BlockContent& content);

/// A description of the first difference, "" where there is none.
std::string DifferenceOf(const BlockContent& a, const BlockContent& b);

}  // namespace taizhang
