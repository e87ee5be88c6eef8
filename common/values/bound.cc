#include "common/values/bound.h"

namespace taizhang {

std::string_view BoundMark(Bound bound) {
  switch (bound) {
    case Bound::kExact:
      return "=";
    case Bound::kAbout:
      return "≈";
    case Bound::kAtLeast:
      return "≥";
    case Bound::kMoreThan:
      return ">";
    case Bound::kAtMost:
      return "≤";
    case Bound::kLessThan:
      return "<";
  }
  return "?";
}

}  // namespace taizhang
