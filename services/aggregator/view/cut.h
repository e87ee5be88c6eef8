#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "common/log/hash.h"

namespace taizhang::aggregator {

/// Partitions listed in an answer; of more, the digest alone.
inline constexpr size_t kCutPartitionsMax = 16;

/// Order-independent digest of a cut: the sum of one 128-bit number for each partition's (name,
/// revision, hash). Equal cuts have equal digests, and each costs an addition.
class CutDigest {
 public:
  CutDigest() = default;
  static CutDigest Of(const std::string& partition, uint64_t revision, const Hash& hash);

  void Add(const CutDigest& other) {
    high_ += other.high_;
    low_ += other.low_;
  }
  /// 16 bytes, big-endian.
  [[nodiscard]] std::string ToBytes() const;
  friend bool operator==(const CutDigest&, const CutDigest&) = default;

 private:
  uint64_t high_ = 0;
  uint64_t low_ = 0;
};

struct CutEntry {
  std::string partition;
  uint64_t revision = 0;
  friend bool operator==(const CutEntry&, const CutEntry&) = default;
};

/// At what revisions an answer was read.
struct Cut {
  std::vector<CutEntry>
      entries;  ///< by partition; empty where there are more than kCutPartitionsMax
  CutDigest digest;
};

}  // namespace taizhang::aggregator
