#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "common/facts/indicator_shape.h"

namespace taizhang {

/// Measures and indicators by name, as definitions find them.
class ShapeWorld {
 public:
  ShapeWorld() {
    AddMeasure("sales", "元", 2, TemporalKind::kFlow, Frequency::kYear);
    AddMeasure("tax", "元", 0, TemporalKind::kFlow, Frequency::kQuarter);
    AddMeasure("households", "户", 0, TemporalKind::kStock, Frequency::kYear);
    AddMeasure("output", "元", 0, TemporalKind::kYearToDate, Frequency::kMonth);
    AddMeasure("rate", "%", 1, TemporalKind::kStock, Frequency::kMonth);
    AddMeasure("firms", "家", 0, TemporalKind::kStock, Frequency::kYear);
    for (const char* name : {"divisions/44", "divisions/440783/clusters/c"})
      records_[name] = std::make_shared<Record>();
    records_["divisions/44"]->details = Division{};
    records_["divisions/440783/clusters/c"]->details = Cluster{};
  }

  void AddMeasure(const std::string& id, std::string unit, uint8_t decimals, TemporalKind kind,
                  Frequency frequency) {
    Measure measure;
    measure.unit = std::move(unit);
    measure.decimals = decimals;
    measure.temporal_kind = kind;
    measure.frequency = frequency;
    Add("measures/" + id, measure);
  }
  void AddIndicator(const std::string& id, IndicatorDefinition definition) {
    Add("indicators/" + id, Indicator{.definition = std::move(definition)});
  }
  template <typename Details>
  void Add(const std::string& name, Details details) {
    records_[name] = std::make_shared<Record>();
    records_[name]->details = std::move(details);
  }

  [[nodiscard]] const Record* Find(std::string_view name) const {
    const auto found = records_.find(std::string(name));
    return found == records_.end() ? nullptr : found->second.get();
  }

  [[nodiscard]] std::optional<Shape> Of(const Indicator& indicator) const {
    return ShapeOf(indicator, [this](std::string_view name) { return Find(name); });
  }
  [[nodiscard]] std::optional<Shape> Of(const Expression& node) const {
    return ShapeOf(node, [this](std::string_view name) { return Find(name); });
  }
  [[nodiscard]] ShapeReport Check(const Indicator& indicator,
                                  std::string_view name = "indicators/own") const {
    return CheckShape(name, indicator, [this](std::string_view found) { return Find(found); });
  }
  [[nodiscard]] ShapeReport Check(const Expression& expression,
                                  std::string_view name = "indicators/own") const {
    return Check(Indicator{.definition = expression}, name);
  }

 private:
  std::map<std::string, std::shared_ptr<Record>> records_;
};

inline TotalOf Total(const std::string& id) { return {.measure = "measures/" + id}; }
inline TotalOf Folded(const std::string& id, TimeFold over_time,
                      MemberFold over_members = MemberFold::kSum) {
  return {.measure = "measures/" + id,
          .filter = {},
          .over_time = over_time,
          .over_members = over_members};
}
inline Expression Leaf(Expression::Node node) { return {.node = std::move(node), .operands = {}}; }
inline Expression TotalNode(const std::string& id) { return Leaf(Total(id)); }
inline Expression Named(const std::string& id) { return Leaf(IndicatorOf{"indicators/" + id}); }
inline Expression Number(std::string_view value, std::string unit = {}) {
  return Leaf(Constant{Decimal::Parse(value).value(), std::move(unit)});
}
inline Expression Made(Operation operation, std::vector<Expression> operands) {
  return {Arithmetic{.operation = operation}, std::move(operands)};
}
inline Expression Made(Expression::Node node, Expression operand) {
  return {std::move(node), {std::move(operand)}};
}

}  // namespace taizhang
