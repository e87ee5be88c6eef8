#include "services/cli/import/import_progress.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace taizhang::cli {
namespace {

constexpr std::chrono::milliseconds kShowEvery{100};
/// A rate of less time says nothing.
constexpr double kSecondsMin = 0.5;
constexpr const char* kClearLine = "\r\x1b[K";

/// 1234567 as "1,234,567".
std::string Grouped(size_t number) {
  std::string digits = absl::StrCat(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string Duration(double seconds) {
  const auto whole = static_cast<size_t>(seconds + 1);
  constexpr size_t kMinute = 60;
  if (whole < 2 * kMinute) return absl::StrCat(whole, " s");
  return absl::StrCat(whole / kMinute, " min");
}

}  // namespace

std::string ProgressLine(const std::string& doing, const std::string& unit, size_t done,
                         size_t total, double seconds) {
  std::string line = absl::StrCat(doing, " ", Grouped(done));
  if (total > 0) absl::StrAppend(&line, " of ", Grouped(total));
  absl::StrAppend(&line, " ", unit);
  if (total > 0) absl::StrAppend(&line, ", ", std::min<size_t>(100, done * 100 / total), " %");
  if (seconds < kSecondsMin || done == 0) return line;
  const double rate = static_cast<double>(done) / seconds;
  absl::StrAppend(&line, ", ", Grouped(static_cast<size_t>(rate)), "/s");
  if (total > done)
    absl::StrAppend(&line, ", ", Duration(static_cast<double>(total - done) / rate), " left");
  return line;
}

void ImportProgress::Begin(std::string doing, size_t total, std::string unit) {
  const MutexLock lock(mutex_);
  doing_ = std::move(doing);
  unit_ = std::move(unit);
  total_ = total;
  done_ = 0;
  begin_ = Clock::now();
  Show(begin_);
}

void ImportProgress::Add(size_t done) {
  const MutexLock lock(mutex_);
  done_ += done;
  const Clock::time_point now = Clock::now();
  if (now - shown_at_ >= kShowEvery) Show(now);
}

void ImportProgress::End() {
  const MutexLock lock(mutex_);
  if (shown_ && !doing_.empty()) console_.err << kClearLine << std::flush;
  doing_.clear();
}

void ImportProgress::Show(Clock::time_point now) {
  if (!shown_ || doing_.empty()) return;
  shown_at_ = now;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  console_.err << kClearLine << ProgressLine(doing_, unit_, done_, total_, seconds) << std::flush;
}

}  // namespace taizhang::cli
