#include "common/log/text_entry.h"

#include <string_view>
#include <utility>

#include "common/log/hash.h"

namespace taizhang {
namespace {

Hash DigestOf(const Salt& salt, std::string_view text) {
  return Sha256({{reinterpret_cast<const char*>(salt.data()), salt.size()}, text});
}

}  // namespace

TextEntry MakeTextEntry(std::string text, const Salt& salt) {
  TextEntry entry;
  entry.digest = DigestOf(salt, text);
  entry.salt = salt;
  entry.text = std::move(text);
  return entry;
}

bool VerifyTextEntry(const TextEntry& entry) {
  if (entry.erased) return entry.text.empty() && entry.salt == Salt{};
  return DigestOf(entry.salt, entry.text) == entry.digest;
}

}  // namespace taizhang
