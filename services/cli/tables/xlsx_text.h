#pragma once

#include <string>
#include <string_view>

namespace taizhang::cli {

/// A text of SpreadsheetML with its escapes resolved (ST_Xstring, ECMA-376 part 1, 22.9.2.19):
/// _x000D_ is a carriage return, _x005F_ an underscore. What is no UTF-16 for a character stays as
/// it is.
std::string DecodeXstring(std::string text);

}  // namespace taizhang::cli
