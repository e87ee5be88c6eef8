#include "tests/support/figure_world.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>

namespace taizhang::aggregator {
namespace {

template <typename T>
T Value(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << std::endl;
    std::abort();
  }
  return *std::move(value);
}

Said Bounded(int64_t value, Bound bound) {
  Said said{.value = value, .stamp = {}, .id = {}, .remark = {}};
  said.stamp.bound = bound;
  said.stamp.quantum = Decimal::FromInteger(1);
  return said;
}

/// Ordinals of one block: known ones from the log, new ones in order.
Ordinal OrdinalOf(const Dictionary& dictionary, std::vector<std::string>& added,
                  const std::string& text) {
  if (const auto known = dictionary.Find(text)) return *known;
  for (size_t i = 0; i < added.size(); ++i) {
    if (added[i] == text) return dictionary.end() + static_cast<Ordinal>(i);
  }
  added.push_back(text);
  return dictionary.end() + static_cast<Ordinal>(added.size() - 1);
}

}  // namespace

Said Said::Of(std::string item_or_source) && {
  id = std::move(item_or_source);
  return std::move(*this);
}
Said Said::AsRemainder() && {
  stamp.basis = Basis::kRemainder;
  return std::move(*this);
}
Said Said::WithQuantum(std::string_view decimal) && {
  stamp.quantum = Value(Decimal::Parse(decimal)).Normalized();
  return std::move(*this);
}
Said Exactly(int64_t value) { return Bounded(value, Bound::kExact); }
Said About(int64_t value) { return Bounded(value, Bound::kAbout); }
Said AtLeast(int64_t value) { return Bounded(value, Bound::kAtLeast); }
Said MoreThan(int64_t value) { return Bounded(value, Bound::kMoreThan); }
Said AtMost(int64_t value) { return Bounded(value, Bound::kAtMost); }
Said LessThan(int64_t value) { return Bounded(value, Bound::kLessThan); }
Said NotAvailable() {
  Said said;
  said.stamp.state = ObservationState::kNotAvailable;
  return said;
}

Day DayOf(std::string_view text) { return Value(ParseDay(text)); }
DayRange Days(std::string_view start, std::string_view end) {
  DayRange range;
  if (!start.empty()) range.start = DayOf(start);
  if (!end.empty()) range.end = DayOf(end);
  return range;
}

namespace {

Record PlacedRecord(std::vector<Placement> placements, std::vector<Membership> memberships) {
  Record record;
  record.placements = std::move(placements);
  record.memberships = std::move(memberships);
  return record;
}

}  // namespace

Record DivisionIn(std::vector<Placement> parents) {
  Record record = PlacedRecord(std::move(parents), {});
  record.details = Division{};
  return record;
}
Record ClusterOf(ClusterKind kind, std::vector<Membership> parents) {
  Record record = PlacedRecord({}, std::move(parents));
  record.details = Cluster{.kind = kind, .seats = {}};
  return record;
}
Record VillageIn(std::vector<Placement> placements) {
  Record record = PlacedRecord(std::move(placements), {});
  record.details = Village{};
  return record;
}
Record EnterpriseIn(std::vector<Placement> placements, std::vector<Membership> memberships) {
  Record record = PlacedRecord(std::move(placements), std::move(memberships));
  record.details = Enterprise{};
  return record;
}
Record ProjectIn(std::vector<Placement> placements, std::vector<Membership> memberships) {
  Record record = PlacedRecord(std::move(placements), std::move(memberships));
  record.details = Project{};
  return record;
}
Record MeasureRecord(TemporalKind kind, Frequency frequency, uint32_t reporters) {
  Record record;
  record.details =
      Measure{.unit = "元", .temporal_kind = kind, .frequency = frequency, .reporters = reporters};
  return record;
}
Record Total(std::string_view measure_id, Filter filter) {
  Record record;
  record.details = Indicator{.definition = TotalOf{.measure = "measures/" + std::string(measure_id),
                                                   .filter = std::move(filter)},
                             .stated_by = {},
                             .population = {}};
  return record;
}
Record Count(RecordKind kind, Filter filter) {
  Record record;
  record.details = Indicator{.definition = CountOf{.kind = kind, .filter = std::move(filter)},
                             .stated_by = {},
                             .population = {}};
  return record;
}

/// Views by name and the index that a figure is merged by.
class FigureWorld::Partitions : public PartitionSet {
 public:
  [[nodiscard]] const ViewState* Find(std::string_view partition) const override {
    const auto found = views.find(partition);
    return found == views.end() ? nullptr : &found->second.state();
  }
  void ForEachTouching(std::string_view scope,
                       absl::FunctionRef<void(const ViewState&)> visit) const override {
    const auto found = touching.find(scope);
    if (found == touching.end()) return;
    for (const std::string& partition : found->second) visit(*Find(partition));
  }

  PartitionView& ViewOf(const std::string& partition) {
    return views.try_emplace(partition, partition).first->second;
  }
  void Index(PartitionView& view) {
    for (const std::string& scope : view.TakeTouchedScopes()) {
      touching[scope].insert(view.partition());
    }
  }

  std::map<std::string, PartitionView, std::less<>> views;
  std::map<std::string, std::set<std::string>, std::less<>> touching;
};

FigureWorld::FigureWorld() : partitions_(std::make_unique<Partitions>()) {}
FigureWorld::~FigureWorld() = default;

Record& FigureWorld::PutRecord(std::string_view name, Record record) {
  const RecordName parsed = Value(RecordName::Parse(name));
  return pending_[parsed.RecordPartition()].records[parsed.text()].emplace(std::move(record));
}

void FigureWorld::Withdraw(std::string_view name) {
  const RecordName parsed = Value(RecordName::Parse(name));
  pending_[parsed.RecordPartition()].records[parsed.text()] = std::nullopt;
}

void FigureWorld::Observe(std::string_view subject, std::string_view measure_id,
                          std::string_view period, const Said& said) {
  Row({std::string(subject), std::string(measure_id), said.id, Value(Period::Parse(period))}, said);
}

void FigureWorld::WithdrawObservation(std::string_view subject, std::string_view measure_id,
                                      std::string_view period, std::string_view id) {
  Row({std::string(subject), std::string(measure_id), std::string(id),
       Value(Period::Parse(period))},
      std::nullopt);
}

void FigureWorld::Row(const PlainKey& key, std::optional<Said> said) {
  const RecordName subject = Value(RecordName::Parse(std::get<0>(key)));
  pending_[subject.ObservationPartition()].observations[key] = std::move(said);
}

void FigureWorld::Commit() {
  const auto pending = std::exchange(pending_, {});
  if (pending.empty()) return;
  std::vector<HistoryRow>& log = history_.emplace_back();
  for (const auto& [partition, each] : pending) {
    for (const auto& [name, record] : each.records) log.emplace_back(RecordRow{name, record});
    for (const auto& [key, said] : each.observations) log.emplace_back(ObservationRow{key, said});
  }
  const auto structure = pending.find(std::string(kStructurePartition));
  if (structure != pending.end()) CommitPartition(structure->first, structure->second);
  for (const auto& [partition, rows] : pending) {
    if (partition != kStructurePartition) CommitPartition(partition, rows);
  }
}

void FigureWorld::MoveTo(std::string_view day, int hour) {
  Commit();
  now_us_ = ((int64_t{DayOf(day)} * 24 + hour - 8) * 3600) * 1'000'000;
}

void FigureWorld::CommitPartition(const std::string& partition, const Pending& pending) {
  const Facts& facts = ViewOf(partition).facts();
  const Dictionaries& known = facts.dictionaries();
  BlockContent content;
  content.structure_revision = structure_->revision();
  content.commit_time_us = now_us_;
  for (const auto& [name, record] : pending.records) {
    RecordChange change{.subject = OrdinalOf(known.subjects, content.new_subjects, name)};
    if (const auto stands = facts.FindRecord(change.subject)) {
      change.previous_revision = stands->revision;
      change.before = stands->record;
    }
    if (record) change.after = std::make_shared<const Record>(*record);
    content.records.push_back(std::move(change));
    plain_.records.erase(name);
    if (record) plain_.records.emplace(name, *record);
  }
  for (const auto& [key, said] : pending.observations) {
    const auto& [subject, measure, id, period] = key;
    ObservationChange change{.subject = OrdinalOf(known.subjects, content.new_subjects, subject),
                             .measure = OrdinalOf(known.measures, content.new_measures, measure),
                             .id = id.empty() ? 0 : OrdinalOf(known.ids, content.new_ids, id),
                             .period = period};
    if (const auto stands =
            facts.observations().Find(change.subject, change.measure, change.id, change.period)) {
      change.previous_revision = stands->revision;
      change.before_value = stands->value;
      change.before = stands->stamp;
    }
    plain_.observations.erase(key);
    if (said) {
      change.value = said->value;
      change.after = said->stamp;
      plain_.observations[key] = {.value = said->value,
                                  .stamp = said->stamp,
                                  .revision = facts.revision() + 1,
                                  .row = static_cast<uint32_t>(content.observations.size())};
    } else {
      change.after.state = ObservationState::kWithdrawn;
    }
    content.observations.push_back(change);
  }
  Fold(partition, content);
  blocks_.emplace_back(partition, std::move(content));
}

void FigureWorld::Fold(const std::string& partition, const BlockContent& content) {
  PartitionView& view = ViewOf(partition);
  const uint64_t revision = view.facts().revision() + 1;
  FoldBudget budget = AnyBudget();
  if (partition != kStructurePartition) {
    if (!view.Apply(revision, content, *structure_, budget).ok()) std::abort();
    partitions_->Index(view);
    return BuildSome();
  }
  std::vector<std::pair<std::string, std::shared_ptr<const Record>>> changes;
  std::vector<std::string> names;
  for (const RecordChange& change : content.records) {
    const Dictionary& known = view.facts().dictionaries().subjects;
    names.push_back(change.subject < known.end()
                        ? std::string(known.At(change.subject))
                        : content.new_subjects[change.subject - known.end()]);
    changes.emplace_back(names.back(), change.after);
  }
  structure_ = structure_->With(revision, changes);
  if (!view.Apply(revision, content, *structure_, budget).ok()) std::abort();
  for (auto& [name, each] : partitions_->views) {
    each.Restructure(*structure_, names, budget);
    partitions_->Index(each);
  }
  BuildSome();
}

void FigureWorld::BuildInSlices(uint64_t seed) { slices_.emplace(seed); }

PartitionView& FigureWorld::ViewOf(const std::string& partition) {
  const bool is_new = partitions_->Find(partition) == nullptr;
  PartitionView& view = partitions_->ViewOf(partition);
  if (is_new && slices_ && (*slices_)() % 2 == 0) view.DeferFolding();
  return view;
}

FoldBudget FigureWorld::AnyBudget() {
  if (!slices_) return {};
  constexpr int64_t kBudgets[] = {0, 0, 1, 10, 40, 200, kFoldStepsMax};
  return {.steps = kBudgets[(*slices_)() % std::size(kBudgets)]};
}

void FigureWorld::BuildSome() {
  if (!slices_) return;
  for (auto& [name, view] : partitions_->views) {
    const uint64_t drawn = (*slices_)();
    if (drawn % 4 == 0) view.EndDeferral();
    const auto steps = static_cast<int64_t>(drawn / 16 % 64);
    if (drawn / 4 % 4 != 0) (void)view.BuildSome(steps);
  }
}

void FigureWorld::BuildAll() {
  for (auto& [name, view] : partitions_->views) {
    view.EndDeferral();
    while (view.BuildSome(7).has_more) {
    }
  }
}

bool FigureWorld::IsBeingBuilt() const {
  return std::any_of(partitions_->views.begin(), partitions_->views.end(),
                     [](const auto& view) { return view.second.IsBeingBuilt(); });
}

absl::StatusOr<Figure> FigureWorld::Ask(std::string_view scope, std::string_view indicator_id,
                                        std::string_view period, bool distinct) {
  Commit();
  const FigureQuery query{.scope = Value(RecordName::Parse(scope)),
                          .indicator = "indicators/" + std::string(indicator_id),
                          .period = Value(Period::Parse(period)),
                          .distinct = distinct,
                          .members_on = {}};
  return Ask(query);
}

absl::StatusOr<Figure> FigureWorld::Ask(const FigureQuery& query) {
  Commit();
  return Answer(query, *structure_, *partitions_);
}

void FigureWorld::Replay(const History& history) {
  for (const auto& rows : history) {
    for (const HistoryRow& row : rows) {
      if (const auto* record = std::get_if<RecordRow>(&row)) {
        if (record->record) {
          Put(record->name, *record->record);
        } else if (plain_.records.contains(record->name)) {
          Withdraw(record->name);
        }
        continue;
      }
      const auto& [key, said] = std::get<ObservationRow>(row);
      if (said || plain_.observations.contains(key)) Row(key, said);
    }
    Commit();
  }
}

std::unique_ptr<FigureWorld> FigureWorld::ReplayedTo(size_t blocks) const {
  auto world = std::make_unique<FigureWorld>();
  for (size_t block = 0; block < blocks; ++block) {
    const auto& [partition, content] = blocks_[block];
    world->Fold(partition, content);
  }
  return world;
}

std::unique_ptr<FigureWorld> FigureWorld::Rebuilt() const {
  auto world = std::make_unique<FigureWorld>();
  world->structure_ = structure_;
  world->plain_ = plain_;
  world->blocks_ = blocks_;
  for (const auto& [partition, content] : blocks_) {
    PartitionView& view = world->partitions_->ViewOf(partition);
    if (!view.Apply(view.facts().revision() + 1, content, *structure_).ok()) std::abort();
    world->partitions_->Index(view);
  }
  return world;
}

const PartitionSet& FigureWorld::partitions() const { return *partitions_; }

const PartitionView& FigureWorld::View(std::string_view partition) const {
  return partitions_->views.find(partition)->second;
}

}  // namespace taizhang::aggregator
