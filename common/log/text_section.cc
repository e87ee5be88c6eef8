#include "common/log/text_section.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/log/text_entry.h"
#include "common/log/wire_fields.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {
namespace {

constexpr uint32_t kTexts = storage::v1::TextSection::kTextsFieldNumber;

absl::Status Damage(size_t at) { return absl::DataLossError(absl::StrCat("texts[", at, "]")); }

/// False where the two parts of an entry do not go together; its digest is not looked at.
bool DecodeText(const storage::v1::Text& text, TextEntry& entry) {
  entry.erased = text.erased();
  entry.salt.fill(0);
  if (entry.erased) return text.salt().empty() && text.text().empty();
  if (text.salt().size() != entry.salt.size()) return false;
  std::copy(text.salt().begin(), text.salt().end(), entry.salt.begin());
  entry.text = text.text();
  return true;
}

}  // namespace

std::string EncodeTextSection(const std::vector<TextEntry>& texts) {
  std::string section;
  storage::v1::Text stored;
  for (const TextEntry& entry : texts) {
    stored.Clear();
    if (entry.erased) {
      stored.set_erased(true);
    } else {
      stored.set_salt(entry.salt.data(), entry.salt.size());
      stored.set_text(entry.text);
    }
    AppendWireField(section, kTexts, stored);
  }
  return section;
}

absl::Status DecodeTextSection(std::string_view section, std::vector<TextEntry>& texts) {
  size_t count = 0;
  storage::v1::Text stored;
  WireFieldReader reader(section);
  for (WireField field; reader.Next(field);) {
    if (field.number != kTexts) continue;
    if (count == texts.size() || !field.is_bytes) return Damage(count);
    TextEntry& entry = texts[count];
    if (!stored.ParseFromArray(field.bytes.data(), static_cast<int>(field.bytes.size())) ||
        !DecodeText(stored, entry) || !VerifyTextEntry(entry)) {
      return Damage(count);
    }
    ++count;
  }
  if (reader.damaged() || count != texts.size()) return Damage(count);
  return absl::OkStatus();
}

absl::StatusOr<std::string> EraseFromSection(std::string_view section,
                                             const std::vector<size_t>& indexes) {
  storage::v1::Text erased;
  erased.set_erased(true);
  std::string rewritten;
  size_t count = 0;
  auto next = indexes.begin();
  WireFieldReader reader(section);
  for (WireField field; reader.Next(field);) {
    if (field.number != kTexts) continue;
    if (next != indexes.end() && *next == count) {
      AppendWireField(rewritten, kTexts, erased);
      ++next;
    } else {
      AppendWireField(rewritten, kTexts, field.bytes);
    }
    ++count;
  }
  if (reader.damaged() || next != indexes.end()) return Damage(count);
  return rewritten;
}

}  // namespace taizhang
