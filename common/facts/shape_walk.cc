#include "common/facts/shape_walk.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "common/values/record_name.h"

namespace taizhang {
namespace {

constexpr std::string_view kCountUnit = "个";
constexpr size_t kForeignBytesMax = 400;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

/// What a measure's amounts are like before they are folded.
Shape OfMeasure(const Measure& measure) {
  Shape shape;
  shape.unit = measure.unit;
  shape.decimals = measure.decimals;
  shape.frequency = measure.frequency;
  shape.temporal_kind = measure.temporal_kind;
  shape.flows = measure.temporal_kind != TemporalKind::kStock;
  return shape;
}

std::string_view KindOf(TemporalKind kind) {
  switch (kind) {
    case TemporalKind::kFlow:
      return "FLOW";
    case TemporalKind::kStock:
      return "STOCK";
    case TemporalKind::kYearToDate:
      return "YEAR_TO_DATE";
    case TemporalKind::kUnspecified:
      break;
  }
  return "measure without a temporal kind";
}

}  // namespace

std::string PartPath::Text() const {
  std::string text = above == nullptr ? std::string() : above->Text() + ".";
  text.append(field);
  if (index != kNoIndex) absl::StrAppend(&text, "[", index, "]");
  return text;
}

std::string PartPath::Text(std::string_view below) const {
  return Text().append(".").append(below);
}

std::string WithUnit(const std::string& unit) {
  return unit.empty() ? "a pure number" : absl::StrCat("in ", unit);
}

void MergeReading(const Shape& from, Shape& into) {
  into.nodes += from.nodes;
  if (!from.reads) return;
  if (!into.reads) {
    into.temporal_kind = from.temporal_kind;
  } else if (into.temporal_kind != from.temporal_kind) {
    into.temporal_kind = TemporalKind::kUnspecified;
  }
  into.frequency = std::max(into.frequency, from.frequency);
  into.flows = into.flows && from.flows;
  into.reads = true;
}

void ShapeWalk::Add(ShapeProblem problem, std::string field, std::string description) {
  if (findings_ == nullptr) return;
  if (chain_.size() > 1) {
    if (has_foreign_finding_) return;
    has_foreign_finding_ = true;
    // A cycle, or too much in all, is no fault of the one that is named. What may quote a long text
    // of it is left out: many may name it.
    if (problem != ShapeProblem::kCycle && problem != ShapeProblem::kTooLarge) {
      if (description.size() > kForeignBytesMax) description = "see there";
      description = absl::StrCat(View(chain_.back()), " is not sound: ", field, ": ", description);
    }
    field = referring_;
  }
  findings_->push_back(
      {.problem = problem, .field = std::move(field), .description = std::move(description)});
}

const Record* ShapeWalk::FindOf(std::string_view name, RecordKind kind, std::string_view field,
                                const PartPath& path) {
  const auto add = [&](ShapeProblem problem, std::string description) {
    Add(problem, field.empty() ? path.Text() : path.Text(field), std::move(description));
    return nullptr;
  };
  if (name.empty())
    return add(ShapeProblem::kRequired, absl::StrCat("name a ", View(KindName(kind))));
  const absl::StatusOr<RecordName> parsed = RecordName::Parse(name);
  if (!parsed.ok()) return add(ShapeProblem::kName, std::string(parsed.status().message()));
  if (parsed->kind() != kind) {
    return add(ShapeProblem::kName,
               absl::StrCat(View(name), " is a ", View(KindName(parsed->kind())), "; name a ",
                            View(KindName(kind))));
  }
  const Record* record = find_(name);
  if (record == nullptr || taizhang::KindOf(*record) != kind) {
    return add(ShapeProblem::kUnknown, absl::StrCat(View(name), " is not known; write it first"));
  }
  return record;
}

bool ShapeWalk::CheckFolds(const TotalOf& total, const Measure& measure, const PartPath& path) {
  const TimeFold fold = total.over_time;
  if (fold == TimeFold::kNatural) return true;
  if (measure.temporal_kind == TemporalKind::kYearToDate) {
    Add(ShapeProblem::kNotAllowed, path.Text("over_time"),
        absl::StrCat(total.measure,
                     " is a YEAR_TO_DATE, which is read by its runs alone; leave it "
                     "out"));
    return false;
  }
  if (fold == TimeFold::kSum && measure.temporal_kind != TemporalKind::kFlow) {
    Add(ShapeProblem::kNotAllowed, path.Text("over_time"),
        absl::StrCat(total.measure, " is a ", View(KindOf(measure.temporal_kind)),
                     ", which has no sum over time; say FIRST, MEAN, MIN or MAX, or leave it out "
                     "for what stands in the last measure-period"));
    return false;
  }
  return true;
}

std::optional<Shape> ShapeWalk::OfTotal(const TotalOf& total, const PartPath& path) {
  const Record* record = FindOf(total.measure, RecordKind::kMeasure, "measure", path);
  if (record == nullptr) return std::nullopt;
  const auto& measure = std::get<Measure>(record->details);
  if (!CheckFolds(total, measure, path)) return std::nullopt;
  Shape shape = OfMeasure(measure);
  const bool is_natural =
      total.over_time == TimeFold::kNatural || total.over_time == TimeFold::kSum;
  shape.is_total = is_natural && total.over_members == MemberFold::kSum;
  shape.adds_up = shape.is_total && measure.additive;
  if (total.over_time == TimeFold::kMean || total.over_members == MemberFold::kMean)
    shape.decimals = kDecimalsOfQuotients;
  if (total.over_members == MemberFold::kCount) {
    shape.unit = kCountUnit;
    shape.decimals = 0;
  }
  return shape;
}

Shape ShapeWalk::OfCount() {
  Shape shape;
  shape.unit = kCountUnit;
  shape.temporal_kind = TemporalKind::kStock;
  shape.adds_up = true;
  return shape;
}

std::optional<Shape> ShapeWalk::OfStated(const Indicator& indicator) const {
  const Record* record = find_(indicator.stated_by);
  const auto* measure = record == nullptr ? nullptr : std::get_if<Measure>(&record->details);
  if (measure == nullptr) return std::nullopt;
  return OfMeasure(*measure);
}

std::string ShapeWalk::CountUnit(const Indicator& indicator) const {
  const std::optional<Shape> stated =
      indicator.stated_by.empty() ? std::nullopt : OfStated(indicator);
  return stated ? stated->unit : std::string(kCountUnit);
}

std::optional<Shape> ShapeWalk::OfDefinition(const Indicator& indicator) {
  if (const auto* total = std::get_if<TotalOf>(&indicator.definition)) {
    std::optional<Shape> shape = OfTotal(*total, PartPath{.field = "total"});
    if (shape && total->over_members == MemberFold::kCount) shape->unit = CountUnit(indicator);
    return shape;
  }
  if (std::holds_alternative<CountOf>(indicator.definition)) {
    Shape shape = OfCount();
    shape.unit = CountUnit(indicator);
    return shape;
  }
  if (const auto* expression = std::get_if<Expression>(&indicator.definition))
    return OfNode(*expression, PartPath{.field = "expression"});
  return OfStated(indicator);
}

std::optional<Shape> ShapeWalk::OfIndicator(std::string_view name, const Indicator& indicator) {
  chain_.push_back(name);
  std::optional<Shape> shape = OfDefinition(indicator);
  if (indicator.decimals) {
    const bool is_rounded =
        std::holds_alternative<Expression>(indicator.definition) ||
        (std::holds_alternative<TotalOf>(indicator.definition) && (!shape || !shape->is_total));
    if (!is_rounded) {
      Add(ShapeProblem::kNotAllowed, "decimals",
          "nothing is rounded of a total that adds up or a count; leave it out");
      shape.reset();
    } else if (*indicator.decimals > kIndicatorDecimalsMax) {
      Add(ShapeProblem::kInvalid, "decimals", "0 to 9 decimal places are kept");
      shape.reset();
    } else if (shape) {
      shape->decimals = *indicator.decimals;
    }
  }
  chain_.pop_back();
  return shape;
}

}  // namespace taizhang
