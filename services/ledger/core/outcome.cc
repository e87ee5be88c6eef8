#include "services/ledger/core/outcome.h"

#include <cstddef>

#include "absl/status/status.h"

namespace taizhang::ledger {
namespace {

constexpr size_t kOutcomesMax = 1'000'000;

}  // namespace

std::string EncodeOutcomes(const std::vector<Outcome>& outcomes) {
  std::string bytes;
  for (size_t i = 0; i < outcomes.size();) {
    size_t end = i + 1;
    while (end < outcomes.size() && outcomes[end] == outcomes[i]) ++end;
    size_t length = end - i;
    for (; length >= 0x80; length >>= 7U)
      bytes.push_back(static_cast<char>(0x80U | (length & 0x7FU)));
    bytes.push_back(static_cast<char>(length));
    bytes.push_back(static_cast<char>(outcomes[i]));
    i = end;
  }
  return bytes;
}

absl::StatusOr<std::vector<Outcome>> DecodeOutcomes(std::string_view bytes) {
  const absl::Status damaged = absl::DataLossError("the kept outcomes of a request are damaged");
  std::vector<Outcome> outcomes;
  size_t at = 0;
  while (at < bytes.size()) {
    size_t length = 0;
    uint32_t shift = 0;
    uint8_t byte = 0x80;
    while ((byte & 0x80U) != 0) {
      if (at == bytes.size() || shift > 28) return damaged;
      byte = static_cast<uint8_t>(bytes[at++]);
      length |= size_t{byte & 0x7FU} << shift;
      shift += 7;
    }
    if (at == bytes.size() || length == 0 || outcomes.size() + length > kOutcomesMax)
      return damaged;
    const auto outcome = static_cast<uint8_t>(bytes[at++]);
    if (outcome < 1 || outcome > 4) return damaged;
    outcomes.insert(outcomes.end(), length, static_cast<Outcome>(outcome));
  }
  return outcomes;
}

}  // namespace taizhang::ledger
