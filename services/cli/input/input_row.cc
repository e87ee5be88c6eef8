#include "services/cli/input/input_row.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace taizhang::cli {

std::string ColumnLetters(size_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.push_back(static_cast<char>('A' + (column - 1) % 26));
  std::reverse(letters.begin(), letters.end());
  return letters;
}

std::string Place::Text() const {
  std::string text(file);
  if (line > 0) absl::StrAppend(&text, ":", line);
  if (column > 0) absl::StrAppend(&text, ":", ColumnLetters(column));
  return text;
}

std::string InputError::Text() const {
  std::string text = place.Text();
  for (const std::string* part : {&field, &reason}) {
    if (!part->empty()) absl::StrAppend(&text, ": ", *part);
  }
  absl::StrAppend(&text, ": ", what);
  if (!suggestion.empty()) absl::StrAppend(&text, "; perhaps \"", suggestion, "\"");
  return text;
}

}  // namespace taizhang::cli
