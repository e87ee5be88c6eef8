#include "services/ledger/rpc/reused_messages.h"

#include <utility>

namespace taizhang::ledger {

ReusedMessages::Holder* ReusedMessages::AllocateMessages() {
  {
    const MutexLock lock(mutex_);
    if (!kept_.empty()) {
      Pair* pair = kept_.back().release();
      kept_.pop_back();
      return pair;
    }
  }
  return std::make_unique<Pair>(*this).release();
}

void ReusedMessages::Pair::Clear() {
  request_.Clear();
  response_.Clear();
}

void ReusedMessages::TakeBack(std::unique_ptr<Pair> pair) {
  // The size that WriteRecords measured: fields of a cleared message keep the memory that they had.
  const auto bytes = static_cast<size_t>(pair->request()->GetCachedSize());
  if (bytes > kKeptBytesMax) return;
  pair->Clear();
  const MutexLock lock(mutex_);
  if (kept_.size() < kKeptMax) kept_.push_back(std::move(pair));
}

}  // namespace taizhang::ledger
