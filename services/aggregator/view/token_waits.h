#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/log/mutex.h"
#include "common/values/token.h"

namespace taizhang::aggregator {

inline constexpr size_t kTokenWaitsMax = 10'000;

/// Which commits are applied, and who waits for others. Holds no thread: a waiter is a callback,
/// and what its deadline is, its owner knows. Thread-safe; callbacks run on the thread that settles
/// them, with nothing locked, and must be short.
class TokenWaits {
 public:
  using Done = std::function<void(absl::Status)>;
  using WaitId = uint64_t;
  static constexpr WaitId kSettled = 0;

  /// Calls `done` once: with OK when all tokens' commits are applied, HISTORY_DIVERGED where one is
  /// of another history, LOG_DAMAGED where its partition is stopped before it, OVERLOADED where too
  /// many wait; or what Cancel or EndAll say. kSettled: it was called already.
  WaitId Wait(absl::Span<const Token> tokens, Done done) TAIZHANG_EXCLUDES(mutex_);
  /// What Wait would say at once; nothing where it would have to wait.
  std::optional<absl::Status> Check(absl::Span<const Token> tokens) const TAIZHANG_EXCLUDES(mutex_);
  /// Settles a wait, if it is not yet, with `why`.
  void Cancel(WaitId id, const absl::Status& why) TAIZHANG_EXCLUDES(mutex_);
  /// Settles all, and those to come, with `why`.
  void EndAll(const absl::Status& why) TAIZHANG_EXCLUDES(mutex_);

  /// The next commit of a partition is applied: revision by revision, from 1.
  void Applied(const std::string& partition, uint64_t revision, const HashPrefix& hash)
      TAIZHANG_EXCLUDES(mutex_);
  /// Nothing more will be applied to it.
  void Stopped(const std::string& partition, const absl::Status& why) TAIZHANG_EXCLUDES(mutex_);

  [[nodiscard]] size_t size() const TAIZHANG_EXCLUDES(mutex_);

 private:
  struct Log {
    std::vector<HashPrefix> hashes;           ///< of revision 1 and on
    absl::Status stopped;                     ///< OK: it is not
    std::multimap<uint64_t, WaitId> waiting;  ///< by revision
  };
  struct Pending {
    std::vector<Token> tokens;  ///< those not yet applied
    size_t left = 0;
    Done done;
  };
  struct Settled {
    Done done;
    absl::Status status;
  };

  /// Nothing: it is still to come.
  [[nodiscard]] std::optional<absl::Status> Judge(const Token& token) const
      TAIZHANG_REQUIRES(mutex_);
  void Settle(WaitId id, absl::Status status, std::vector<Settled>& settled)
      TAIZHANG_REQUIRES(mutex_);
  static void Run(std::vector<Settled> settled);

  mutable Mutex mutex_;
  absl::flat_hash_map<std::string, Log> logs_ TAIZHANG_GUARDED_BY(mutex_);
  absl::flat_hash_map<WaitId, Pending> pending_ TAIZHANG_GUARDED_BY(mutex_);
  WaitId next_id_ TAIZHANG_GUARDED_BY(mutex_) = kSettled + 1;
  absl::Status ended_ TAIZHANG_GUARDED_BY(mutex_);
};

}  // namespace taizhang::aggregator
