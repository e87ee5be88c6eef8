#include "services/ledger/core/text_rules.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "services/ledger/core/absl_view.h"

namespace taizhang::ledger {

bool IsIndustry(std::string_view code) {
  if (code.empty() || code.size() > 5 || code[0] < 'A' || code[0] > 'T') return false;
  return std::all_of(code.begin() + 1, code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void CheckText(std::string_view text, size_t bytes_max, const Origin& origin,
               std::string_view field, Violations& violations) {
  const auto add = [&](std::string_view description) {
    violations.Add(origin, field, Reason::kTextInvalid, description);
  };
  if (text.empty()) return;
  if (text.size() > bytes_max) {
    return add(absl::StrCat("has ", text.size(), " bytes; up to ", bytes_max,
                            " are kept (a Chinese character has 3)"));
  }
  if (!IsValidUtf8(text)) return add("is not UTF-8; write Unicode in UTF-8");
  if (const std::optional<BadCharacter> bad = FindBadCharacter(text)) {
    return add(absl::StrCat("character ", bad->position, " is ", CodePointName(bad->point), ", ",
                            View(bad->what), "; write one line of plain text without it"));
  }
  if (const std::optional<BadCharacter> blank = FindOuterBlank(text)) {
    add(absl::StrCat("character ", blank->position, " is ", CodePointName(blank->point),
                     ": the text ", View(blank->what), "; write it without"));
  }
}

}  // namespace taizhang::ledger
