#include "common/values/unit_algebra.h"

namespace taizhang {
namespace {

bool IsQuotient(std::string_view unit) { return unit.find('/') != std::string_view::npos; }

/// What is left of `quotient` where it is one by `unit`.
std::optional<std::string> Times(std::string_view quotient, std::string_view unit) {
  const size_t stroke = quotient.find('/');
  if (stroke == std::string_view::npos || quotient.substr(stroke + 1) != unit) return std::nullopt;
  return std::string(quotient.substr(0, stroke));
}

}  // namespace

std::optional<std::string> QuotientUnit(std::string_view dividend, std::string_view divisor) {
  if (dividend == divisor) return std::string();
  if (divisor.empty()) return std::string(dividend);
  if (dividend.empty() || IsQuotient(dividend) || IsQuotient(divisor)) return std::nullopt;
  return std::string(dividend).append("/").append(divisor);
}

std::optional<std::string> ProductUnit(std::string_view a, std::string_view b) {
  if (a.empty()) return std::string(b);
  if (b.empty()) return std::string(a);
  const std::optional<std::string> left = Times(a, b);
  return left ? left : Times(b, a);
}

}  // namespace taizhang
