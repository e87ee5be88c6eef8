// Bytes as text: reading ends with UTF-8 or with an error, and UTF-8 reads as itself. The first
// byte of the input names the encoding.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/values/text.h"
#include "services/cli/tables/text_encoding.h"
#include "tests/fuzz/require.h"

namespace taizhang::cli {
namespace {

void Check(std::string_view bytes, TextEncoding encoding) {
  TextEncoding found = TextEncoding::kDetect;
  const absl::StatusOr<std::string> text = ToUtf8(std::string(bytes), encoding, &found);
  if (!text.ok()) {
    Require(!text.status().message().empty(), "errors say something");
    return;
  }
  Require(found != TextEncoding::kDetect, "what was read is known");
  Require(encoding == TextEncoding::kDetect || encoding == found, "a named encoding is kept to");
  Require(IsValidUtf8(*text), "text is UTF-8");
  Require(!bytes.empty() || text->empty(), "nothing comes of nothing");
  if (text->starts_with("\xEF\xBB\xBF")) return;
  const absl::StatusOr<std::string> again = ToUtf8(*text, TextEncoding::kUtf8);
  Require(again.ok() && *again == *text, "UTF-8 reads as itself");
}

}  // namespace
}  // namespace taizhang::cli

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using taizhang::cli::TextEncoding;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr TextEncoding kEncodings[] = {TextEncoding::kDetect, TextEncoding::kUtf8,
                                         TextEncoding::kUtf16, TextEncoding::kGb18030};
  taizhang::cli::Check(bytes, kEncodings[data[0] % 4]);
  return 0;
}
