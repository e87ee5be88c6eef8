// Folding into cells and answering from them, on one core: a county with 20 towns, 30 clusters and
// 20,000 enterprises.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/facts/structure.h"
#include "services/aggregator/core/partition_view.h"
#include "services/aggregator/core/query.h"
#include <benchmark/benchmark.h>

namespace taizhang::aggregator {
namespace {

constexpr int kTowns = 20;
constexpr int kClusters = 30;
constexpr uint32_t kEnterprises = 20'000;
constexpr uint32_t kRowsInBlock = 1'000;
constexpr int kFirstYear = 2020;
constexpr int kMonths = 60;

std::string TownName(uint32_t town) { return "divisions/440783" + std::to_string(100 + town); }
std::string ClusterName(uint32_t cluster) {
  return "divisions/440783/clusters/c" + std::to_string(cluster);
}
std::string EnterpriseName(uint32_t enterprise) {
  return "divisions/440783/enterprises/e" + std::to_string(enterprise);
}

std::shared_ptr<const Record> Share(Record record) {
  return std::make_shared<const Record>(std::move(record));
}

Record DivisionIn(const std::string& parent) {
  Record record;
  record.details = Division{};
  if (!parent.empty()) record.placements = {{parent, {}}};
  return record;
}

Record MeasureOf(TemporalKind kind) {
  Record record;
  record.details = Measure{.unit = "元",
                           .temporal_kind = kind,
                           .frequency = Frequency::kMonth,
                           .reporters = ReporterBit(Reporter::kEnterprise)};
  return record;
}

std::shared_ptr<const Structure> MakeStructure() {
  std::vector<std::pair<std::string, std::shared_ptr<const Record>>> records;
  const auto put = [&](const std::string& name, Record record) {
    records.emplace_back(name, Share(std::move(record)));
  };
  put("divisions/CN", DivisionIn(""));
  put("divisions/44", DivisionIn("divisions/CN"));
  put("divisions/4407", DivisionIn("divisions/44"));
  put("divisions/440783", DivisionIn("divisions/4407"));
  for (uint32_t i = 0; i < kTowns; ++i) put(TownName(i), DivisionIn("divisions/440783"));
  for (uint32_t i = 0; i < kClusters; ++i) {
    Record cluster;
    cluster.details = Cluster{.kind = ClusterKind::kIndustry, .seats = {}};
    put(ClusterName(i), cluster);
  }
  put("measures/flow", MeasureOf(TemporalKind::kFlow));
  put("measures/stock", MeasureOf(TemporalKind::kStock));
  put("measures/to-date", MeasureOf(TemporalKind::kYearToDate));
  for (const std::string id : {"flow", "stock", "to-date"}) {
    Record total;
    total.details = Indicator{.definition = TotalOf{.measure = "measures/" + id, .filter = {}},
                              .stated_by = {},
                              .population = {}};
    put("indicators/" + id, total);
  }
  Record peak;
  peak.details = Indicator{.definition = TotalOf{.measure = "measures/flow",
                                                 .filter = {},
                                                 .over_time = TimeFold::kMean,
                                                 .over_members = MemberFold::kMax},
                           .stated_by = {},
                           .population = {}};
  put("indicators/peak", peak);
  return Structure::Empty()->With(1, records);
}

/// The enterprises, a third of them in a cluster; the measures "flow", "stock", "to-date" are 0,
/// 1, 2.
BlockContent Enterprises() {
  BlockContent content;
  content.new_measures = {"flow", "stock", "to-date"};
  for (uint32_t i = 0; i < kEnterprises; ++i) {
    content.new_subjects.push_back(EnterpriseName(i));
    Record record;
    record.placements = {{TownName(i % kTowns), {}}};
    record.details = Enterprise{};
    if (i % 3 == 0) record.memberships = {{ClusterName(i % kClusters), Role::kMember, {}}};
    content.records.push_back({.subject = i, .after = Share(std::move(record))});
  }
  return content;
}

/// A month of all enterprises after another, as imports have them.
BlockContent Observations(uint32_t block, Ordinal measure) {
  BlockContent content;
  const uint32_t blocks_in_month = kEnterprises / kRowsInBlock;
  const auto month = static_cast<MonthIndex>(kFirstYear * 12 + block / blocks_in_month % kMonths);
  for (uint32_t i = 0; i < kRowsInBlock; ++i) {
    ObservationChange change;
    change.subject = block % blocks_in_month * kRowsInBlock + i;
    change.measure = measure;
    change.period = Period::FromMonths(month, 1);
    change.value = (month % 12 + 1) * 1'000 + static_cast<int>(i);
    change.after.quantum = Decimal::FromInteger(1);
    content.observations.push_back(change);
  }
  return content;
}

class OnePartition : public PartitionSet {
 public:
  explicit OnePartition(const PartitionView& view) : view_(view) {}
  [[nodiscard]] const ViewState* Find(std::string_view partition) const override {
    return partition == view_.partition() ? &view_.state() : nullptr;
  }
  void ForEachTouching(std::string_view,
                       absl::FunctionRef<void(const ViewState&)> visit) const override {
    visit(view_.state());
  }

 private:
  const PartitionView& view_;
};

void Require(bool held) {
  if (!held) std::abort();
}

void Fold(benchmark::State& state) {
  const auto structure = MakeStructure();
  const BlockContent enterprises = Enterprises();
  const auto measure = static_cast<Ordinal>(state.range(0));
  std::vector<BlockContent> blocks;
  for (uint32_t block = 0; block < kEnterprises / kRowsInBlock * kMonths; ++block) {
    blocks.push_back(Observations(block, measure));
  }
  int64_t rows = 0;
  for (auto _ : state) {
    state.PauseTiming();
    auto view = std::make_unique<PartitionView>("440783");
    Require(view->Apply(1, enterprises, *structure).ok());
    state.ResumeTiming();
    uint64_t revision = 1;
    for (const BlockContent& block : blocks) {
      Require(view->Apply(++revision, block, *structure).ok());
      rows += kRowsInBlock;
    }
    state.PauseTiming();
    view.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(rows);
}
BENCHMARK(Fold)->ArgName("measure")->Arg(0)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

void CreateEnterprises(benchmark::State& state) {
  const auto structure = MakeStructure();
  const BlockContent enterprises = Enterprises();
  for (auto _ : state) {
    PartitionView view("440783");
    Require(view.Apply(1, enterprises, *structure).ok());
  }
  state.SetItemsProcessed(state.iterations() * kEnterprises);
}
BENCHMARK(CreateEnterprises)->Unit(benchmark::kMillisecond);

std::vector<BlockContent> AllObservations() {
  std::vector<BlockContent> blocks;
  for (uint32_t block = 0; block < kEnterprises / kRowsInBlock * kMonths; ++block) {
    for (Ordinal measure = 0; measure < 3; ++measure) {
      blocks.push_back(Observations(block, measure));
    }
  }
  return blocks;
}

/// Three measures: cells block by block, or facts first and then all cells.
void Replay(benchmark::State& state) {
  const auto structure = MakeStructure();
  const BlockContent enterprises = Enterprises();
  const std::vector<BlockContent> blocks = AllObservations();
  const bool facts_first = state.range(0) == 1;
  int64_t rows = 0;
  for (auto _ : state) {
    auto view = std::make_unique<PartitionView>("440783");
    if (facts_first) view->DeferFolding();
    Require(view->Apply(1, enterprises, *structure).ok());
    uint64_t revision = 1;
    for (const BlockContent& block : blocks) {
      Require(view->Apply(++revision, block, *structure).ok());
      rows += kRowsInBlock;
    }
    view->EndDeferral();
    while (view->BuildSome(5'000).has_more) {
    }
    state.PauseTiming();
    view.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(rows);
}
BENCHMARK(Replay)->ArgName("facts_first")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

/// A filled county; made once for all measurements of figures.
const PartitionView& FilledView(const Structure& structure) {
  static const auto* const view_of_all = [&structure] {
    auto* view = new PartitionView("440783");
    uint64_t revision = 0;
    Require(view->Apply(++revision, Enterprises(), structure).ok());
    for (Ordinal measure = 0; measure < 3; ++measure) {
      for (uint32_t block = 0; block < kEnterprises / kRowsInBlock * kMonths; ++block) {
        Require(view->Apply(++revision, Observations(block, measure), structure).ok());
      }
    }
    return view;
  }();
  return *view_of_all;
}

void Answer(benchmark::State& state, const std::string& scope, const char* indicator,
            const char* period, std::optional<Day> members_on = std::nullopt) {
  static const auto structure = MakeStructure();
  const OnePartition partitions(FilledView(*structure));
  const FigureQuery query{.scope = *RecordName::Parse(scope),
                          .indicator = indicator,
                          .period = *Period::Parse(period),
                          .members_on = members_on};
  for (auto _ : state) {
    const auto figure = aggregator::Answer(query, *structure, partitions);
    Require(figure.ok() && figure->computed.has_value());
    benchmark::DoNotOptimize(figure);
  }
}

/// Of a town.
void AnswerFigure(benchmark::State& state, const char* indicator, const char* period) {
  Answer(state, TownName(3), indicator, period);
}
BENCHMARK_CAPTURE(AnswerFigure, flow_month, "indicators/flow", "2024-03");
BENCHMARK_CAPTURE(AnswerFigure, flow_year, "indicators/flow", "2024");
BENCHMARK_CAPTURE(AnswerFigure, stock, "indicators/stock", "2024-12");
BENCHMARK_CAPTURE(AnswerFigure, to_date_year, "indicators/to-date", "2024");
BENCHMARK_CAPTURE(AnswerFigure, to_date_evaluated, "indicators/to-date", "2024-01..2024-05");

/// Of the county, from what each of its members says.
void EvaluateFigure(benchmark::State& state, const char* indicator, std::optional<Day> members_on) {
  Answer(state, "divisions/440783", indicator, "2024", members_on);
}
BENCHMARK_CAPTURE(EvaluateFigure, max_of_means, "indicators/peak", std::nullopt)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(EvaluateFigure, flow_of_a_day, "indicators/flow", *ParseDay("2024-06-30"))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(EvaluateFigure, to_date_of_a_day, "indicators/to-date", *ParseDay("2024-06-30"))
    ->Unit(benchmark::kMillisecond);

/// One enterprise with five years of three monthly measures moves between two towns, retroactively.
void MoveEnterprise(benchmark::State& state) {
  const auto structure = MakeStructure();
  PartitionView view("440783");
  uint64_t revision = 0;
  const BlockContent enterprises = Enterprises();
  Require(view.Apply(++revision, enterprises, *structure).ok());
  for (uint32_t block = 0; block < kEnterprises / kRowsInBlock * kMonths; ++block) {
    for (Ordinal measure = 0; measure < 3; ++measure) {
      Require(view.Apply(++revision, Observations(block, measure), *structure).ok());
    }
  }
  RecordChange change = enterprises.records[1];
  change.previous_revision = 1;
  for (auto _ : state) {
    BlockContent content;
    change.before = change.after;
    Record moved = *change.before;
    moved.placements = {{TownName(revision % 2 == 0 ? 1 : 2), {}}};
    change.after = Share(std::move(moved));
    content.records = {change};
    change.previous_revision = ++revision;
    Require(view.Apply(revision, content, *structure).ok());
  }
  state.counters["bytes_of_views_per_observation"] =
      static_cast<double>(view.memory_bytes()) / (3.0 * kEnterprises * kMonths);
}
BENCHMARK(MoveEnterprise)->Unit(benchmark::kMicrosecond);

/// A town with so many of the enterprises comes under the prefecture itself. How long nobody else
/// has the view: the change itself, then the longest slice of building.
void MoveTown(benchmark::State& state) {
  auto structure = MakeStructure();
  PartitionView view("440783");
  uint64_t revision = 0;
  BlockContent enterprises = Enterprises();
  const auto moving = static_cast<uint32_t>(state.range(0));
  for (uint32_t i = 0; i < kEnterprises; ++i) {
    Record record = *enterprises.records[i].after;
    record.placements = {{TownName(i < moving ? 0 : 1), {}}};
    // A day of its own each, so that each has a plan of its own, as registers have them.
    record.active.start = *ParseDay("1990-01-01") + static_cast<Day>(i / 2);
    enterprises.records[i].after = Share(std::move(record));
  }
  Require(view.Apply(++revision, enterprises, *structure).ok());
  for (const BlockContent& block : AllObservations()) {
    Require(view.Apply(++revision, block, *structure).ok());
  }
  double change_ms = 0;
  double slice_ms = 0;
  double build_ms = 0;
  bool is_moved = false;
  const auto since = [](std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
  };
  for (auto _ : state) {
    is_moved = !is_moved;
    Record town = DivisionIn(is_moved ? "divisions/4407" : "divisions/440783");
    structure = structure->With(structure->revision() + 1, {{TownName(0), Share(town)}});
    const auto begin = std::chrono::steady_clock::now();
    view.Restructure(*structure, {{TownName(0)}});
    change_ms = std::max(change_ms, since(begin));
    for (bool has_more = true; has_more;) {
      const auto slice = std::chrono::steady_clock::now();
      has_more = view.BuildSome(5'000).has_more;
      slice_ms = std::max(slice_ms, since(slice));
    }
    build_ms = std::max(build_ms, since(begin));
  }
  state.counters["longest_change_ms"] = change_ms;
  state.counters["longest_slice_ms"] = slice_ms;
  state.counters["longest_build_ms"] = build_ms;
}
BENCHMARK(MoveTown)->Arg(500)->Arg(5'000)->Arg(20'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace taizhang::aggregator

BENCHMARK_MAIN();
