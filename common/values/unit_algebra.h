#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace taizhang {

// Units of what is made of figures (R19): "" is a pure number, "元" a base unit, "元/户" a quotient
// of two. Nothing where the result would be none of these.

/// A quotient of one unit is a pure number; a pure divisor leaves the unit; two base units make a
/// quotient.
std::optional<std::string> QuotientUnit(std::string_view dividend, std::string_view divisor);

/// A pure number leaves the other's unit; "元/户" times "户" is "元".
std::optional<std::string> ProductUnit(std::string_view a, std::string_view b);

}  // namespace taizhang
