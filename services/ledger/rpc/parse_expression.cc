#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/values/decimal.h"
#include "services/ledger/rpc/enum_tables.h"
#include "services/ledger/rpc/parse_definition.h"

namespace taizhang::ledger {
namespace {

/// Reads one tree; what is beyond its limits is looked at no more.
class ExpressionParser {
 public:
  explicit ExpressionParser(const DetailsPlace& place) : place_(place) {}

  [[nodiscard]] bool is_whole() const { return is_whole_; }

  Expression Parse(const type::v1::Expression& written, const std::string& path) {
    Expression parsed;
    if (!TakeNode(path)) return parsed;
    ++depth_;
    ParseNode(written, path, parsed);
    --depth_;
    return parsed;
  }

 private:
  bool TakeNode(const std::string& path) {
    if (!is_within_) return false;
    if (depth_ < kExpressionDepthMax && nodes_ < kExpressionNodesMax) {
      ++nodes_;
      return true;
    }
    is_within_ = false;
    Refuse(
        path, Reason::kTooLarge,
        absl::StrCat("a definition has up to ", kExpressionNodesMax, " nodes, ",
                     kExpressionDepthMax, " deep; name a part of it as an indicator of its own"));
    return false;
  }

  void ParseNode(const type::v1::Expression& written, const std::string& path, Expression& parsed) {
    using Written = type::v1::Expression;
    switch (written.node_case()) {
      case Written::kIndicator:
        parsed.node = IndicatorOf{.indicator = written.indicator()};
        break;
      case Written::kTotal:
        parsed.node = ParseTotal(written.total(), path + ".total", place_);
        break;
      case Written::kCount:
        parsed.node = ParseCount(written.count(), path + ".count", place_);
        break;
      case Written::kConstant:
        parsed.node = ParseConstant(written.constant(), path + ".constant");
        break;
      case Written::kSum:
        ParseOperands(written.sum(), Operation::kSum, path + ".sum", parsed);
        break;
      case Written::kDifference:
        ParseOperands(written.difference(), Operation::kDifference, path + ".difference", parsed);
        break;
      case Written::kProduct:
        ParseOperands(written.product(), Operation::kProduct, path + ".product", parsed);
        break;
      case Written::kQuotient:
        ParseOperands(written.quotient(), Operation::kQuotient, path + ".quotient", parsed);
        break;
      case Written::kShift:
        parsed.node = ParseShift(written.shift(), path + ".shift");
        ParseOperand(written.shift(), path + ".shift", parsed);
        break;
      case Written::kWindow:
        parsed.node = ParseWindow(written.window(), path + ".window");
        ParseOperand(written.window(), path + ".window", parsed);
        break;
      case Written::kRatio:
        parsed.node = ParseRatio(written.ratio(), path + ".ratio");
        break;
      case Written::kGrowth:
        parsed.node = ParseGrowth(written.growth(), path + ".growth");
        ParseOperand(written.growth(), path + ".growth", parsed);
        break;
      case Written::kShare:
        parsed.node = Share{.whole = written.share().whole()};
        ParseOperand(written.share(), path + ".share", parsed);
        break;
      case Written::kRank:
        parsed.node = Rank{};
        ParseOperand(written.rank(), path + ".rank", parsed);
        break;
      case Written::NODE_NOT_SET:
        // An empty name: the rules of definitions say that something must stand here.
        break;
    }
  }

  template <typename Written>
  void ParseOperand(const Written& written, const std::string& path, Expression& parsed) {
    if (written.has_operand())
      parsed.operands.push_back(Parse(written.operand(), path + ".operand"));
  }

  void ParseOperands(const type::v1::Operands& written, Operation operation,
                     const std::string& path, Expression& parsed) {
    parsed.node = Arithmetic{.operation = operation,
                             .skip_missing = written.skip_missing(),
                             .in_percent = written.in_percent()};
    if (written.operands_size() > kOperandsMax) {
      Refuse(path + ".operands", Reason::kTooLarge,
             absl::StrCat("has ", written.operands_size(), " entries; up to ", kOperandsMax,
                          " are kept"));
      return;
    }
    parsed.operands.reserve(static_cast<size_t>(written.operands_size()));
    for (int i = 0; i < written.operands_size(); ++i) {
      parsed.operands.push_back(
          Parse(written.operands(i), absl::StrCat(path, ".operands[", i, "]")));
    }
  }

  Constant ParseConstant(const type::v1::Constant& written, const std::string& path) {
    Constant constant{.value = {}, .unit = written.unit()};
    const absl::StatusOr<Decimal> value = Decimal::Parse(written.value());
    if (value.ok()) {
      constant.value = value->Normalized();
    } else if (written.value().empty()) {
      Refuse(path + ".value", Reason::kFieldRequired, "write a number, such as 0.5");
    } else {
      Refuse(path + ".value", Reason::kValueInvalid, std::string(value.status().message()));
    }
    return constant;
  }

  std::optional<Frequency> ParseLength(int number, const std::string& path) {
    const std::optional<Frequency> length = FrequencyOf(number);
    if (!length && number != type::v1::FREQUENCY_UNSPECIFIED) {
      Refuse(path, Reason::kValueInvalid,
             absl::StrCat("there is no value ", number, "; see the enum's comments"));
    }
    return length;
  }

  Shift ParseShift(const type::v1::Shift& written, const std::string& path) {
    return {.count = written.count(), .length = ParseLength(written.length(), path + ".length")};
  }

  Window ParseWindow(const type::v1::Window& written, const std::string& path) {
    Window window{.to_date = ParseLength(written.to_date(), path + ".to_date"),
                  .trailing = written.trailing()};
    const std::optional<Frequency> length = ParseLength(written.length(), path + ".length");
    const bool has_length = written.length() != type::v1::FREQUENCY_UNSPECIFIED;
    if (window.trailing != 0 && !has_length) {
      Refuse(path + ".length", Reason::kFieldRequired,
             "say of what length: MONTH, QUARTER, HALF_YEAR or YEAR");
    } else if (window.trailing == 0 && has_length) {
      Refuse(path + ".length", Reason::kFieldNotAllowed,
             "is the length of `trailing`; leave it out, or say how many lengths");
    } else if (length) {
      window.length = *length;
    }
    return window;
  }

  Ratio ParseRatio(const type::v1::Ratio& written, const std::string& path) {
    return {.numerator = ParseTotal(written.numerator(), path + ".numerator", place_),
            .denominator = ParseTotal(written.denominator(), path + ".denominator", place_),
            .paired = written.paired(),
            .mean = written.mean(),
            .in_percent = written.in_percent()};
  }

  Growth ParseGrowth(const type::v1::Growth& written, const std::string& path) {
    Growth growth{.like_for_like = written.like_for_like()};
    if (written.base() != type::v1::GROWTH_BASE_YEAR_EARLIER) {
      growth.base = place_.Enum<GrowthBase>(
          written.base(), type::v1::GrowthBase_IsValid(written.base()), path + ".base");
    }
    return growth;
  }

  void Refuse(const std::string& path, Reason reason, const std::string& description) {
    is_whole_ = false;
    place_.Add(path, reason, description);
  }

  const DetailsPlace& place_;
  int depth_ = 0;
  int nodes_ = 0;
  bool is_within_ = true;  ///< its limits
  bool is_whole_ = true;
};

}  // namespace

bool ParseExpression(const type::v1::Expression& written, const std::string& path,
                     const DetailsPlace& place, Expression& parsed) {
  ExpressionParser parser(place);
  parsed = parser.Parse(written, path);
  return parser.is_whole();
}

}  // namespace taizhang::ledger
