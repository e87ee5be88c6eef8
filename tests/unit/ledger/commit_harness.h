#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/log/memory_store.h"
#include "common/log/mutex.h"
#include "services/ledger/commit/ledger.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"
#include "tests/unit/ledger/ledger_world.h"

namespace taizhang::ledger {

/// The answer to one request, once there is one.
struct Answer {
  std::shared_ptr<const v1::WriteRecordsRequest> request;  ///< the rows view it
  std::optional<absl::StatusOr<Written>> written;

  [[nodiscard]] bool arrived() const { return written.has_value(); }
  [[nodiscard]] const Written& value() const { return **written; }
  [[nodiscard]] Reason reason() const { return ReasonOf(written->status()); }
};

/// The answer to one erasure, once there is one.
using EraseAnswer = std::optional<absl::StatusOr<Erased>>;

/// A disk that syncs when it is told to: a MemoryStore whose answers can be held back. Thread-safe.
class HeldDisk {
 public:
  MemoryStore& store() { return store_; }
  /// From now on answers wait for Release.
  void Hold();
  /// Gives the oldest answer that waits.
  void ReleaseOne();
  /// Gives all, and those to come at once.
  void Release();

 private:
  void Take(std::function<void()> answer);
  /// Nothing where none waits.
  std::function<void()> Oldest();

  Mutex mutex_;
  bool held_ TAIZHANG_GUARDED_BY(mutex_) = false;
  std::deque<std::function<void()>> answers_ TAIZHANG_GUARDED_BY(mutex_);
  MemoryStore store_{"test-epoch",
                     [this](std::function<void()> answer) { Take(std::move(answer)); }};
};

/// A ledger on a store, without a thread: tasks run where they are given.
class CommitHarness {
 public:
  explicit CommitHarness(Store& store, CommitLimits limits = {});

  /// Starts a request in protobuf's text format.
  std::shared_ptr<Answer> Write(const std::string& request);
  std::shared_ptr<Answer> Write(v1::WriteRecordsRequest request);
  /// Starts an erasure in 440783.
  std::shared_ptr<EraseAnswer> Erase(const std::string& text, const std::string& request_id = "",
                                     bool validate_only = false);
  Ledger& ledger() { return *ledger_; }
  /// What the feed was told of, in order: "structure 1"; "440783 rewritten through 1".
  const std::vector<std::string>& durable() const { return durable_; }
  [[nodiscard]] const absl::Status& fatal() const { return fatal_; }
  void SetClock(int64_t now_us) { now_us_ = now_us; }

 private:
  int64_t now_us_ = 1'750'000'000'000'000;
  uint8_t next_random_ = 0;
  std::vector<std::string> durable_;
  absl::Status fatal_;
  std::unique_ptr<Ledger> ledger_;
};

/// CN, the counties 440783 and 440784, and measures/sales of enterprises, by year.
inline constexpr const char* kStructureRequest = R"pb(
  rows {
    record {
      name: "divisions/CN"
      display_name: "CN"
      division {}
    }
  }
  rows {
    record {
      name: "divisions/440783"
      display_name: "A"
      division {}
    }
  }
  rows {
    record {
      name: "divisions/440784"
      display_name: "B"
      division {}
    }
  }
  rows {
    record {
      name: "measures/sales"
      display_name: "sales"
      measure {
        unit: "元"
        temporal_kind: TEMPORAL_KIND_FLOW
        frequency: FREQUENCY_YEAR
        reporters: REPORTER_ENTERPRISE
      }
    }
  })pb";

std::string RequestId(const std::string& id);

}  // namespace taizhang::ledger
