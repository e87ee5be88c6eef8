#include "services/ledger/rpc/page_token.h"

#include <cstddef>
#include <optional>

#include "absl/strings/escaping.h"
#include "common/log/hash.h"
#include "common/values/record_name.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {
namespace {

// Payload: version, size of the partition's name, that name, the members as big-endian numbers, the
// first bytes of the SHA-256 of all before.
constexpr char kVersion = 1;
constexpr size_t kNumberSize = 8;
constexpr size_t kDaySize = 4;
constexpr size_t kChecksumSize = 4;
constexpr size_t kPartitionSizeMax = 16;
constexpr size_t kFixedSize = 2 + 5 * kNumberSize + HashPrefix{}.size() + kDaySize + kChecksumSize;
constexpr size_t kTextSizeMax = (kFixedSize + kPartitionSizeMax) * 4 / 3 + 4;

void Append(std::string& out, uint64_t value, size_t size = kNumberSize) {
  for (size_t i = size; i > 0; --i) out += static_cast<char>(value >> (8 * (i - 1)) & 0xFF);
}

/// Takes what Append wrote from the front.
uint64_t Take(std::string_view& bytes, size_t size = kNumberSize) {
  uint64_t value = 0;
  for (const char c : bytes.substr(0, size)) value = value << 8 | static_cast<unsigned char>(c);
  bytes.remove_prefix(size);
  return value;
}

void AppendChecksum(std::string& bytes) {
  const Hash hash = Sha256({bytes});
  bytes.append(hash.begin(), hash.begin() + kChecksumSize);
}

std::optional<PageToken> Decode(std::string_view text) {
  std::string bytes;
  if (text.size() > kTextSizeMax || !absl::WebSafeBase64Unescape(View(text), &bytes) ||
      bytes.size() < kFixedSize || bytes[0] != kVersion) {
    return std::nullopt;
  }
  const auto partition_size = static_cast<unsigned char>(bytes[1]);
  if (bytes.size() != kFixedSize + partition_size) return std::nullopt;
  std::string_view rest = std::string_view(bytes).substr(2);
  PageToken token;
  token.point.partition = rest.substr(0, partition_size);
  rest.remove_prefix(partition_size);
  token.point.revision = Take(rest);
  for (uint8_t& byte : token.point.hash) byte = static_cast<uint8_t>(Take(rest, 1));
  token.point.structure_revision = Take(rest);
  token.day = static_cast<Day>(static_cast<uint32_t>(Take(rest, kDaySize)));
  token.position.major = Take(rest);
  token.position.minor = Take(rest);
  token.filters = Take(rest);
  // Compares the checksum, and refuses what base64 decoders forgive: a token has one spelling.
  if (token.Encode() != text || !IsPartition(token.point.partition)) return std::nullopt;
  return token;
}

}  // namespace

std::string PageToken::Encode() const {
  std::string bytes;
  bytes.reserve(kFixedSize + point.partition.size());
  bytes += kVersion;
  bytes += static_cast<char>(point.partition.size());
  bytes += point.partition;
  Append(bytes, point.revision);
  bytes.append(point.hash.begin(), point.hash.end());
  Append(bytes, point.structure_revision);
  Append(bytes, static_cast<uint32_t>(day), kDaySize);
  Append(bytes, position.major);
  Append(bytes, position.minor);
  Append(bytes, filters);
  AppendChecksum(bytes);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<PageToken> PageToken::Parse(std::string_view text) {
  std::optional<PageToken> token = Decode(text);
  if (!token) {
    return absl::InvalidArgumentError(
        "not a page token, or one that was cut or mistyped; leave it out to begin again");
  }
  return *std::move(token);
}

uint64_t DigestOfFilters(const std::vector<std::string>& parts) {
  std::string whole;
  for (const std::string& part : parts) {
    Append(whole, part.size());
    whole += part;
  }
  uint64_t digest = 0;
  for (const uint8_t byte : PrefixOf(Sha256({whole}))) digest = digest << 8 | byte;
  return digest;
}

}  // namespace taizhang::ledger
