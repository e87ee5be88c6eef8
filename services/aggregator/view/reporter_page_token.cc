#include "services/aggregator/view/reporter_page_token.h"

#include <cstddef>
#include <optional>

#include "absl/strings/escaping.h"
#include "common/log/hash.h"
#include "common/values/record_name.h"

namespace taizhang::aggregator {
namespace {

// Payload: version; how many partitions, then of each the size of its name, that name and its
// revision; the other members; the first bytes of the SHA-256 of all before. Numbers are
// big-endian.
constexpr char kVersion = 1;
constexpr size_t kNumberSize = 8;
constexpr size_t kMonthSize = 4;
constexpr size_t kCountSize = 4;
constexpr size_t kDigestSize = 16;
constexpr size_t kChecksumSize = 4;
/// Of the text: the cut of all 3,000 counties is some 60 KB.
constexpr size_t kTextSizeMax = size_t{4} << 20;

void Append(std::string& out, uint64_t value, size_t size = kNumberSize) {
  for (size_t i = size; i > 0; --i) out += static_cast<char>(value >> (8 * (i - 1)) & 0xFF);
}

void AppendText(std::string& out, const std::string& text) {
  out += static_cast<char>(text.size());
  out += text;
}

void AppendChecksum(std::string& bytes) {
  const Hash hash = Sha256({bytes});
  bytes.append(hash.begin(), hash.begin() + kChecksumSize);
}

/// Takes what was appended from the front; what is not there is 0, and leaves it at fault.
class Members {
 public:
  explicit Members(std::string_view bytes) : rest_(bytes) {}

  uint64_t Number(size_t size = kNumberSize) {
    uint64_t value = 0;
    for (const char c : Bytes(size)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
  std::string Text() { return std::string(Bytes(Number(1))); }
  std::string_view Bytes(size_t size) {
    if (rest_.size() < size) {
      at_fault_ = true;
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  [[nodiscard]] bool at_fault() const { return at_fault_; }

 private:
  std::string_view rest_;
  bool at_fault_ = false;
};

std::optional<ReporterPageToken> Decode(std::string_view text) {
  std::string bytes;
  if (text.size() > kTextSizeMax ||
      !absl::WebSafeBase64Unescape(absl::string_view(text.data(), text.size()), &bytes) ||
      bytes.empty() || bytes[0] != kVersion) {
    return std::nullopt;
  }
  Members members(std::string_view(bytes).substr(1));
  ReporterPageToken token;
  const uint64_t count = members.Number(kCountSize);
  for (uint64_t i = 0; i < count && !members.at_fault(); ++i) {
    std::string partition = members.Text();
    const uint64_t revision = members.Number();
    const bool is_next = token.cut.empty() || token.cut.back().partition < partition;
    if (!is_next || !IsPartition(partition)) return std::nullopt;
    token.cut.push_back({.partition = std::move(partition), .revision = revision});
  }
  token.cut_digest = std::string(members.Bytes(kDigestSize));
  token.now_us = static_cast<int64_t>(members.Number());
  token.filters = members.Number();
  token.after = members.Text();
  token.after_month = static_cast<MonthIndex>(static_cast<uint32_t>(members.Number(kMonthSize)));
  // Compares the checksum, and refuses what base64 decoders forgive: a token has one spelling.
  const bool is_month = kMonthMin <= token.after_month && token.after_month < kMonthMax;
  if (members.at_fault() || !is_month || token.Encode() != text) return std::nullopt;
  return token;
}

}  // namespace

std::string ReporterPageToken::Encode() const {
  std::string bytes(1, kVersion);
  Append(bytes, cut.size(), kCountSize);
  for (const CutEntry& entry : cut) {
    AppendText(bytes, entry.partition);
    Append(bytes, entry.revision);
  }
  bytes += cut_digest;
  Append(bytes, static_cast<uint64_t>(now_us));
  Append(bytes, filters);
  AppendText(bytes, after);
  Append(bytes, static_cast<uint32_t>(after_month), kMonthSize);
  AppendChecksum(bytes);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<ReporterPageToken> ReporterPageToken::Parse(std::string_view text) {
  std::optional<ReporterPageToken> token = Decode(text);
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

}  // namespace taizhang::aggregator
