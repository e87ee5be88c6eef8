#include "services/ledger/process.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <malloc.h>
#include <sys/random.h>

#include "absl/strings/escaping.h"
#include "common/config/flags.h"
#include "common/server/server_flags.h"
#include "common/status/reason.h"

namespace taizhang::ledger {

int64_t NowMicros() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

void FillRandom(std::span<uint8_t> bytes) {
  // Up to 256 bytes come whole once the system has started; it has.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
}

std::string NewEpoch() {
  std::array<uint8_t, 16> bytes{};
  FillRandom(bytes);
  return absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void KeepFreedMemory() {
  constexpr int kMmapThreshold = 32 << 20;
  constexpr int kTrimThreshold = 512 << 20;
  mallopt(M_MMAP_THRESHOLD, kMmapThreshold);
  mallopt(M_TRIM_THRESHOLD, kTrimThreshold);
}

void IgnoreFileSizeSignal() { std::signal(SIGXFSZ, SIG_IGN); }

int FailToStart(spdlog::logger& log, const absl::Status& status) {
  log.error("{}", std::string(status.message()));
  const int exit_status = ExitStatusOf(status);
  return exit_status == kExitSoftware ? kExitIoError : exit_status;
}

void EndProcess(spdlog::logger& log, const absl::Status& status, int exit_status) {
  log.critical("the ledger ends: {}", std::string(status.message()));
  log.flush();
  std::_Exit(exit_status);
}

CommitEnvironment MakeEnvironment(Store& store, Tail& tail, WorkerPool& workers,
                                  spdlog::logger& log) {
  return {
      .store = &store,
      // The queue has no bound, and stops only when nothing is under way any more.
      .executor = [&](std::function<void()> task) { workers.Run(std::move(task)).IgnoreError(); },
      .now_us = NowMicros,
      .random = FillRandom,
      .on_durable = [&](const Blocks& blocks,
                        uint64_t facts_digest) { tail.Add(blocks, facts_digest); },
      .on_rewritten = [&](const std::string& partition,
                          uint64_t through) { tail.Forget(partition, through); },
      .on_fatal =
          [&](const absl::Status& status) {
            const bool is_defect = ReasonOf(status) == Reason::kInternal;
            EndProcess(log, status, is_defect ? kExitSoftware : kExitIoError);
          },
      .warn = [&](const std::string& message) { log.warn("{}", message); }};
}

}  // namespace taizhang::ledger
