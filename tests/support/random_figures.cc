#include "tests/support/random_figures.h"

#include <algorithm>
#include <variant>

#include "tests/support/random_measures.h"
#include "tests/support/random_names.h"

namespace taizhang::aggregator {
namespace {

std::vector<std::string> MeasureIds() {
  std::vector<std::string> ids;
  for (const MeasureCase& c : MeasureCases()) {
    if (c.reporters != 0) ids.emplace_back(c.id);
  }
  return ids;
}

const std::vector<std::string> kMeasureIds = MeasureIds();

std::string Home(const std::string& name) { return name.substr(0, 16); }

}  // namespace

Day RandomFigures::AnyDay() {
  const MonthIndex month = kFirstYear * 12 - 6 + static_cast<MonthIndex>(Below(kYears * 12 + 12));
  // Edges of months decide; the rest is much alike.
  const Day first = FirstDayOfMonth(month);
  const Day days[] = {first, first + 1, first + 14, FirstDayOfMonth(month + 1) - 1};
  return days[Below(4)];
}

DayRange RandomFigures::AnyDays() {
  DayRange range;
  if (Chance(habits_.dated)) range.start = AnyDay();
  if (Chance(habits_.dated))
    range.end = std::max<Day>(AnyDay(), range.start == kDayMin ? kDayMin : range.start + 1);
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
  if (!Chance(habits_.dated)) return {{Pick(places), {}}};
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
    const auto last =
        Chance(habits_.dated / 2) ? Stage::kCancelled : static_cast<Stage>(1 + Below(5));
    project.stages.push_back({last, {.start = first.start + static_cast<Day>(Below(2) * 60)}});
  }
  record.details = project;
  return record;
}

Record RandomFigures::AnySubject(const std::string& name) {
  Record record;
  const std::string county = Home(name);
  if (Chance(habits_.dated)) record.active = AnyDays();
  record.memberships = AnyMemberships();
  if (Chance(40)) record.labels = {{"green", Chance(50) ? "yes" : "no"}};
  if (name.find("/villages/") != std::string::npos) {
    record.placements = {{"divisions/" + name.substr(name.rfind('/') + 1, 9), {}}};
    if (Chance(habits_.dated)) record.placements = {{kTowns[Below(kTowns.size())], AnyDays()}};
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
  Filter filter = FilterOf(static_cast<int>(Below(8)));
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

void RandomFigures::PutTotal(FigureWorld& world, const std::string& measure_id, bool filtered) {
  const std::string id = "total-" + measure_id + (filtered ? "-some" : "");
  Record record = Total(measure_id, filtered ? AnyFilter() : Filter{});
  auto& indicator = std::get<Indicator>(record.details);
  if (filtered && Chance(30)) indicator.stated_by = "measures/" + measure_id;
  if (Chance(30)) {
    indicator.population = "indicators/count-" + std::string(Chance(50) ? "enterprise" : "project");
  }
  world.Put("indicators/" + id, record);
}

void RandomFigures::PutMeasures(FigureWorld& world) {
  const RecordKind kinds[] = {RecordKind::kVillage, RecordKind::kEnterprise, RecordKind::kProject,
                              RecordKind::kCluster, RecordKind::kDivision};
  for (const RecordKind kind : kinds) {
    for (const bool filtered : {false, true}) {
      const std::string id = "count-" + std::string(KindName(kind)) + (filtered ? "-some" : "");
      Filter filter = filtered ? AnyFilter() : Filter{};
      filter.items.clear();
      Record record = Count(kind, filter);
      const bool is_stated = !filtered || Chance(30);
      if (is_stated) std::get<Indicator>(record.details).stated_by = "measures/stated-number";
      world.Put("indicators/" + id, record);
      counts_.push_back(id);
      definitions_.Offer(
          IndicatorOffer{.name = "indicators/" + id, .unit = is_stated ? "家" : "个"});
    }
  }
  for (const MeasureCase& c : MeasureCases()) {
    Record record;
    record.details = MeasureOf(c);
    const std::string name = "measures/" + std::string(c.id);
    world.Put(name, record);
    if (c.reporters == 0) continue;
    for (const bool filtered : {false, true}) {
      PutTotal(world, c.id, filtered);
      totals_.push_back("total-" + std::string(c.id) + (filtered ? "-some" : ""));
      definitions_.Offer(IndicatorOffer{.name = "indicators/" + totals_.back(),
                                        .unit = c.unit,
                                        .flows = c.kind != TemporalKind::kStock,
                                        .is_total = true});
    }
    definitions_.Offer(
        MeasureOffer{.name = name, .unit = c.unit, .kind = c.kind, .itemised = c.itemised});
  }
}

void RandomFigures::PutDefinition(FigureWorld& world, size_t slot) {
  const std::string& id = made_[slot];
  std::string unit = RandomDefinitions::Units()[slot % RandomDefinitions::Units().size()];
  // Now and then one that those which name it are not sound with.
  if (Chance(4)) unit = Pick(RandomDefinitions::Units());
  Record record;
  // Those of the second half name those of the first.
  const size_t half = RandomDefinitions::Units().size();
  const size_t known = totals_.size() + counts_.size() + (slot < half ? 0 : half);
  record.details = definitions_.Any(unit, 2, known);
  world.Put("indicators/" + id, record);
}

void RandomFigures::PutDefinitions(FigureWorld& world) {
  const std::vector<std::string>& units = RandomDefinitions::Units();
  for (size_t slot = 0; slot < 2 * units.size(); ++slot) {
    made_.push_back("made-" + std::to_string(slot));
    PutDefinition(world, slot);
    definitions_.Offer(
        IndicatorOffer{.name = "indicators/" + made_.back(), .unit = units[slot % units.size()]});
  }
  // Stated figures alone.
  Record record;
  record.details = Indicator{
      .definition = {}, .stated_by = "measures/stated-yuan", .population = {}, .decimals = {}};
  world.Put("indicators/stated", record);
}

void RandomFigures::ChangeDefinition(FigureWorld& world) {
  if (Chance(20)) {
    PutTotal(world, Pick(kMeasureIds), Chance(50));
    return;
  }
  const size_t slot = Below(made_.size());
  if (Chance(6) && world.plain().records.contains("indicators/" + made_[slot])) {
    world.Withdraw("indicators/" + made_[slot]);
  } else {
    PutDefinition(world, slot);
  }
}

void RandomFigures::Begin(FigureWorld& world) {
  PutStructure(world);
  PutMeasures(world);
  PutDefinitions(world);
  world.Commit();
  for (const auto* names : {&kVillages, &kFirms}) {
    for (const std::string& name : *names) {
      if (Chance(95)) world.Put(name, AnySubject(name));
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
      const MeasureCase& c = MeasureCases()[3];
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
      // By name, as records keep them.
      std::reverse(parents.begin(), parents.end());
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
  if (Chance(habits_.not_available)) return NotAvailable();
  Said said = Exactly(static_cast<int64_t>(Below(50)) - (non_negative ? 0 : 15));
  // What is made of such needs more digits than there are.
  if (Chance(habits_.huge)) said.value = PowerOfTen(27) - static_cast<Int128>(Below(3));
  if (Chance(habits_.bounded)) said.stamp.bound = static_cast<Bound>(Below(6));
  if (Chance(20)) said.stamp.quantum = *Decimal::FromCoefficient(Chance(50) ? 100 : 20, 0);
  return said;
}

void RandomFigures::ObserveSome(FigureWorld& world) {
  const MeasureCase& c = Pick(MeasureCases());
  std::string subject = Pick(kScopes);
  const auto contributes_to = [&c](const std::string& name) {
    return (c.reporters & ReporterBitOf(*RecordName::Parse(name))) != 0;
  };
  const bool states = c.reporters == 0 || Chance(20);
  while (contributes_to(subject) == states && Chance(85)) subject = Pick(kScopes);
  const bool contributes = contributes_to(subject);
  const int months = static_cast<int>(c.frequency);
  const auto periods = static_cast<uint64_t>(kYears * 12 / months);
  const uint64_t first = Chance(50) ? 0 : Below(periods);
  // A stretch of periods, with some left out: single ones would hardly meet.
  const uint64_t length = 1 + Below(Chance(60) ? 30 : 4);
  for (uint64_t i = first; i < std::min(periods, first + length); ++i) {
    if (Chance(habits_.left_out)) continue;
    const Period period =
        Period::FromMonths(kFirstYear * 12 + static_cast<MonthIndex>(i) * months, months);
    Said said = AnySaid(c.non_negative);
    if (contributes && c.itemised) said.id = "item-" + std::to_string(1 + Below(3));
    if (!contributes) {
      if (Chance(50)) said.id = "source-" + std::to_string(1 + Below(2));
      if (Chance(40) && c.reporters != 0) said.stamp.basis = Basis::kRemainder;
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
  for (uint64_t i = 30 + Below(50); i > 0; --i) ObserveSome(world);
  if (Chance(60)) ChangeSubject(world);
  if (Chance(40)) ChangeStructure(world);
  for (uint64_t i = Below(3); i > 0; --i) ChangeDefinition(world);
  world.Commit();
  for (uint64_t i = 12; i > 0; --i) StateSome(world);
  world.Commit();
}

RandomFigures::RandomFigures(uint64_t seed)
    : random_(seed),
      definitions_(random_, [this] { return AnyFilter(); },
                   {kCounties[0], kTowns[0], kClusters[0], kClusters[3], "divisions/4407"}) {
  const auto one_of = [this](uint64_t few, uint64_t some, uint64_t many) {
    const uint64_t percents[] = {few, some, many};
    return percents[Below(3)];
  };
  habits_ = {.dated = one_of(5, 20, 45),
             .bounded = one_of(3, 15, 35),
             .not_available = one_of(0, 4, 10),
             .left_out = one_of(0, 5, 20),
             .huge = one_of(0, 0, 1)};
}

}  // namespace taizhang::aggregator
