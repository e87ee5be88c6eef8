#include "services/ledger/commit/in_flight.h"

#include <utility>

namespace taizhang::ledger {
namespace {

size_t SizeOf(const InFlight& entry) {
  return entry.block == nullptr
             ? 0
             : entry.block->header.size() + entry.block->body.size() + entry.block->texts.size();
}

}  // namespace

InFlight InFlight::Outline() const {
  InFlight outline;
  outline.number = number;
  outline.head = head;
  outline.block = block;
  outline.asks_store = asks_store;
  outline.request_id = request_id;
  outline.fingerprint = fingerprint;
  return outline;
}

void InFlightQueue::Push(InFlight entry) {
  if (entry.asks_store) {
    ++unreturned_;
  } else {
    entry.returned = true;
    entry.fate = InFlight::Fate::kDurable;
  }
  blocks_ += entry.block == nullptr ? 0 : 1;
  bytes_ += SizeOf(entry);
  entries_.push_back(std::move(entry));
}

InFlight* InFlightQueue::FindRequest(const std::string& request_id) {
  for (InFlight& entry : entries_) {
    if (entry.request_id == request_id) return &entry;
  }
  return nullptr;
}

bool InFlightQueue::Return(uint64_t number, AppendOutcome outcome) {
  InFlight& entry = entries_[number - entries_.front().number];
  entry.returned = true;
  --unreturned_;
  if (outcome != AppendOutcome::kAppended) return false;
  entry.fate = InFlight::Fate::kDurable;
  return true;
}

void InFlightQueue::Settle(uint64_t number, InFlight::Fate fate) {
  if (entries_.empty() || number < entries_.front().number) return;
  entries_[number - entries_.front().number].fate = fate;
}

std::optional<InFlight> InFlightQueue::PopSettled() {
  if (entries_.empty() || entries_.front().fate == InFlight::Fate::kWaiting) return std::nullopt;
  InFlight entry = std::move(entries_.front());
  entries_.pop_front();
  blocks_ -= entry.block == nullptr ? 0 : 1;
  bytes_ -= SizeOf(entry);
  return entry;
}

}  // namespace taizhang::ledger
