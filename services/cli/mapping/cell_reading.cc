#include "services/cli/mapping/cell_reading.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/values/amount.h"
#include "common/values/decimal.h"
#include "common/values/record_name.h"
#include "common/values/text.h"
#include "services/cli/mapping/number_text.h"
#include "services/cli/rows/flat_value.h"

namespace taizhang::cli {
namespace {

CellReading Right(std::string text) {
  return {.text = std::move(text), .wrong = {}, .suggestion = {}};
}

CellReading Wrong(std::string_view cell, const std::string& why, std::string suggestion = "") {
  return {.text = {},
          .wrong = absl::StrCat("\"", ShownText(cell), "\" ", why),
          .suggestion = std::move(suggestion)};
}

/// What a spreadsheet shows of a formula that failed.
constexpr std::array<std::string_view, 8> kFormulaErrors = {
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!"};

bool IsFormulaError(std::string_view cell) {
  return std::find(kFormulaErrors.begin(), kFormulaErrors.end(), cell) != kFormulaErrors.end();
}

/// What is wrong with every cell that should have a number or a word; empty: nothing.
std::string FormulaError(std::string_view cell) {
  return IsFormulaError(cell) ? "is a formula's error; correct the formula, or write the value"
                              : "";
}

struct YesNo {
  std::string_view word;
  bool yes;
};
constexpr auto kYesNo = std::to_array<YesNo>({{"是", true},
                                              {"有", true},
                                              {"对", true},
                                              {"√", true},
                                              {"yes", true},
                                              {"y", true},
                                              {"true", true},
                                              {"1", true},
                                              {"否", false},
                                              {"无", false},
                                              {"没有", false},
                                              {"不是", false},
                                              {"×", false},
                                              {"no", false},
                                              {"n", false},
                                              {"false", false},
                                              {"0", false}});

/// The characters of a UTF-8 text.
std::vector<std::string_view> CharactersOf(std::string_view text) {
  std::vector<std::string_view> characters;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
    characters.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return characters;
}

/// How many characters to insert, delete or replace.
size_t Distance(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row[b.size()];
}

constexpr size_t kNearSizeMax = 120;  ///< bytes of a text for which others are looked at

}  // namespace

std::string ComparedText(std::string_view text) {
  const std::string narrow = NarrowText(text);
  std::string out;
  out.reserve(narrow.size());
  for (size_t i = 0; i < narrow.size();) {
    const std::string_view rest = std::string_view(narrow).substr(i);
    if (rest.starts_with("\xC2\xA0")) {  // no-break space
      i += 2;
    } else if (rest.starts_with("\xE2\x80\x8B") || rest.starts_with("\xEF\xBB\xBF")) {
      i += 3;  // zero-width space, byte order mark
    } else if (absl::ascii_isspace(static_cast<unsigned char>(narrow[i]))) {
      ++i;
    } else {
      out.push_back(absl::ascii_tolower(static_cast<unsigned char>(narrow[i++])));
    }
  }
  return out;
}

std::string NearestTo(std::string_view text, const std::map<std::string, std::string>& names) {
  const std::string compared = ComparedText(text);
  if (compared.empty() || compared.size() > kNearSizeMax) return "";
  const std::vector<std::string_view> characters = CharactersOf(compared);
  std::string nearest;
  size_t least = SIZE_MAX;
  for (const auto& [key, name] : names) {
    if (key.empty() || key.size() > kNearSizeMax || key == compared) continue;
    // A part of the other is near, however long the other is: 销售额 of 销售额(万元).
    const bool is_part =
        key.find(compared) != std::string::npos || compared.find(key) != std::string::npos;
    const std::vector<std::string_view> others = CharactersOf(key);
    const size_t distance = is_part ? 1 : Distance(characters, others);
    const bool is_near = is_part || distance * 2 <= std::min(characters.size(), others.size());
    if (is_near && distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

CellReading ReadTextCell(std::string_view cell) {
  if (const std::string why = FormulaError(cell); !why.empty()) return Wrong(cell, why);
  return Right(std::string(cell));
}

CellReading ReadIdCell(std::string_view cell) {
  if (const std::string why = FormulaError(cell); !why.empty()) return Wrong(cell, why);
  std::string id = ComparedText(cell);
  if (IsId(id)) return Right(std::move(id));
  return Wrong(cell, "is not an id: ids are 1 to 63 of a-z, 0-9 and -, not a name");
}

CellReading ReadCodeCell(std::string_view cell) {
  if (const std::string why = FormulaError(cell); !why.empty()) return Wrong(cell, why);
  std::string code = absl::AsciiStrToUpper(ComparedText(cell));
  const bool valid = std::all_of(
      code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
  if (valid) return Right(std::move(code));
  return Wrong(cell, "is not a code of letters and digits");
}

CellReading ReadNumberCell(std::string_view cell) {
  if (const std::string why = FormulaError(cell); !why.empty()) return Wrong(cell, why);
  const NumberText number = ReadNumberText(ComparedText(cell));
  if (number.wrong.empty()) return Right(number.plain);
  return Wrong(cell, number.wrong, number.suggestion);
}

CellReading ReadAmountCell(std::string_view cell) {
  if (const std::string why = FormulaError(cell); !why.empty()) return Wrong(cell, why);
  const std::string narrow = NarrowText(cell);
  const NumberText number = ReadNumberText(ComparedText(cell));
  if (number.wrong.empty()) return Right(number.plain);
  // What ParseAmount may read nevertheless is no fraction: a number with a unit or words.
  if (!number.suggestion.empty()) return Wrong(cell, number.wrong, number.suggestion);
  const std::string text = WithoutGrouping(narrow);
  const absl::StatusOr<WrittenAmount> amount = ParseAmount(text);
  if (amount.ok()) return Right(text);
  const bool has_digits = std::any_of(narrow.begin(), narrow.end(),
                                      [](unsigned char c) { return absl::ascii_isdigit(c); });
  return Wrong(cell, has_digits && !number.is_plain_mistake
                         ? absl::StrCat("is not an amount: ", amount.status().message())
                         : number.wrong);
}

CellReading ReadYesNoCell(std::string_view cell) {
  if (const std::string why = FormulaError(cell); !why.empty()) return Wrong(cell, why);
  const std::string word = ComparedText(cell);
  for (const YesNo& known : kYesNo) {
    if (word == known.word) return Right(known.yes ? "true" : "false");
  }
  return Wrong(cell, "is neither yes nor no; write 是 or 否");
}

CellReading ReadChoiceCell(std::string_view cell,
                           const std::map<std::string, std::string>& choices) {
  if (const std::string why = FormulaError(cell); !why.empty()) return Wrong(cell, why);
  const std::string word = ComparedText(cell);
  std::vector<std::string> words;
  std::map<std::string, std::string> by_compared;
  for (const auto& [known, value] : choices) {
    if (ComparedText(known) == word || value == cell) return Right(value);
    words.push_back(known);
    by_compared.emplace(ComparedText(known), known);
  }
  return Wrong(cell, absl::StrCat("is not one of ", absl::StrJoin(words, ", ")),
               NearestTo(cell, by_compared));
}

}  // namespace taizhang::cli
