#include "services/aggregator/core/reports.h"

#include <algorithm>
#include <vector>

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

int64_t EndOfDay(Day day) { return (int64_t{day} + 1) * kDayUs - kChinaUs; }

Day DueDay(PeriodIndex k, Frequency frequency, uint32_t due_days) {
  return LastDayOfPeriod(k * MonthsIn(frequency), frequency) + static_cast<Day>(due_days);
}

int64_t DueInstant(PeriodIndex k, Frequency frequency, uint32_t due_days) {
  return EndOfDay(DueDay(k, frequency, due_days));
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
    visit({.subject = subject, .record = *record, .member = member, .expected = expected});
  });
}

void Reports::Select(Ordinal subject, const ViewState& state) {
  subject_ = subject;
  if (state.subjects[subject].IsRecordOfHome()) {
    Hold(partitions_.Find(state.facts.partition()));
  } else {
    const std::string_view text = state.facts.dictionaries().subjects.At(subject);
    const auto name = RecordName::Parse(text);
    Hold(name.ok() ? partitions_.Find(name->ObservationPartition()) : nullptr);
    const auto there = holder_ == nullptr ? std::nullopt : holder_->facts.FindSubject(text);
    if (there) {
      subject_ = *there;
    } else {
      Hold(nullptr);
    }
  }
  ++steps_;
  firsts_year_.reset();
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

std::optional<int64_t> Reports::FirstCame(PeriodIndex k) {
  if (!series_) return std::nullopt;
  const YearSlot at = YearSlotOf(k, measure_.frequency);
  if (firsts_year_ != at.year) LoadFirsts(at.year);
  const uint64_t first = firsts_[static_cast<size_t>(at.slot)];
  if (first == 0) return std::nullopt;
  return holder_->commits.TimeOf(first);
}

void Reports::LoadFirsts(int year) {
  firsts_year_ = year;
  firsts_.fill(0);
  const int months = MonthsIn(measure_.frequency);
  const ObservationTable& table = holder_->facts.all().observations();
  for (auto handle = table.First(ordinal_, year, subject_); handle != 0;) {
    const ObservationTable::ChunkView chunk = table.View(handle);
    handle = chunk.next;
    if (chunk.months != months) continue;
    int64_t slots = 0;
    int64_t versions = 0;
    for (uint32_t bits = chunk.present; bits != 0; bits &= bits - 1, ++slots) {
      const int slot = __builtin_ctz(bits);
      const Period period = Period::FromMonths(year * 12 + slot * months, months);
      const auto said =
          table.Versions(subject_, ordinal_, chunk.id, period, holder_->facts.as_of(), SIZE_MAX);
      versions += static_cast<int64_t>(said.size());
      const auto oldest = std::find_if(said.rbegin(), said.rend(), [](const auto& version) {
        return version.stamp.state != ObservationState::kWithdrawn;
      });
      uint64_t& first = firsts_[static_cast<size_t>(slot)];
      if (oldest != said.rend() && (first == 0 || oldest->revision < first)) {
        first = oldest->revision;
      }
    }
    // Each slot's are found among those of all.
    steps_ += slots + slots * versions / 8;
  }
}

}  // namespace taizhang::aggregator
