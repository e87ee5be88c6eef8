#include "services/aggregator/core/reports.h"

#include <algorithm>

#include "services/aggregator/core/day_ranges.h"
#include "services/aggregator/core/filter.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {
namespace {

constexpr int64_t kHourUs = 3'600'000'000;
constexpr int64_t kDayUs = 24 * kHourUs;
constexpr int64_t kChinaUs = 8 * kHourUs;  ///< ahead of UTC

std::optional<DivisionLevel> LevelOf(const SubjectKind& kind, std::string_view name) {
  if (kind.kind != RecordKind::kDivision) return std::nullopt;
  return RecordName::Parse(name)->division().level();
}

}  // namespace

int64_t DueInstant(PeriodIndex k, Frequency frequency, uint32_t due_days) {
  const Day last_day = LastDayOfPeriod(k * MonthsIn(frequency), frequency);
  return (int64_t{last_day} + due_days + 1) * kDayUs - kChinaUs;
}

bool ReporterInScope::IsExpected(PeriodIndex k) const {
  return std::any_of(expected.begin(), expected.end(),
                     [k](const PeriodRange& run) { return run.Contains(k); });
}

bool ReporterInScope::IsThereNear(PeriodIndex k, Frequency frequency) const {
  const Day last_day = LastDayOfPeriod(k * MonthsIn(frequency), frequency);
  return Contains(member.days, std::clamp(last_day, member.active.start, member.active.end - 1));
}

void ForEachReporter(const RecordName& scope, const Measure& measure, const ViewState& state,
                     absl::FunctionRef<void(const ReporterInScope&)> visit) {
  const DayRule rule = DayRuleOf(measure);
  std::vector<PeriodRange> expected;
  ForEachMember(scope, state, [&](const MemberInScope& member) {
    if (member.member.is_remainder()) return;
    const Ordinal subject = member.member.subject();
    if ((state.PopulationBit(subject) & measure.reporters) == 0) return;
    const Record* record = state.facts.CurrentRecord(subject);
    if (record == nullptr) return;
    expected.clear();
    if (measure.filter.IsEmpty()) {
      AppendMemberPeriods(member.days, member.active, rule, measure.frequency, expected);
    } else {
      const std::string_view name = state.facts.dictionaries().subjects.At(subject);
      const PassingDays days =
          PassingDaysOf(measure.filter, *record, LevelOf(state.subjects[subject], name),
                        member.days, member.roles);
      AppendMemberPeriods(days.passing, member.active, rule, measure.frequency, expected);
      AppendMemberPeriods(days.unknown, member.active, rule, measure.frequency, expected);
    }
    visit({.subject = subject, .member = member, .expected = expected});
  });
}

void Reports::Select(Ordinal subject, const ViewState& state) {
  subject_ = subject;
  if (state.subjects[subject].IsRecordOfHome()) {
    Hold(live_.Find(state.facts.partition()));
  } else {
    const std::string_view text = state.facts.dictionaries().subjects.At(subject);
    const auto name = RecordName::Parse(text);
    Hold(name.ok() ? live_.Find(name->ObservationPartition()) : nullptr);
    const auto there = holder_ == nullptr ? std::nullopt : holder_->facts.FindSubject(text);
    if (there) {
      subject_ = *there;
    } else {
      Hold(nullptr);
    }
  }
  if (series_) series_->Select(Member::Subject(subject_), holder_->observed_years[subject_]);
}

void Reports::Hold(const ViewState* holder) {
  if (holder == holder_) return;
  holder_ = holder;
  series_.reset();
  if (holder == nullptr) return;
  const auto ordinal = holder->facts.dictionaries().measures.Find(measure_id_);
  if (!ordinal) return;
  ordinal_ = *ordinal;
  series_.emplace(holder->facts.observations(), ordinal_, measure_);
}

bool Reports::CameBy(PeriodIndex k, int64_t instant_us) const {
  if (!series_) return false;
  const YearSlot at = YearSlotOf(k, measure_.frequency);
  const ObservationsAt table(holder_->facts.all().observations(),
                             holder_->commits.RevisionAt(instant_us));
  for (auto handle = table.First(ordinal_, at.year, subject_); handle != 0;) {
    const ObservationTable::ChunkView chunk = table.View(handle);
    const bool has_version = (chunk.present >> static_cast<unsigned>(at.slot) & 1U) != 0;
    if (chunk.months == MonthsIn(measure_.frequency) && has_version) return true;
    handle = chunk.next;
  }
  return false;
}

}  // namespace taizhang::aggregator
