#include "tests/support/random_history.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "common/log/text_entry.h"

namespace taizhang {
namespace {

constexpr std::string_view kTexts[] = {"红丰村",  "开平市龙胜镇", "牛角包加工厂",
                                       "Kaiping", "“1+8”品牌",    "一镇一业"};
constexpr int kLengths[] = {1, 3, 6, 12};

std::string Name(std::string_view collection, size_t number) {
  return "divisions/440783/" + std::string(collection) + "/s" + std::to_string(number);
}

}  // namespace

void RandomHistory::AddEntries(BlockContent& content) {
  const size_t subjects = dictionaries_.subjects.size();
  for (uint64_t i = revision_ == 1 ? 0 : 2; i < 3 + Below(3); ++i) {
    content.new_subjects.push_back(
        Name(Chance(50) ? "enterprises" : "projects", subjects + content.new_subjects.size()));
  }
  if (revision_ == 1 || Chance(20)) {
    content.new_measures.push_back("measure-" + std::to_string(dictionaries_.measures.size()));
    content.new_ids.push_back("item-" + std::to_string(dictionaries_.ids.size()));
  }
}

Ordinal RandomHistory::Text(const std::string& text, BlockContent& content) {
  if (text.empty()) return 0;
  const auto [known, is_new] = texts_.try_emplace(
      text, dictionaries_.texts.end() + static_cast<Ordinal>(content.new_texts.size()));
  if (is_new) {
    Salt salt{};
    for (uint8_t& byte : salt) byte = static_cast<uint8_t>(random_());
    content.new_texts.push_back(MakeTextEntry(text, salt));
  }
  return known->second;
}

std::string RandomHistory::AnyText(BlockContent& content) {
  if (Chance(30)) return {};
  std::string text(kTexts[Below(std::size(kTexts))]);
  if (Chance(30)) text += std::to_string(Below(1000));
  Text(text, content);
  return text;
}

std::string RandomHistory::AnyReference() {
  return Chance(50) ? Name("clusters", Below(9))
                    : "divisions/440783" + std::to_string(100 + Below(20));
}

DayRange RandomHistory::AnyDays() {
  DayRange range;
  if (Chance(60)) range.start = static_cast<Day>(Below(20'000)) - 5'000;
  if (Chance(30)) range.end = static_cast<Day>(Below(20'000)) + 20'000;
  return range;
}

Filter RandomHistory::AnyFilter() {
  Filter filter;
  if (Chance(30)) filter.cluster_kinds = {AnyOf(ClusterKind::kPark), ClusterKind::kBrand};
  if (Chance(30)) filter.categories = {AnyOf(ProjectCategory::kOther)};
  if (Chance(30)) filter.stages = {AnyOf(Stage::kCancelled), Stage::kSigned};
  if (Chance(30)) filter.roles = {AnyOf(Role::kBrandOperator)};
  if (Chance(30)) filter.division_levels = {AnyOf(DivisionLevel::kVillage)};
  if (Chance(30)) filter.industries = {"C13", "A"};
  if (Chance(30)) filter.labels = {{"key", "值"}};
  if (Chance(30)) filter.items = {"item-1", "item-2"};
  if (Chance(30)) filter.party_organisation = Chance(50);
  return filter;
}

Measure RandomHistory::AnyMeasure() {
  Measure measure;
  measure.unit = "元";
  measure.decimals = static_cast<uint8_t>(Below(7));
  measure.temporal_kind = AnyOf(TemporalKind::kYearToDate);
  measure.frequency = static_cast<Frequency>(kLengths[Below(4)]);
  measure.reporters = Chance(50) ? ReporterBit(Reporter::kTown) : 0;
  measure.itemised = Chance(50);
  measure.additive = Chance(50);
  measure.non_negative = Chance(50);
  if (Chance(50)) measure.carry_forward = static_cast<uint32_t>(Below(5));
  if (Chance(50)) measure.due_days = static_cast<uint32_t>(Below(60));
  if (Chance(20)) measure.about_tolerance = static_cast<uint16_t>(Below(10'000));
  if (Chance(20)) measure.filter = AnyFilter();
  return measure;
}

TotalOf RandomHistory::AnyTotal() {
  constexpr MemberFold kFolds[] = {MemberFold::kSum, MemberFold::kMean, MemberFold::kMin,
                                   MemberFold::kMax, MemberFold::kCount};
  TotalOf total{.measure = "measures/sales", .filter = AnyFilter()};
  if (Chance(40)) total.over_time = AnyOf(TimeFold::kMax);
  if (Chance(40)) total.over_members = kFolds[Below(std::size(kFolds))];
  return total;
}

Expression::Node RandomHistory::AnyNode() {
  const auto length = [this] { return static_cast<Frequency>(kLengths[Below(4)]); };
  switch (Below(11)) {
    case 0:
      return AnyTotal();
    case 1:
      return CountOf{RecordKind::kEnterprise, AnyFilter()};
    case 2:
      return Constant{Decimal::FromCoefficient(static_cast<int64_t>(Below(2'000)) - 1'000,
                                               static_cast<int>(Below(10)))
                          .value(),
                      Chance(50) ? "元" : ""};
    case 3:
      return Arithmetic{AnyOf(Operation::kQuotient), Chance(30), Chance(30)};
    case 4:
      return Shift{Chance(50) ? -1'200 : 3,
                   Chance(50) ? std::optional<Frequency>(length()) : std::nullopt};
    case 5:
      if (Chance(50)) return Window{.to_date = Frequency::kHalfYear};
      return Window{.trailing = 1 + static_cast<uint32_t>(Below(1'200)), .length = length()};
    case 6:
      return Ratio{AnyTotal(), AnyTotal(), Chance(50), Chance(50), Chance(50)};
    case 7:
      return Growth{Chance(50) ? GrowthBase::kYearEarlier : GrowthBase::kPeriodBefore, Chance(50)};
    case 8:
      return Share{Chance(50) ? AnyReference() : ""};
    case 9:
      return Rank{};
    default:
      return IndicatorOf{"indicators/part-" + std::to_string(Below(9))};
  }
}

Expression RandomHistory::AnyExpression(int depth) {
  Expression expression;
  uint64_t operands = 1;
  do {
    expression.node = AnyNode();
    const auto* arithmetic = std::get_if<Arithmetic>(&expression.node);
    const bool is_leaf = std::holds_alternative<IndicatorOf>(expression.node) ||
                         std::holds_alternative<TotalOf>(expression.node) ||
                         std::holds_alternative<CountOf>(expression.node) ||
                         std::holds_alternative<Constant>(expression.node) ||
                         std::holds_alternative<Ratio>(expression.node);
    operands = is_leaf ? 0 : 1;
    if (arithmetic == nullptr) continue;
    const bool takes_two = arithmetic->operation == Operation::kDifference ||
                           arithmetic->operation == Operation::kQuotient;
    operands = takes_two ? 2 : 1 + Below(3);
  } while (depth == 0 && operands > 0);
  for (; operands > 0; --operands) expression.operands.push_back(AnyExpression(depth - 1));
  return expression;
}

Indicator RandomHistory::AnyIndicator() {
  Indicator indicator;
  if (Chance(40)) indicator.definition = TotalOf{"measures/sales", AnyFilter()};
  if (Chance(20)) indicator.definition = AnyTotal();
  if (Chance(40)) indicator.definition = CountOf{RecordKind::kProject, AnyFilter()};
  if (Chance(40)) indicator.definition = AnyExpression(static_cast<int>(Below(4)));
  if (Chance(50)) indicator.stated_by = "measures/stated";
  if (Chance(50)) indicator.population = "indicators/population";
  if (Chance(20)) indicator.decimals = static_cast<uint8_t>(Below(10));
  return indicator;
}

void RandomHistory::SetDetails(Record& record, uint64_t kind) {
  switch (static_cast<RecordKind>(kind)) {
    case RecordKind::kVillage:
      record.details = Village{};
      break;
    case RecordKind::kEnterprise: {
      Enterprise enterprise;
      if (Chance(50)) enterprise.credit_code = "91440783MA4UQ3T15X";
      if (Chance(50)) enterprise.industry = "C1411";
      if (Chance(50)) enterprise.party_organisation = Chance(50);
      record.details = enterprise;
      break;
    }
    case RecordKind::kProject: {
      Project project;
      project.category = AnyOf(ProjectCategory::kOther);
      for (uint64_t i = Below(3); i > 0; --i)
        project.stages.push_back({AnyOf(Stage::kCancelled), AnyDays()});
      if (Chance(50)) project.owners = {Name("enterprises", Below(9)), Name("enterprises", 9)};
      record.details = project;
      break;
    }
    case RecordKind::kCluster: {
      Cluster cluster;
      cluster.kind = AnyOf(ClusterKind::kPark);
      if (Chance(50))
        cluster.seats = {{SeatOrigin::kTown, 3}, {AnyOf(SeatOrigin::kEnterprise), std::nullopt}};
      record.details = cluster;
      break;
    }
    case RecordKind::kDivision: {
      Division division;
      if (Chance(30))
        division.successors = {"divisions/440784", "divisions/44078310" + std::to_string(Below(9))};
      record.details = division;
      break;
    }
    case RecordKind::kMeasure:
      record.details = AnyMeasure();
      break;
    case RecordKind::kIndicator:
      record.details = AnyIndicator();
      break;
  }
}

std::shared_ptr<const Record> RandomHistory::AnyRecord(BlockContent& content) {
  auto record = std::make_shared<Record>();
  record->display_name = AnyText(content);
  record->english_name = AnyText(content);
  record->description = AnyText(content);
  for (uint64_t i = Below(3); i > 0; --i)
    record->labels.push_back({"key-" + std::to_string(i), AnyText(content)});
  for (uint64_t i = Below(3); i > 0; --i) record->placements.push_back({AnyReference(), AnyDays()});
  for (uint64_t i = Below(3); i > 0; --i) {
    record->memberships.push_back({AnyReference(), AnyOf(Role::kBrandOperator), AnyDays()});
  }
  record->active = AnyDays();
  SetDetails(*record, 1 + Below(7));
  return record;
}

void RandomHistory::AddRecord(BlockContent& content) {
  const auto subject =
      static_cast<Ordinal>(Below(dictionaries_.subjects.size() + content.new_subjects.size()));
  if (!touched_records_.insert(subject).second) return;
  Recorded& stands = records_[subject];
  RecordChange change;
  change.subject = subject;
  change.previous_revision = stands.revision;
  change.before = stands.record;
  if (stands.record == nullptr || Chance(80)) change.after = AnyRecord(content);
  stands = {revision_, change.after};
  content.records.push_back(std::move(change));
}

Int128 RandomHistory::AnyValue() {
  const auto small = static_cast<int64_t>(random_());
  if (Chance(80)) return small % 1'000'000'000;
  if (Chance(50)) return small;
  return Int128{small} * 1'000'000'000;  // below 10^28
}

Stamp RandomHistory::AnyStamp(BlockContent& content) {
  Stamp stamp;
  if (Chance(60)) return stamp;
  stamp.state = AnyOf(ObservationState::kWithdrawn);
  stamp.bound = AnyOf(Bound::kLessThan);
  stamp.basis = AnyOf(Basis::kRemainder);
  stamp.period_basis = AnyOf(PeriodBasis::kRecurring);
  stamp.quantum = Decimal::FromCoefficient(Chance(50) ? 1 : 1'000'000, static_cast<int>(Below(5)))
                      ->Normalized();
  if (Chance(30)) stamp.remark = Text(AnyText(content), content);
  return stamp;
}

void RandomHistory::AddObservation(BlockContent& content) {
  ObservationChange change;
  change.subject =
      static_cast<Ordinal>(Below(dictionaries_.subjects.size() + content.new_subjects.size()));
  change.measure =
      static_cast<Ordinal>(Below(dictionaries_.measures.size() + content.new_measures.size()));
  change.id = static_cast<Ordinal>(Below(dictionaries_.ids.size() + content.new_ids.size() + 1));
  const int length = kLengths[change.measure % 4];
  change.period = Period::FromMonths(
      2024 * 12 + length * static_cast<int>(Below(36 / static_cast<uint64_t>(length))), length);
  const Key key{change.subject, change.measure, change.id, change.period};
  if (!touched_observations_.insert(key).second) return;
  Observed& stands = observations_[key];
  change.previous_revision = stands.revision;
  change.before_value = stands.value;
  change.before = stands.stamp;
  change.value = AnyValue();
  change.after = AnyStamp(content);
  stands = {revision_, change.value, change.after};
  content.observations.push_back(change);
}

void RandomHistory::AddRequests(BlockContent& content) {
  auto records = static_cast<uint32_t>(content.records.size());
  auto observations = static_cast<uint32_t>(content.observations.size());
  const uint64_t first_part = Below(3);
  for (uint64_t i = 0; i < first_part; ++i) {
    RequestSpan span{"request-" + std::to_string(i), "anonymous", records / 2, observations / 3};
    records -= span.record_changes;
    observations -= span.observation_changes;
    content.requests.push_back(std::move(span));
  }
  content.requests.push_back({"最后", "town-440783107", records, observations});
}

BlockContent RandomHistory::Next(int rows_max) {
  ++revision_;
  touched_records_.clear();
  touched_observations_.clear();
  BlockContent content;
  content.structure_revision = revision_ / 2;
  content.commit_time_us = 1'700'000'000'000'000 + static_cast<int64_t>(revision_) * 1'000;
  AddEntries(content);
  const bool records = Chance(70);
  for (int i = 0; i < rows_max; ++i) {
    if (records && Chance(40)) {
      AddRecord(content);
    } else {
      AddObservation(content);
    }
  }
  AddRequests(content);
  dictionaries_.Append(content);
  return content;
}

}  // namespace taizhang
