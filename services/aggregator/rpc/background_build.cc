#include "services/aggregator/rpc/background_build.h"

#include <optional>
#include <pthread.h>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace taizhang::aggregator {
namespace {

/// Between slices, for whoever waits for the lock: longer than it takes to wake.
constexpr std::chrono::microseconds kGap{200};
/// How long one slice lets readers go first. A waiting writer keeps readers that come later waiting
/// for those that are there already, which is not worth it for what can be done later as well.
constexpr std::chrono::milliseconds kPatience{20};

std::string CellsText(const BuildNotice& notice) {
  std::string text = absl::StrCat("cells of ", notice.measure, " in ", notice.partition);
  if (notice.cells > 1) {
    absl::StrAppend(&text, " and ", notice.cells - 1, " more in ", notice.partitions,
                    notice.partitions == 1 ? " partition" : " partitions");
  }
  return text;
}

const char* ReasonText(BuildReason reason) {
  switch (reason) {
    case BuildReason::kReplay:
      return "facts came first";
    case BuildReason::kRedefinition:
      return "what the measure is read by has changed";
    case BuildReason::kMove:
      return "more subjects moved than is folded at once";
  }
  return "";
}

}  // namespace

BackgroundBuild::BackgroundBuild(Views& views, OnReady on_ready, spdlog::logger& log)
    : views_(views), on_ready_(std::move(on_ready)), log_(log) {
  views_.SetBuildListener([this] {
    {
      const MutexLock lock(mutex_);
      woken_ = true;
    }
    changed_.NotifyAll();
  });
  thread_ = std::thread([this] { Run(); });
  pthread_setname_np(thread_.native_handle(), "build");
}

BackgroundBuild::~BackgroundBuild() { Stop(); }

void BackgroundBuild::Stop() {
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

void BackgroundBuild::Run() {
  while (Await()) {
    BuildAll();
    if (is_ready_ || !views_.readiness().ok()) continue;
    is_ready_ = true;
    on_ready_();
  }
}

void BackgroundBuild::BuildAll() {
  const auto begin = std::chrono::steady_clock::now();
  const BuildCounts before = views_.build_counts();
  bool has_more = true;
  while (has_more) {
    LogBegin();
    has_more = BuildNext();
    if (has_more && !Pause(kGap)) return;
  }
  const BuildCounts after = views_.build_counts();
  if (after.folded == before.folded) return;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  log_.info("built all cells in {:.3f} s: {} series of a subject and a measure in {} slices",
            took.count(), after.folded - before.folded, after.slices - before.slices);
}

bool BackgroundBuild::BuildNext() {
  const auto patience_ends = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < patience_ends) {
    const std::optional<bool> has_more = views_.TryBuildSome(kBuildSteps);
    if (has_more.has_value()) return *has_more;
    if (!Pause(kGap)) return true;
  }
  return views_.BuildSome(kBuildSteps);
}

void BackgroundBuild::LogBegin() {
  for (const BuildNotice& notice : views_.TakeBuildNotices()) {
    log_.info("building {}: {}", CellsText(notice), ReasonText(notice.reason));
  }
}

bool BackgroundBuild::Await() {
  const MutexLock lock(mutex_);
  while (!stopped_ && !woken_) changed_.Wait(mutex_);
  woken_ = false;
  return !stopped_;
}

bool BackgroundBuild::Pause(std::chrono::microseconds length) {
  const auto until = std::chrono::steady_clock::now() + length;
  const MutexLock lock(mutex_);
  while (!stopped_ && std::chrono::steady_clock::now() < until) changed_.WaitUntil(mutex_, until);
  return !stopped_;
}

}  // namespace taizhang::aggregator
