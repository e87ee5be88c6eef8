#include "services/aggregator/core/reporting.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "common/status/reason.h"
#include "services/aggregator/core/compute.h"
#include "services/aggregator/core/leaf_part.h"
#include "services/aggregator/core/relatives.h"
#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {
namespace {

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

std::optional<int64_t> Reporting::Asked::DueOf(PeriodIndex k) const {
  if (!measure.due_days) return std::nullopt;
  return DueInstant(k, measure.frequency, *measure.due_days);
}

Reporting::Reporting(const Structure& structure, const PartitionSet& partitions, int64_t now_us)
    : structure_(structure), partitions_(partitions), now_us_(now_us), structures_(partitions_) {}

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
  ReportingRates rates;
  Timeliness timeliness;
  const absl::Status status = VisitNow(*asked, [&](const Entry& entry) {
    if (entry.report == ReportState::kUnexpected) {
      ++rates.unexpected;
      return;
    }
    const bool is_received = IsReceived(entry.report);
    ++rates.expected;
    if (is_received) ++rates.received;
    const std::optional<int64_t> due = asked->DueOf(entry.period);
    if (!due || HasPassed(*due)) return;
    ++timeliness.expected;
    ++(is_received ? timeliness.on_time : timeliness.not_due);
  });
  if (!status.ok()) return status;
  if (!asked->measure.due_days) return rates;
  for (PeriodIndex k = asked->window.from; k < asked->window.to; ++k) {
    if (!HasPassed(*asked->DueOf(k))) break;  // nor have those after it
    if (absl::Status counted = CountThen(*asked, k, timeliness); !counted.ok()) return counted;
  }
  rates.timeliness = timeliness;
  return rates;
}

absl::StatusOr<std::vector<ReporterPeriod>> Reporting::Reporters(const ReportingQuery& query) {
  const absl::StatusOr<Asked> asked = Check(query);
  if (!asked.ok()) return asked.status();
  const int months = MonthsIn(asked->measure.frequency);
  std::vector<ReporterPeriod> out;
  const absl::Status status = VisitNow(*asked, [&](const Entry& entry) {
    out.push_back({.name = std::string(entry.state.facts.dictionaries().subjects.At(entry.subject)),
                   .period = Period::FromMonths(entry.period * months, months),
                   .state = entry.report});
  });
  if (!status.ok()) return status;
  std::sort(out.begin(), out.end(), [](const ReporterPeriod& a, const ReporterPeriod& b) {
    return std::tie(a.name, a.period) < std::tie(b.name, b.period);
  });
  return out;
}

absl::Status Reporting::VisitNow(const Asked& asked, absl::FunctionRef<void(const Entry&)> visit) {
  Reports reports(IdOf(asked.query.measure), asked.measure, partitions_);
  const Frequency frequency = asked.measure.frequency;
  ForEachPartitionOf(asked.query.scope, partitions_, [&](const ViewState& state) {
    if (IsSpent()) return;
    int64_t steps = 1;
    ForEachReporter(asked.query.scope, asked.measure, state, [&](const ReporterInScope& reporter) {
      steps += 1 + asked.window.length();
      reports.Select(reporter.subject, state);
      for (PeriodIndex k = asked.window.from; k < asked.window.to; ++k) {
        const bool is_expected = reporter.IsExpected(k);
        if (!is_expected && !(reports.IsReceived(k) && reporter.IsThereNear(k, frequency))) {
          continue;
        }
        visit({.subject = reporter.subject,
               .state = state,
               .period = k,
               .report = StateOf(asked, k, reports, is_expected)});
      }
    });
    partitions_.Spend(steps);
  });
  return IsSpent() ? Overloaded() : absl::OkStatus();
}

ReportState Reporting::StateOf(const Asked& asked, PeriodIndex k, Reports& reports,
                               bool is_expected) const {
  if (!is_expected) return ReportState::kUnexpected;
  if (!reports.IsReceived(k)) return ReportState::kMissing;
  const std::optional<int64_t> due = asked.DueOf(k);
  if (!due) return ReportState::kReceived;
  return !HasPassed(*due) || reports.CameBy(k, *due) ? ReportState::kOnTime : ReportState::kLate;
}

absl::Status Reporting::CountThen(const Asked& asked, PeriodIndex k, Timeliness& timeliness) {
  const int64_t due = *asked.DueOf(k);
  const PastPartitions& past = PastAt(due);
  Reports reports(IdOf(asked.query.measure), asked.measure, partitions_);
  ForEachPartitionOf(asked.query.scope, partitions_, [&](const ViewState& live) {
    if (IsSpent()) return;
    const ViewState& then = *past.Find(live.facts.partition());
    int64_t steps = 1;
    ForEachReporter(asked.query.scope, asked.measure, then, [&](const ReporterInScope& reporter) {
      ++steps;
      if (!reporter.IsExpected(k)) return;
      ++timeliness.expected;
      reports.Select(reporter.subject, then);
      if (reports.IsReceived(k) && reports.CameBy(k, due)) ++timeliness.on_time;
    });
    partitions_.Spend(steps);
  });
  return IsSpent() ? Overloaded() : absl::OkStatus();
}

const PastPartitions& Reporting::PastAt(int64_t instant_us) {
  std::unique_ptr<PastPartitions>& past = past_[instant_us];
  if (past == nullptr) {
    past = std::make_unique<PastPartitions>(
        partitions_, structures_, [instant_us](const ViewState& live) {
          const uint64_t revision = live.commits.RevisionAt(instant_us);
          return PastPoint{.revision = revision,
                           .structure_revision =
                               live.IsStructure() ? revision : live.commits.StructureOf(revision)};
        });
  }
  return *past;
}

}  // namespace taizhang::aggregator
