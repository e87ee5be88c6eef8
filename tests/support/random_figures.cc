#include "tests/support/random_figures.h"

#include <algorithm>
#include <variant>

namespace taizhang::aggregator {
namespace {

const std::vector<std::string> kCounties = {"divisions/440783", "divisions/440784"};
const std::vector<std::string> kTowns = {"divisions/440783107", "divisions/440783116",
                                         "divisions/440784101"};
const std::vector<std::string> kClusters = {
    "divisions/440783/clusters/rice", "divisions/440783/clusters/brand",
    "divisions/440784/clusters/eggs", "divisions/4407/clusters/chain", "divisions/44/clusters/top"};
const std::vector<std::string> kVillages = {"divisions/440783/villages/440783107236",
                                            "divisions/440783/villages/440783116201",
                                            "divisions/440784/villages/440784101201"};
const std::vector<std::string> kFirms = {
    "divisions/440783/enterprises/e1", "divisions/440783/enterprises/e2",
    "divisions/440783/projects/p1",    "divisions/440783/projects/p2",
    "divisions/440784/enterprises/e3", "divisions/440784/projects/p3"};

constexpr int kFirstYear = 2023;
constexpr int kYears = 3;

std::vector<std::string> Scopes() {
  std::vector<std::string> scopes = {"divisions/CN", "divisions/44", "divisions/4407"};
  for (const auto* names : {&kCounties, &kTowns, &kClusters, &kVillages, &kFirms}) {
    scopes.insert(scopes.end(), names->begin(), names->end());
  }
  return scopes;
}

const std::vector<std::string> kScopes = Scopes();

struct MeasureCase {
  const char* id;
  TemporalKind kind;
  Frequency frequency;
  uint32_t reporters;
  bool itemised;
  bool non_negative;
  int carry_forward;  ///< −1: unset
};

constexpr uint32_t kVillage = ReporterBit(Reporter::kVillage);
constexpr uint32_t kEnterprise = ReporterBit(Reporter::kEnterprise);
constexpr uint32_t kProject = ReporterBit(Reporter::kProject);
constexpr uint32_t kTown = ReporterBit(Reporter::kTown);
constexpr uint32_t kCounty = ReporterBit(Reporter::kCounty);

constexpr MeasureCase kMeasures[] = {
    {"flow-month", TemporalKind::kFlow, Frequency::kMonth, kVillage | kEnterprise | kProject, false,
     true, -1},
    {"flow-quarter", TemporalKind::kFlow, Frequency::kQuarter, kEnterprise, true, false, -1},
    {"flow-year", TemporalKind::kFlow, Frequency::kYear, kTown, false, true, -1},
    {"stock-month", TemporalKind::kStock, Frequency::kMonth, kEnterprise | kProject, false, true,
     2},
    {"stock-quarter", TemporalKind::kStock, Frequency::kQuarter, kVillage | kEnterprise, true,
     false, -1},
    {"stock-half", TemporalKind::kStock, Frequency::kHalfYear, kCounty | kTown, false, true, 1},
    {"stock-year", TemporalKind::kStock, Frequency::kYear, kProject, false, false, 0},
    {"to-date-month", TemporalKind::kYearToDate, Frequency::kMonth, kEnterprise | kProject, false,
     true, -1},
    {"to-date-quarter", TemporalKind::kYearToDate, Frequency::kQuarter, kEnterprise | kVillage,
     true, false, -1},
    {"to-date-half", TemporalKind::kYearToDate, Frequency::kHalfYear, kTown, false, true, -1},
};

Measure MeasureOf(const MeasureCase& c) {
  Measure measure{.unit = "元",
                  .temporal_kind = c.kind,
                  .frequency = c.frequency,
                  .reporters = c.reporters,
                  .itemised = c.itemised,
                  .non_negative = c.non_negative};
  if (c.carry_forward >= 0) measure.carry_forward = static_cast<uint32_t>(c.carry_forward);
  return measure;
}

std::string Home(const std::string& name) { return name.substr(0, 16); }

}  // namespace

DayRange RandomFigures::AnyDays() {
  const auto day = [this] {
    const MonthIndex month = kFirstYear * 12 - 6 + static_cast<MonthIndex>(Below(kYears * 12 + 12));
    // Edges of months decide; the rest is much alike.
    const Day first = FirstDayOfMonth(month);
    const Day days[] = {first, first + 1, first + 14, FirstDayOfMonth(month + 1) - 1};
    return days[Below(4)];
  };
  DayRange range;
  if (Chance(40)) range.start = day();
  if (Chance(40))
    range.end = std::max<Day>(day(), range.start == kDayMin ? kDayMin : range.start + 1);
  return range;
}

std::vector<Placement> RandomFigures::AnyPlacements(const std::string& county) {
  std::vector<std::string> places = {county, kTowns[Below(kTowns.size())]};
  for (const std::string& village : kVillages) {
    if (Home(village) == county) places.push_back(village);
  }
  for (const std::string& town : kTowns) {
    if (Home(town) == county) places.push_back(town);
  }
  if (Chance(60)) return {{Pick(places), {}}};
  const Day split = AnyDays().start;
  return {{Pick(places), {.start = kDayMin, .end = split}},
          {Pick(places), {.start = Chance(70) ? split : split + 40, .end = kDayMax}}};
}

std::vector<Membership> RandomFigures::AnyMemberships() {
  std::vector<Membership> out;
  for (uint64_t i = Below(4); i > 0; --i) out.push_back({Pick(kClusters), AnyRole(), AnyDays()});
  return out;
}

Record RandomFigures::AnyProject(Record record) {
  Project project;
  project.category = static_cast<ProjectCategory>(Below(4));
  if (Chance(70)) {
    const DayRange first = AnyDays();
    project.stages.push_back(
        {static_cast<Stage>(Below(5)), {.start = kDayMin, .end = first.start}});
    const auto last = Chance(30) ? Stage::kCancelled : static_cast<Stage>(1 + Below(5));
    project.stages.push_back({last, {.start = first.start + static_cast<Day>(Below(2) * 60)}});
  }
  record.details = project;
  return record;
}

Record RandomFigures::AnySubject(const std::string& name) {
  Record record;
  const std::string county = Home(name);
  if (Chance(25)) record.active = AnyDays();
  record.memberships = AnyMemberships();
  if (Chance(40)) record.labels = {{"green", Chance(50) ? "yes" : "no"}};
  if (name.find("/villages/") != std::string::npos) {
    record.placements = {{"divisions/" + name.substr(name.rfind('/') + 1, 9), {}}};
    if (Chance(30)) record.placements = {{kTowns[Below(kTowns.size())], AnyDays()}};
    record.details = Village{};
    return record;
  }
  record.placements = AnyPlacements(county);
  if (name.find("/projects/") != std::string::npos) return AnyProject(std::move(record));
  Enterprise enterprise;
  const char* industries[] = {"", "C", "C13", "C1311", "A01"};
  enterprise.industry = industries[Below(5)];
  if (Chance(60)) enterprise.party_organisation = Chance(50);
  record.details = enterprise;
  return record;
}

Filter RandomFigures::AnyFilter() {
  Filter filter;
  switch (Below(8)) {
    case 0:
      filter.roles = {Role::kLeading, Role::kMember, Role::kBrandOperator};
      break;
    case 1:
      filter.stages = {Stage::kInProduction, Stage::kSigned, Stage::kCompleted};
      break;
    case 2:
      filter.party_organisation = true;
      break;
    case 3:
      filter.industries = {"C13", "A"};
      break;
    case 4:
      filter.labels = {{"green", "yes"}};
      break;
    case 5:
      filter.categories = {ProjectCategory::kInvestment, ProjectCategory::kApproval};
      break;
    case 6:
      filter.division_levels = {DivisionLevel::kTown};
      break;
    default:
      filter.items = {"item-1", "item-2"};
      break;
  }
  if (Chance(15)) filter.roles = {Role::kMember};
  return filter;
}

void RandomFigures::PutStructure(FigureWorld& world) {
  world.Put("divisions/CN", DivisionIn());
  world.Put("divisions/44", DivisionIn({{"divisions/CN", {}}}));
  world.Put("divisions/4407", DivisionIn({{"divisions/44", {}}}));
  for (const std::string& county : kCounties) {
    world.Put(county, DivisionIn({{"divisions/4407", {}}}));
  }
  for (const std::string& town : kTowns) world.Put(town, DivisionIn({{Home(town), {}}}));
  world.Put(kClusters[4], ClusterOf(ClusterKind::kBrand));
  world.Put(kClusters[3], ClusterOf(ClusterKind::kChain, {{kClusters[4], Role::kUnspecified, {}}}));
  for (size_t i = 0; i < 3; ++i) {
    world.Put(kClusters[i],
              ClusterOf(ClusterKind::kIndustry, {{kClusters[3], AnyRole(), AnyDays()}}));
  }
}

void RandomFigures::PutMeasures(FigureWorld& world) {
  for (const MeasureCase& c : kMeasures) {
    Record record;
    record.details = MeasureOf(c);
    world.Put("measures/" + std::string(c.id), record);
    for (const bool filtered : {false, true}) {
      const std::string id = "total-" + std::string(c.id) + (filtered ? "-some" : "");
      world.Put("indicators/" + id, Total(c.id, filtered ? AnyFilter() : Filter{}));
      totals_.push_back(id);
    }
  }
  for (const RecordKind kind : {RecordKind::kVillage, RecordKind::kEnterprise, RecordKind::kProject,
                                RecordKind::kCluster, RecordKind::kDivision}) {
    for (const bool filtered : {false, true}) {
      const std::string id = "count-" + std::string(KindName(kind)) + (filtered ? "-some" : "");
      Filter filter = filtered ? AnyFilter() : Filter{};
      filter.items.clear();
      world.Put("indicators/" + id, Count(kind, filter));
      counts_.push_back(id);
    }
  }
}

void RandomFigures::Begin(FigureWorld& world) {
  PutStructure(world);
  PutMeasures(world);
  world.Commit();
  for (const auto* names : {&kVillages, &kFirms}) {
    for (const std::string& name : *names) {
      if (Chance(85)) world.Put(name, AnySubject(name));
    }
  }
  world.Commit();
}

void RandomFigures::ChangeStructure(FigureWorld& world) {
  const std::string& cluster = Pick(kClusters);
  switch (Below(5)) {
    case 0: {
      // A town changes county for some days.
      const std::string& town = Pick(kTowns);
      const Day split = AnyDays().start;
      world.Put(town, DivisionIn({{Pick(kCounties), {.start = kDayMin, .end = split}},
                                  {Pick(kCounties), {.start = split, .end = kDayMax}}}));
      break;
    }
    case 1:
      world.Withdraw(cluster);
      break;
    case 2: {
      const MeasureCase& c = kMeasures[3];
      Record record;
      Measure measure = MeasureOf(c);
      measure.carry_forward = static_cast<uint32_t>(Below(4));
      if (Chance(30)) measure.carry_forward.reset();
      record.details = measure;
      world.Put("measures/" + std::string(c.id), record);
      break;
    }
    case 3:
      world.Put("divisions/4407", DivisionIn({{"divisions/44", AnyDays()}}));
      break;
    default: {
      // Parents only upward in the list: no cycles.
      const auto at = static_cast<size_t>(std::find(kClusters.begin(), kClusters.end(), cluster) -
                                          kClusters.begin());
      std::vector<Membership> parents;
      for (size_t above = std::max<size_t>(at + 1, 3); above < kClusters.size(); ++above) {
        if (Chance(60)) parents.push_back({kClusters[above], AnyRole(), AnyDays()});
      }
      world.Put(cluster, ClusterOf(static_cast<ClusterKind>(1 + Below(4)), std::move(parents)));
    }
  }
}

void RandomFigures::ChangeSubject(FigureWorld& world) {
  const std::string& name = Chance(30) ? Pick(kVillages) : Pick(kFirms);
  if (Chance(10)) {
    if (world.plain().records.contains(name)) world.Withdraw(name);
  } else {
    world.Put(name, AnySubject(name));
  }
}

Said RandomFigures::AnySaid(bool non_negative) {
  if (Chance(8)) return NotAvailable();
  Said said = Exactly(static_cast<int64_t>(Below(50)) - (non_negative ? 0 : 15));
  if (Chance(30)) said.stamp.bound = static_cast<Bound>(Below(6));
  return said;
}

void RandomFigures::ObserveSome(FigureWorld& world) {
  const MeasureCase& c = kMeasures[Below(std::size(kMeasures))];
  std::string subject = Pick(kScopes);
  const auto contributes_to = [&c](const std::string& name) {
    return (c.reporters & ReporterBitOf(*RecordName::Parse(name))) != 0;
  };
  while (!contributes_to(subject) && Chance(85)) subject = Pick(kScopes);
  const bool contributes = contributes_to(subject);
  const int months = static_cast<int>(c.frequency);
  const auto periods = static_cast<uint64_t>(kYears * 12 / months);
  const uint64_t first = Below(periods);
  // A stretch of periods, with some left out: single ones would hardly meet.
  const uint64_t length = 1 + Below(Chance(60) ? 30 : 4);
  for (uint64_t i = first; i < std::min(periods, first + length); ++i) {
    if (Chance(15)) continue;
    const Period period =
        Period::FromMonths(kFirstYear * 12 + static_cast<MonthIndex>(i) * months, months);
    Said said = AnySaid(c.non_negative);
    if (contributes && c.itemised) said.id = "item-" + std::to_string(1 + Below(3));
    if (!contributes) {
      if (Chance(50)) said.id = "source-" + std::to_string(1 + Below(2));
      if (Chance(70)) said.stamp.basis = Basis::kRemainder;
    }
    const PlainKey key{subject, c.id, said.id, period};
    const bool stands = world.plain().observations.contains(key);
    if (stands && Chance(15)) {
      world.WithdrawObservation(subject, c.id, period.ToString(), said.id);
    } else {
      world.Observe(subject, c.id, period.ToString(), said);
    }
  }
}

void RandomFigures::Step(FigureWorld& world) {
  for (uint64_t i = 8 + Below(20); i > 0; --i) ObserveSome(world);
  if (Chance(60)) ChangeSubject(world);
  if (Chance(40)) ChangeStructure(world);
  world.Commit();
}

std::string RandomFigures::AnyScope() {
  // The wide ones, where much meets, more often.
  return kScopes[Below(Chance(60) ? 5 : kScopes.size())];
}

std::string RandomFigures::AnyPeriod() {
  const int year = kFirstYear + static_cast<int>(Below(kYears + 1));
  std::string text = std::to_string(year);
  switch (Below(8)) {
    case 0:
    case 1:
      return Period::FromMonths(year * 12 + static_cast<int>(Below(12)), 1).ToString();
    case 2:
      return text + "-Q" + std::to_string(1 + Below(4));
    case 3:
      return text + "-H" + std::to_string(1 + Below(2));
    case 4:
      return std::to_string(kFirstYear) + ".." + text;
    case 5:
      return text + "-01.." + text + "-0" + std::to_string(2 + Below(8));
    case 6:
      return std::to_string(kFirstYear) + "-04.." + text + "-09";
    default:
      return text;
  }
}

}  // namespace taizhang::aggregator
