#pragma once

#include <string>
#include <string_view>

namespace taizhang::cli {

/// A text as a plain decimal number, or why it is none.
struct NumberText {
  std::string plain;              ///< without thousands separators and a plus sign: "1234.5"
  std::string wrong;              ///< empty: it is a number
  std::string suggestion;         ///< what was perhaps meant
  bool is_plain_mistake = false;  ///< digits and points alone, so that it is nothing else either
};

/// Reads narrow text without blanks: "1,234.50", "-3".
NumberText ReadNumberText(std::string_view text);

/// `text` without the commas that part digits by three: "超1,234万元" is "超1234万元". Commas that
/// stand otherwise stay.
std::string WithoutGrouping(std::string_view text);

}  // namespace taizhang::cli
