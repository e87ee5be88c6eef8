#include "services/ledger/rpc/admission.h"

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace taizhang::ledger {

absl::Status Admission::Enter(size_t bytes) {
  const MutexLock lock(mutex_);
  if (requests_ >= limits_.requests_max) {
    return MakeError(Reason::kOverloaded,
                     absl::StrCat(limits_.requests_max, " requests are under way; send it again"),
                     {{"limit", absl::StrCat(limits_.requests_max)}});
  }
  // One request always fits: its own size has a limit of its own.
  if (requests_ > 0 && bytes_ + bytes > limits_.bytes_max) {
    return MakeError(
        Reason::kOverloaded,
        absl::StrCat(limits_.bytes_max, " bytes of requests are under way; send it again"),
        {{"limit", absl::StrCat(limits_.bytes_max)}});
  }
  ++requests_;
  bytes_ += bytes;
  return absl::OkStatus();
}

void Admission::Leave(size_t bytes) {
  const MutexLock lock(mutex_);
  --requests_;
  bytes_ -= bytes;
}

}  // namespace taizhang::ledger
