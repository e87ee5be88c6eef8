#include "services/ledger/rpc/open_streams.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang::ledger {

absl::Status OpenStreams::Add(std::shared_ptr<OpenStream> stream) {
  const MutexLock lock(mutex_);
  if (ending_) return MakeError(Reason::kNotReady, "shutting down; try again");
  if (streams_.size() >= streams_max_) {
    return MakeError(Reason::kOverloaded,
                     absl::StrCat(streams_.size(), " streams of ", of_, " are open; try again"),
                     {{"limit", absl::StrCat(streams_max_)}});
  }
  streams_.insert(std::move(stream));
  return absl::OkStatus();
}

void OpenStreams::Remove(const std::shared_ptr<OpenStream>& stream) {
  const MutexLock lock(mutex_);
  streams_.erase(stream);
}

void OpenStreams::EndAll() {
  std::vector<std::shared_ptr<OpenStream>> streams;
  {
    const MutexLock lock(mutex_);
    ending_ = true;
    streams.assign(streams_.begin(), streams_.end());
  }
  for (const std::shared_ptr<OpenStream>& stream : streams) stream->End();
}

}  // namespace taizhang::ledger
