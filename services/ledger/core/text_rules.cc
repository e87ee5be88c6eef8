#include "services/ledger/core/text_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"

namespace taizhang::ledger {

bool IsSoundText(std::string_view text, size_t bytes_max) {
  return text.size() <= bytes_max && IsValidUtf8(text) && !HasControlCharacter(text);
}

bool IsIndustry(std::string_view code) {
  if (code.empty() || code.size() > 5 || code[0] < 'A' || code[0] > 'T') return false;
  return std::all_of(code.begin() + 1, code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void CheckText(std::string_view text, size_t bytes_max, const Origin& origin,
               std::string_view field, Violations& violations) {
  if (text.empty() || IsSoundText(text, bytes_max)) return;
  if (text.size() > bytes_max) {
    violations.Add(origin, field, Reason::kTextInvalid,
                   absl::StrCat("has ", text.size(), " bytes; up to ", bytes_max, " are kept"));
  } else if (!IsValidUtf8(text)) {
    violations.Add(origin, field, Reason::kTextInvalid, "is not UTF-8");
  } else {
    violations.Add(
        origin, field, Reason::kTextInvalid,
        "has a control character (line feeds and tabs are such); write one line of text");
  }
}

}  // namespace taizhang::ledger
