#include "services/ledger/core/etag.h"

#include "absl/strings/str_cat.h"

namespace taizhang::ledger {
namespace {

/// FNV-1a: the same on every machine and in every version, unlike absl's hash.
uint64_t HashOf(std::string_view text) {
  uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

}  // namespace

std::string EtagOf(uint64_t revision, std::string_view key) {
  return absl::StrCat(absl::Hex(revision), "-", absl::Hex(HashOf(key), absl::kZeroPad16));
}

std::string EtagKey(std::string_view subject, std::string_view measure, std::string_view id,
                    std::string_view period) {
  std::string key;
  key.reserve(subject.size() + measure.size() + id.size() + period.size() + 3);
  key.append(subject).append(1, '\n').append(measure).append(1, '\n').append(id).append(1, '\n');
  return key.append(period);
}

}  // namespace taizhang::ledger
