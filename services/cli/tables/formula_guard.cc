#include "services/cli/tables/formula_guard.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace taizhang::cli {
namespace {

constexpr std::array<std::string_view, 11> kBeginnings = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                          "\n", "＝", "＋", "－", "＠"};

/// -5, +1,234.50, -0.3%
bool IsSignedNumber(std::string_view cell) {
  if (cell.empty() || (cell.front() != '+' && cell.front() != '-')) return false;
  cell.remove_prefix(1);
  if (cell.ends_with('%')) cell.remove_suffix(1);
  if (cell.empty() || !absl::ascii_isdigit(static_cast<unsigned char>(cell.front()))) return false;
  return cell.find_first_not_of("0123456789.,") == std::string_view::npos;
}

}  // namespace

bool LooksLikeFormula(std::string_view cell) {
  // A lone hyphen is how tables say that there is nothing.
  if (cell == "-" || IsSignedNumber(cell)) return false;
  const size_t first = cell.find_first_not_of(kFormulaGuard);
  if (first == std::string_view::npos) return false;
  cell.remove_prefix(first);
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [cell](std::string_view beginning) { return cell.starts_with(beginning); });
}

}  // namespace taizhang::cli
