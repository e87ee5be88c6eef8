#pragma once

#include <string_view>

namespace taizhang::cli {

/// The one of comma, tab and semicolon that stands equally often, outside of quotes, in most of the
/// first 50 records; among equals the one that stands there more often, then the first of them. A
/// comma where there is none.
char FindDelimiter(std::string_view utf8);

}  // namespace taizhang::cli
