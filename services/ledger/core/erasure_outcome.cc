#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/ledger/core/erasure.h"

namespace taizhang::ledger {
namespace {

/// Outcomes of rows begin with how often the first one comes, which is never 0.
constexpr char kTag = '\0';

void AppendNumber(std::string& out, uint64_t number) {
  for (; number >= 0x80; number >>= 7U) out.push_back(static_cast<char>(0x80U | (number & 0x7FU)));
  out.push_back(static_cast<char>(number));
}

void AppendText(std::string& out, std::string_view text) {
  AppendNumber(out, text.size());
  out.append(text);
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  uint64_t Number() {
    uint64_t number = 0;
    for (uint32_t shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
      number |= uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return number;
    }
    damaged_ = true;
    return 0;
  }

  std::string Text() {
    const uint64_t size = Number();
    if (size > bytes_.size()) {
      damaged_ = true;
      return {};
    }
    std::string text(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return text;
  }

  [[nodiscard]] bool at_end() const { return bytes_.empty(); }
  [[nodiscard]] bool damaged() const { return damaged_; }

 private:
  std::string_view bytes_;
  bool damaged_ = false;
};

}  // namespace

std::string EncodeErasure(const Erasure& erasure) {
  std::string bytes(1, kTag);
  AppendNumber(bytes, erasure.texts);
  AppendNumber(bytes, erasure.uses_total);
  for (const TextUse& use : erasure.uses) {
    AppendText(bytes, use.name);
    AppendText(bytes, use.field);
    AppendNumber(bytes, use.revision);
  }
  return bytes;
}

bool IsErasureOutcome(std::string_view bytes) { return !bytes.empty() && bytes.front() == kTag; }

absl::StatusOr<Erasure> DecodeErasure(std::string_view bytes) {
  // Once there was no tag: then two zeros are what erased nothing.
  if (IsErasureOutcome(bytes) && bytes.size() > 2) bytes.remove_prefix(1);
  Reader reader(bytes);
  Erasure erasure{
      .texts = static_cast<uint32_t>(reader.Number()), .uses = {}, .uses_total = reader.Number()};
  while (!reader.at_end() && !reader.damaged() && erasure.uses.size() < kTextUsesMax) {
    TextUse use;
    use.name = reader.Text();
    use.field = reader.Text();
    use.revision = reader.Number();
    erasure.uses.push_back(std::move(use));
  }
  if (reader.damaged() || !reader.at_end()) {
    return absl::DataLossError("the kept outcome of an erasure is damaged");
  }
  return erasure;
}

}  // namespace taizhang::ledger
