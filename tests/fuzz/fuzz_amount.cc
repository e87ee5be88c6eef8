// Amounts as people write them: reading never crashes, what is read can be written plainly and read
// again, and converting is exact or refused.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/values/amount.h"
#include "common/values/interval.h"
#include "common/values/units.h"
#include "tests/fuzz/require.h"

namespace taizhang {
namespace {

void CheckConversion(const WrittenAmount& written, std::string_view base_unit, int decimals) {
  const absl::StatusOr<Amount> amount = ToBaseUnit(written, base_unit, decimals);
  if (!amount.ok()) return;
  const Int128 limit = PowerOfTen(kMaxAmountDigits);
  Require(-limit < amount->value && amount->value < limit, "amounts keep within their digits");
  Require(amount->bound == written.bound, "converting keeps the bound");
  Require(amount->quantum > Decimal(), "the quantum is positive");
  const std::string plain = FormatScaled(amount->value, decimals);
  const absl::StatusOr<Amount> again =
      ToBaseUnit({.number = Decimal::Parse(plain).value(), .unit = "", .bound = written.bound},
                 base_unit, decimals);
  Require(again.ok() && again->value == amount->value, "a converted amount reads as itself");
}

void Check(std::string_view text) {
  const absl::StatusOr<WrittenAmount> written = ParseAmount(text);
  if (!written.ok()) return;
  const std::string plain =
      std::string(BoundMark(written->bound)) + written->number.ToString() + written->unit;
  const absl::StatusOr<WrittenAmount> again = ParseAmount(plain);
  Require(again.ok(), "the plain spelling is read");
  Require(again->number == written->number && again->unit == written->unit &&
              again->bound == written->bound,
          "the plain spelling means the same");
  const absl::StatusOr<Unit> unit = FindUnit(written->unit);
  const std::string_view base_unit = unit.ok() ? unit->base : "元";
  for (const int decimals : {0, 2, Decimal::kMaxScale}) {
    CheckConversion(*written, base_unit, decimals);
  }
}

}  // namespace
}  // namespace taizhang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  taizhang::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
