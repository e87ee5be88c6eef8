#pragma once

#include <cstdint>

namespace taizhang {

/// Mixes one more word into a hash (the finaliser of splitmix64). The same on every machine and in
/// every run. Ledger and aggregator compare what is made of it: another way to mix, or another
/// choice of what goes into Facts::digest, needs another field in the protocol.
constexpr uint64_t MixDigest(uint64_t hash, uint64_t word) {
  uint64_t x = (hash ^ word) + 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

}  // namespace taizhang
