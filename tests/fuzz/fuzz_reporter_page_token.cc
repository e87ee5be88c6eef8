// Page tokens of lists of reporters: reading never crashes, only what Encode makes is read, and any
// members survive the round trip.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "services/aggregator/view/reporter_page_token.h"
#include "tests/fuzz/require.h"

namespace taizhang::aggregator {
namespace {

/// Takes eight bytes from the front, fewer at the end.
uint64_t Take(std::string_view& bytes) {
  uint64_t value = 0;
  for (const char c : bytes.substr(0, 8)) value = value << 8 | static_cast<uint8_t>(c);
  bytes.remove_prefix(bytes.size() < 8 ? bytes.size() : 8);
  return value;
}

void CheckText(std::string_view text) {
  const absl::StatusOr<ReporterPageToken> token = ReporterPageToken::Parse(text);
  if (!token.ok()) return;
  Require(token->Encode() == text, "a page token has one spelling");
}

/// Takes the bytes as members, because chance never meets a checksum.
void CheckMembers(std::string_view bytes) {
  ReporterPageToken token;
  token.now_us = static_cast<int64_t>(Take(bytes));
  token.filters = Take(bytes);
  token.after_month = kMonthMin + static_cast<MonthIndex>(Take(bytes) % (kMonthMax - kMonthMin));
  token.cut_digest = std::string(16, static_cast<char>(Take(bytes)));
  for (const char* partition : {"440783", "500113", "structure"}) {
    if (bytes.empty()) break;
    token.cut.push_back({.partition = partition, .revision = Take(bytes)});
  }
  token.after = bytes.substr(0, 255);
  const absl::StatusOr<ReporterPageToken> again = ReporterPageToken::Parse(token.Encode());
  Require(again.ok() && *again == token, "members survive the round trip");
}

}  // namespace
}  // namespace taizhang::aggregator

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  taizhang::aggregator::CheckText(bytes);
  taizhang::aggregator::CheckMembers(bytes);
  return 0;
}
