#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/log/mutex.h"
#include "common/log/store.h"

namespace taizhang {

/// A store in memory, deterministic and without a thread: for tests and the simulation.
///
/// An append takes effect within the call; its `done` is given to the executor, which may hold it
/// back to play a slow disk. The object outlives a simulated crash of the service that uses it, as
/// a disk would.
class MemoryStore final : public Store {
 public:
  /// Runs what it is given, at once or later, in order. Called without a lock held.
  using Executor = std::function<void(std::function<void()>)>;

  enum class Fault : uint8_t {
    kConflict,        ///< nothing written, kConflict
    kUnknownWritten,  ///< written, kUnknown
    kUnknownLost,     ///< nothing written, kUnknown
  };

  /// Without an executor `done` runs within Append.
  explicit MemoryStore(std::string epoch, Executor executor = nullptr);

  /// The next appends meet these faults, one each.
  void FailNextAppend(Fault fault);

  void Append(AppendBatch batch, std::function<void(AppendOutcome)> done) override;
  absl::StatusOr<std::vector<StoredBlock>> Read(const std::string& partition, uint64_t after,
                                                size_t bytes_max) override;
  absl::StatusOr<std::vector<Head>> Heads() override;
  absl::StatusOr<std::optional<RequestEntry>> FindRequest(const std::string& partition,
                                                          const std::string& request_id) override;
  std::string epoch() const override { return epoch_; }

 private:
  struct Log {
    std::vector<StoredBlock> blocks;  ///< block of revision n at n − 1
    std::map<std::string, RequestEntry> requests;
  };

  AppendOutcome Write(AppendBatch batch) TAIZHANG_REQUIRES(mutex_);

  const std::string epoch_;
  const Executor executor_;
  Mutex mutex_;
  std::map<std::string, Log> logs_ TAIZHANG_GUARDED_BY(mutex_);
  std::deque<Fault> faults_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang
