// Tokens: reading never crashes, only what Encode makes is read, and any members survive the round
// trip.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "common/values/record_name.h"
#include "common/values/token.h"
#include "tests/fuzz/require.h"

namespace taizhang {
namespace {

void CheckText(std::string_view text) {
  const absl::StatusOr<Token> token = Token::Parse(text);
  if (!token.ok()) return;
  Require(token->Encode() == text, "a token has one spelling");
  Require(IsPartition(token->partition), "a token names a partition");
}

/// Takes the bytes as members, because chance never meets a checksum.
void CheckMembers(std::string_view bytes) {
  Token token{.partition = "440783", .revision = 0, .hash = {}};
  for (size_t i = 0; i < std::min<size_t>(bytes.size(), 8); ++i) {
    token.revision = token.revision << 8 | static_cast<uint8_t>(bytes[i]);
  }
  for (size_t i = 8; i < std::min<size_t>(bytes.size(), 16); ++i) {
    token.hash[i - 8] = static_cast<uint8_t>(bytes[i]);
  }
  const absl::StatusOr<Token> again = Token::Parse(token.Encode());
  Require(again.ok() && *again == token, "members survive the round trip");
}

}  // namespace
}  // namespace taizhang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  taizhang::CheckText(bytes);
  taizhang::CheckMembers(bytes);
  return 0;
}
