#include "services/cli/mapping/number_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace taizhang::cli {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

size_t DigitsFrom(std::string_view text, size_t begin) {
  size_t end = begin;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end - begin;
}

/// The size of a run of digits that commas part by three, from `begin` on; 0 where it is none.
size_t GroupedFrom(std::string_view text, size_t begin) {
  const size_t first = DigitsFrom(text, begin);
  if (first < 1 || first > 3) return 0;
  size_t end = begin + first;
  while (end < text.size() && text[end] == ',' && DigitsFrom(text, end + 1) == 3) end += 4;
  return end == begin + first || (end < text.size() && text[end] == ',') ? 0 : end - begin;
}

bool IsPlainNumber(std::string_view text) {
  size_t begin = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t whole = DigitsFrom(text, begin);
  if (whole == 0) return false;
  begin += whole;
  if (begin == text.size()) return true;
  if (text[begin] != '.') return false;
  const size_t fraction = DigitsFrom(text, begin + 1);
  return fraction > 0 && begin + 1 + fraction == text.size();
}

/// What a fraction such as 3/5 is in percent, where that has at most two decimals.
std::string PercentOf(std::string_view above, std::string_view below) {
  constexpr int64_t kTermMax = 1'000'000'000;
  int64_t numerator = 0;
  int64_t denominator = 0;
  if (!absl::SimpleAtoi(absl::string_view(above.data(), above.size()), &numerator) ||
      !absl::SimpleAtoi(absl::string_view(below.data(), below.size()), &denominator) ||
      denominator <= 0 || numerator > kTermMax || denominator > kTermMax ||
      numerator * 10'000 % denominator != 0) {
    return "";
  }
  const int64_t hundredths = numerator * 10'000 / denominator;
  std::string decimals = hundredths % 100 == 0 ? "" : absl::StrCat(".", hundredths % 100 + 100);
  if (!decimals.empty()) decimals.erase(1, 1);
  while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
  return absl::StrCat(hundredths / 100, decimals, "%");
}

}  // namespace

std::string WithoutGrouping(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const bool may_begin =
        i == 0 || (!IsDigit(text[i - 1]) && text[i - 1] != '.' && text[i - 1] != ',');
    const size_t grouped = may_begin && IsDigit(text[i]) ? GroupedFrom(text, i) : 0;
    if (grouped == 0) {
      out.push_back(text[i++]);
      continue;
    }
    const std::string_view run = text.substr(i, grouped);
    std::copy_if(run.begin(), run.end(), std::back_inserter(out), IsDigit);
    i += grouped;
  }
  return out;
}

NumberText ReadNumberText(std::string_view text) {
  NumberText number;
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::string plain = WithoutGrouping(text);
  if (IsPlainNumber(plain)) {
    number.plain = plain;
    return number;
  }
  number.wrong = "is not a number";
  const auto only = [&](std::string_view allowed) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
      return IsDigit(c) || allowed.find(c) != std::string_view::npos;
    });
  };
  if (only("-.") && std::count(text.begin(), text.end(), '.') > 1) {
    number.wrong = "has more than one decimal point";
    number.is_plain_mistake = true;
  } else if (only("-.,") && text.find(',') != std::string_view::npos) {
    number.wrong = "has commas that do not part thousands; write the number without them";
    number.is_plain_mistake = true;
  } else if (only("/") && std::count(text.begin(), text.end(), '/') == 1) {
    const size_t bar = text.find('/');
    number.wrong = "is a fraction as text; write a number";
    number.suggestion = PercentOf(text.substr(0, bar), text.substr(bar + 1));
    number.is_plain_mistake = true;
  }
  return number;
}

}  // namespace taizhang::cli
