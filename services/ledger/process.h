#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "common/server/worker_pool.h"
#include "services/ledger/commit/commit_environment.h"
#include "services/ledger/feed/tail.h"
#include "spdlog/logger.h"

namespace taizhang::ledger {

// What the process takes from the system it runs on; main.cc wires it in.

inline constexpr int kExitIoError = 74;  ///< EX_IOERR of <sysexits.h>

int64_t NowMicros();  ///< Unix microseconds
void FillRandom(std::span<uint8_t> bytes);
/// An id that no other store has: 32 hexadecimal digits.
std::string NewEpoch();
/// Keeps what requests use in the heap: fresh pages from the system cost more than the rows in
/// them.
void KeepFreedMemory();
/// A limit on a file's size becomes an error of the store, like a full disk, instead of a signal
/// that ends the process without a word.
void IgnoreFileSizeSignal();
/// Logs why the ledger does not start and returns the status to exit with: ExitStatusOf, and 74
/// where the data directory cannot be used.
int FailToStart(spdlog::logger& log, const absl::Status& status);
/// Logs and ends the process at once, nothing flushed or destroyed: what was acknowledged is on the
/// disk.
[[noreturn]] void EndProcess(spdlog::logger& log, const absl::Status& status, int exit_status);

/// The ledger's world in this process, which ends with 74 where the store cannot be relied on and
/// with 70 for a defect of ours. All arguments outlive it.
CommitEnvironment MakeEnvironment(Store& store, Tail& tail, WorkerPool& workers,
                                  spdlog::logger& log);

}  // namespace taizhang::ledger
