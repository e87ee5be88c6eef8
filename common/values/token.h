#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace taizhang {

using HashPrefix = std::array<uint8_t, 8>;

/// A commit's identity (partition, revision, first 8 bytes of its hash), opaque to clients:
/// URL-safe base64 without padding over a version byte, the members and a 32-bit checksum, so that
/// a mistyped token is an error.
struct Token {
  std::string partition;
  uint64_t revision = 0;
  HashPrefix hash{};

  [[nodiscard]] std::string Encode() const;
  /// INVALID_ARGUMENT for anything that Encode did not make, and for names that are no partition.
  static absl::StatusOr<Token> Parse(std::string_view text);
  friend bool operator==(const Token&, const Token&) = default;
};

}  // namespace taizhang
