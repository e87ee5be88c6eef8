#include "common/values/token.h"

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/values/record_name.h"

namespace taizhang {
namespace {

// Payload: version, size of the partition's name, that name, revision (big-endian), hash, checksum
// (big-endian) of all before it.
constexpr char kVersion = 1;
constexpr size_t kRevisionSize = 8;
constexpr size_t kChecksumSize = 4;
constexpr size_t kPartitionSizeMax = 16;
constexpr size_t kFixedSize = 2 + kRevisionSize + HashPrefix{}.size() + kChecksumSize;
constexpr size_t kTextSizeMax = (kFixedSize + kPartitionSizeMax) * 4 / 3 + 1;

constexpr std::array<uint32_t, 256> kCrcTable = [] {
  std::array<uint32_t, 256> table{};
  for (uint32_t byte = 0; byte < table.size(); ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
    table[byte] = crc;
  }
  return table;
}();

/// CRC-32 (ISO 3309): finds every error within 32 consecutive bits, so any one wrong character.
uint32_t Checksum(std::string_view bytes) {
  uint32_t crc = ~uint32_t{0};
  for (const char c : bytes) {
    crc = (crc >> 8) ^ kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
  }
  return ~crc;
}

void AppendBigEndian(std::string& out, uint64_t value, size_t size) {
  for (size_t i = size; i > 0; --i) out += static_cast<char>(value >> (8 * (i - 1)) & 0xFF);
}

uint64_t ReadBigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::optional<Token> Decode(std::string_view text) {
  if (text.size() > kTextSizeMax) return std::nullopt;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(absl::string_view(text.data(), text.size()), &bytes)) {
    return std::nullopt;
  }
  if (bytes.size() < kFixedSize || bytes[0] != kVersion) return std::nullopt;
  const auto partition_size = static_cast<unsigned char>(bytes[1]);
  if (bytes.size() != kFixedSize + partition_size) return std::nullopt;
  const std::string_view members = std::string_view(bytes).substr(2);
  Token token;
  token.partition = members.substr(0, partition_size);
  token.revision = ReadBigEndian(members.substr(partition_size, kRevisionSize));
  const std::string_view hash = members.substr(partition_size + kRevisionSize);
  for (size_t i = 0; i < token.hash.size(); ++i) token.hash[i] = static_cast<uint8_t>(hash[i]);
  // Compares the checksum, and refuses what base64 decoders forgive (padding, blanks, bits beyond
  // the end): a token has one spelling.
  if (token.Encode() != text || !IsPartition(token.partition)) return std::nullopt;
  return token;
}

}  // namespace

std::string Token::Encode() const {
  std::string bytes;
  bytes.reserve(kFixedSize + partition.size());
  bytes += kVersion;
  bytes += static_cast<char>(partition.size());
  bytes += partition;
  AppendBigEndian(bytes, revision, kRevisionSize);
  bytes.append(hash.begin(), hash.end());
  AppendBigEndian(bytes, Checksum(bytes), kChecksumSize);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<Token> Token::Parse(std::string_view text) {
  std::optional<Token> token = Decode(text);
  if (!token) return absl::InvalidArgumentError("not a token, or one that was cut or mistyped");
  return *std::move(token);
}

}  // namespace taizhang
