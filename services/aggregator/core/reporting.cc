#include "services/aggregator/core/reporting.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "common/status/reason.h"
#include "services/aggregator/core/compute.h"
#include "services/aggregator/core/leaf_part.h"
#include "services/aggregator/core/relatives.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {
namespace {

/// What an entry costs that is kept and sorted.
constexpr int64_t kStepsOfEntry = 3;

std::string_view IdOf(std::string_view measure_name) {
  return measure_name.substr(measure_name.find('/') + 1);
}

absl::Status Overloaded() {
  return MakeError(Reason::kOverloaded,
                   "these reporting rates cost too much at once; ask for a smaller scope or fewer "
                   "periods",
                   {{"limit", std::to_string(kReportingStepsMax)}});
}

bool IsReceived(ReportState state) {
  return state == ReportState::kReceived || state == ReportState::kOnTime ||
         state == ReportState::kLate;
}

}  // namespace

int64_t Reporting::Asked::DueOf(PeriodIndex k) const {
  return DueInstant(k, measure.frequency, measure.due_days.value_or(0));
}

Reporting::Reporting(const Structure& structure, const PartitionSet& partitions, int64_t now_us)
    : structure_(structure),
      partitions_(partitions),
      structure_view_(partitions.Find(kStructurePartition)),
      now_us_(now_us),
      structures_(partitions_) {}

absl::StatusOr<Reporting::Asked> Reporting::Check(const ReportingQuery& query) {
  const Terms terms{.structure = structure_, .partitions = partitions_, .members_on = {}};
  if (!Exists(query.scope, terms)) return Unknown("scope", query.scope.text());
  const Measure* measure = structure_.FindMeasure(query.measure);
  if (measure == nullptr) return Unknown("measure", query.measure);
  if (absl::Status status = CheckPeriod(query.period, *measure); !status.ok()) return status;
  spent_max_ = partitions_.spent() + kReportingStepsMax;
  return Asked{
      .query = query, .measure = *measure, .window = RangeOf(query.period, measure->frequency)};
}

absl::StatusOr<ReportingRates> Reporting::Rates(const ReportingQuery& query) {
  const absl::StatusOr<Asked> asked = Check(query);
  if (!asked.ok()) return asked.status();
  const Measure& measure = asked->measure;
  ReportingRates rates{.periods = asked->window.length()};
  Timeliness timeliness;
  absl::Status status = VisitNow(*asked, [&](const Entry& entry) {
    if (entry.report == ReportState::kUnexpected) {
      ++rates.unexpected;
      return;
    }
    ++rates.expected;
    if (IsReceived(entry.report)) ++rates.received;
    if (entry.report == ReportState::kLate) ++rates.late;
    if (entry.report == ReportState::kNotDue) ++rates.not_due;
    if (!entry.expected_when_due) return;
    ++timeliness.expected;
    if (IsReceived(entry.report)) ++timeliness.on_time;
  });
  for (PeriodIndex k = asked->window.from; k < asked->window.to && status.ok(); ++k) {
    const int64_t due = asked->DueOf(k);
    if (!HasPassed(due)) break;  // nor have those after it
    ++rates.due_periods;
    if (!measure.due_days) continue;
    status = VisitThen(*asked, k, [&](const Entry& entry) {
      ++timeliness.expected;
      if (entry.first_reported_us && *entry.first_reported_us <= due) ++timeliness.on_time;
    });
  }
  if (!status.ok()) return status;
  if (measure.due_days) {
    rates.timeliness = timeliness;
    rates.due_day = DueDay(asked->window.to - 1, measure.frequency, *measure.due_days);
  }
  return rates;
}

absl::Status Reporting::VisitNow(const Asked& asked, absl::FunctionRef<void(const Entry&)> visit) {
  Reports reports(IdOf(asked.query.measure), asked.measure, partitions_);
  const Frequency frequency = asked.measure.frequency;
  int64_t steps_told = 0;
  ForEachPartitionOf(asked.query.scope, partitions_, [&](const ViewState& state) {
    partitions_.Spend(1);
    ForEachReporter(asked.query.scope, asked.measure, state, [&](const ReporterInScope& reporter) {
      if (IsSpent()) return;
      reports.Select(reporter.subject, state);
      for (PeriodIndex k = asked.window.from; k < asked.window.to; ++k) {
        const bool is_expected = reporter.IsExpected(k);
        const bool is_received = reports.IsReceived(k);
        if (!is_expected && !(is_received && reporter.IsThereNear(k, frequency))) continue;
        const auto first_reported_us = is_received ? reports.FirstCame(k) : std::nullopt;
        visit({.state = &state,
               .subject = reporter.subject,
               .period = k,
               .report = StateOf(asked, k, is_expected, first_reported_us),
               .expected_when_due =
                   is_expected && asked.measure.due_days && !HasPassed(asked.DueOf(k)),
               .first_reported_us = first_reported_us});
      }
      const int64_t steps = reports.steps();
      partitions_.Spend(asked.window.length() / 4 + steps - std::exchange(steps_told, steps));
    });
  });
  return IsSpent() ? Overloaded() : absl::OkStatus();
}

ReportState Reporting::StateOf(const Asked& asked, PeriodIndex k, bool is_expected,
                               std::optional<int64_t> first_reported_us) const {
  if (!is_expected) return ReportState::kUnexpected;
  const int64_t due = asked.DueOf(k);
  if (!first_reported_us) return HasPassed(due) ? ReportState::kMissing : ReportState::kNotDue;
  if (!asked.measure.due_days) return ReportState::kReceived;
  return *first_reported_us <= due ? ReportState::kOnTime : ReportState::kLate;
}

absl::Status Reporting::VisitThen(const Asked& asked, PeriodIndex k,
                                  absl::FunctionRef<void(const Entry&)> visit) {
  const int64_t due = asked.DueOf(k);
  Reports reports(IdOf(asked.query.measure), asked.measure, partitions_);
  int64_t steps_told = 0;
  ForEachPartitionOf(asked.query.scope, partitions_, [&](const ViewState& present) {
    if (IsSpent()) return;
    const ViewState& then = Known(present, due);
    partitions_.Spend(1);
    ForEachReporter(asked.query.scope, asked.measure, then, [&](const ReporterInScope& reporter) {
      if (IsSpent() || !reporter.IsExpected(k)) return;
      reports.Select(reporter.subject, then);
      visit({.state = &then,
             .subject = reporter.subject,
             .period = k,
             .report = ReportState::kNoLongerExpected,
             .expected_when_due = true,
             .first_reported_us = reports.IsReceived(k) ? reports.FirstCame(k) : std::nullopt});
      const int64_t steps = reports.steps();
      partitions_.Spend(steps - std::exchange(steps_told, steps));
    });
  });
  return IsSpent() ? Overloaded() : absl::OkStatus();
}

absl::StatusOr<std::vector<Reporting::Entry>> Reporting::AllEntries(const Asked& asked) {
  std::vector<Entry> entries;
  const auto add = [&](const Entry& entry) {
    partitions_.Spend(kStepsOfEntry);
    entries.push_back(entry);
  };
  absl::Status status = VisitNow(asked, add);
  for (PeriodIndex k = asked.window.from; k < asked.window.to && status.ok(); ++k) {
    if (!asked.measure.due_days || !HasPassed(asked.DueOf(k))) break;
    status = VisitThen(asked, k, add);
  }
  if (!status.ok()) return status;
  // Where one is known both now and then, the state of now comes first, and stays.
  const auto key = [](const Entry& entry) {
    return std::tuple(std::string_view(entry.state->facts.partition()), entry.subject,
                      entry.period);
  };
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
  size_t kept = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (kept > 0 && key(entries[kept - 1]) == key(entries[i])) {
      entries[kept - 1].expected_when_due = true;
    } else {
      entries[kept++] = entries[i];
    }
  }
  entries.resize(kept);
  return entries;
}

absl::StatusOr<ReporterPage> Reporting::Reporters(const ReportingQuery& query,
                                                  const ReporterSelection& selection) {
  const absl::StatusOr<Asked> asked = Check(query);
  if (!asked.ok()) return asked.status();
  absl::StatusOr<std::vector<Entry>> entries = AllEntries(*asked);
  if (!entries.ok()) return entries.status();
  const Frequency frequency = asked->measure.frequency;
  const auto is_wanted = [&](const Entry& entry) {
    if (!selection.Has(entry.report)) return false;
    return !selection.after ||
           std::tuple(entry.name(), entry.period) >
               std::tuple(std::string_view(selection.after->first),
                          IndexOf(selection.after->second.first_month(), frequency));
  };
  entries->erase(std::remove_if(entries->begin(), entries->end(), std::not_fn(is_wanted)),
                 entries->end());
  const size_t count = std::min(entries->size(), selection.count_max);
  std::partial_sort(entries->begin(), entries->begin() + static_cast<std::ptrdiff_t>(count),
                    entries->end(), [](const Entry& a, const Entry& b) {
                      return std::tuple(a.name(), a.period) < std::tuple(b.name(), b.period);
                    });
  ReporterPage page{.reporters = {}, .has_more = count < entries->size()};
  page.reporters.reserve(count);
  for (size_t i = 0; i < count; ++i) page.reporters.push_back(Describe(*asked, (*entries)[i]));
  return page;
}

ReporterPeriod Reporting::Describe(const Asked& asked, const Entry& entry) const {
  const int months = MonthsIn(asked.measure.frequency);
  ReporterPeriod described{.name = std::string(entry.name()),
                           .period = Period::FromMonths(entry.period * months, months),
                           .state = entry.report,
                           .expected_when_due = entry.expected_when_due,
                           .first_reported_us = entry.first_reported_us};
  if (asked.measure.due_days) {
    described.due_day = DueDay(entry.period, asked.measure.frequency, *asked.measure.due_days);
  }
  // What it is called now, where it still is.
  const ViewState* present = partitions_.Find(entry.state->facts.partition());
  const Record* record = present == nullptr ? nullptr : present->facts.CurrentRecord(entry.subject);
  if (record == nullptr) record = entry.state->facts.CurrentRecord(entry.subject);
  if (record != nullptr) {
    described.display_name = record->display_name;
    described.english_name = record->english_name;
  }
  return described;
}

PastPoint Reporting::PointAt(const ViewState& present, int64_t instant_us) const {
  const uint64_t revision = present.RevisionAt(instant_us);
  if (present.IsStructure()) return {.revision = revision, .structure_revision = revision};
  const uint64_t by_time = structure_view_ == nullptr ? 0 : structure_view_->RevisionAt(instant_us);
  return {.revision = revision,
          .structure_revision = std::max(by_time, present.commits.StructureOf(revision))};
}

const ViewState& Reporting::Known(const ViewState& present, int64_t instant_us) {
  const PastPoint point = PointAt(present, instant_us);
  const bool structure_moved =
      structure_view_ != nullptr && structure_view_->commits.last_move() > point.structure_revision;
  if (!structure_moved && present.commits.last_move() <= point.revision) return present;
  std::unique_ptr<PastPartitions>& past = past_[instant_us];
  if (past == nullptr) {
    past = std::make_unique<PastPartitions>(
        partitions_, structures_,
        [this, instant_us](const ViewState& live) { return PointAt(live, instant_us); });
  }
  return *past->Find(present.facts.partition());
}

}  // namespace taizhang::aggregator
