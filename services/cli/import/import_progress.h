#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "common/log/mutex.h"
#include "services/cli/console/console.h"

namespace taizhang::cli {

/// One line on a terminal that says how far an import is: "writing 120,000 of 660,000 rows, 18 %,
/// 41,000/s, 13 s left". Written again and again in its place, and gone at the end. Threads may
/// share it.
class ImportProgress {
 public:
  /// `shown`: otherwise nothing is ever written.
  ImportProgress(bool shown, const Console& console) : shown_(shown), console_(console) {}
  ImportProgress(const ImportProgress&) = delete;
  ImportProgress& operator=(const ImportProgress&) = delete;
  ~ImportProgress() { End(); }

  /// What is done now, of how much (0: not known) of what.
  void Begin(std::string doing, size_t total, std::string unit) TAIZHANG_EXCLUDES(mutex_);
  void Add(size_t done) TAIZHANG_EXCLUDES(mutex_);
  /// Clears the line. To be called before anything else is written to the terminal.
  void End() TAIZHANG_EXCLUDES(mutex_);

 private:
  using Clock = std::chrono::steady_clock;

  void Show(Clock::time_point now) TAIZHANG_REQUIRES(mutex_);

  const bool shown_;
  const Console& console_;
  Mutex mutex_;
  std::string doing_ TAIZHANG_GUARDED_BY(mutex_);
  std::string unit_ TAIZHANG_GUARDED_BY(mutex_);
  size_t total_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  size_t done_ TAIZHANG_GUARDED_BY(mutex_) = 0;
  Clock::time_point begin_ TAIZHANG_GUARDED_BY(mutex_);
  Clock::time_point shown_at_ TAIZHANG_GUARDED_BY(mutex_);
};

/// The line itself. `seconds` since the beginning.
std::string ProgressLine(const std::string& doing, const std::string& unit, size_t done,
                         size_t total, double seconds);

}  // namespace taizhang::cli
