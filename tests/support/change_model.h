#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/facts/block_content.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::ledger {

/// What changed in one partition, as clients are told: a plain list by revision and one by key,
/// made from the contents of blocks. Knows no facts, no dictionaries and no stored blocks.
class ChangeModel {
 public:
  /// One change, with the request that made it.
  struct Made {
    uint64_t revision = 0;
    int64_t commit_time_us = 0;
    std::string request_id;
    std::string principal;
    v1::Change change;
  };
  /// A record's name, or the key of an observation: "subject measure period id".
  using Key = std::string;

  /// Measures by their id; all records are of kind Measure.
  explicit ChangeModel(std::map<std::string, std::shared_ptr<const Record>> measures)
      : measures_(std::move(measures)) {}

  /// The next block.
  void Add(const BlockContent& content);

  [[nodiscard]] uint64_t revision() const { return revision_; }
  /// In the order in which they were made.
  [[nodiscard]] const std::vector<Made>& changes() const { return changes_; }
  /// Oldest first.
  [[nodiscard]] const std::map<Key, std::vector<Made>>& by_key() const { return by_key_; }
  static Key KeyOf(const v1::Change& change);

 private:
  v1::Change ChangeOf(const RecordChange& change) const;
  v1::Change ChangeOf(const ObservationChange& change) const;
  void FormatVersion(const ObservationChange& change, bool is_after,
                     type::v1::Observation& out) const;
  [[nodiscard]] bool IsContribution(const ObservationChange& change) const;

  const std::map<std::string, std::shared_ptr<const Record>> measures_;
  uint64_t revision_ = 0;
  std::vector<std::string> subjects_;
  std::vector<std::string> measure_ids_;
  std::vector<std::string> ids_ = {""};
  std::vector<std::string> texts_ = {""};
  std::vector<Made> changes_;
  std::map<Key, std::vector<Made>> by_key_;
};

/// A description of the first difference between two messages, "" where there is none.
std::string DifferenceOf(const google::protobuf::Message& a, const google::protobuf::Message& b);

}  // namespace taizhang::ledger
