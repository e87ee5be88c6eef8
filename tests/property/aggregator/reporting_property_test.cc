// Reporting rates (R13) of random histories against a plain model: reports that come late, are
// corrected and withdrawn, and members that move, are known late, or were never known.

#include <cstdint>
#include <functional>
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include "services/aggregator/core/reporting.h"
#include "tests/property/aggregator/histories.h"
#include "tests/support/history_text.h"
#include "tests/support/random_measures.h"
#include "tests/support/random_names.h"
#include "tests/support/reference_reporting.h"
#include <gtest/gtest.h>

namespace taizhang::aggregator {
namespace {

constexpr int64_t kHourUs = 3'600'000'000;
constexpr size_t kRowsAtOnce = 40;

FigureQuery AnyQuery(RandomFigures& random, const FigureWorld& /*world*/) {
  return random.AnyQuery();
}

/// Any number below `limit`, always the same for a text.
uint64_t Draw(const std::string& text, uint64_t limit) {
  uint64_t mixed = 7;
  for (const char c : text) mixed = mixed * 1'000'003 + static_cast<unsigned char>(c);
  return (mixed ^ mixed >> 29U) % limit;
}

/// With due days, for some measures.
HistoryRow WithDueDays(HistoryRow row) {
  auto* change = std::get_if<RecordRow>(&row);
  if (change == nullptr || !change->record) return row;
  auto* measure = std::get_if<Measure>(&change->record->details);
  if (measure == nullptr) return row;
  const uint32_t days[] = {0, 0, 5, 20, 400};
  const uint64_t choice = Draw(change->name, 6);
  if (choice > 0) measure->due_days = days[choice - 1];
  return row;
}

/// A history written again, a few rows at a time, over the years that it is of and a little more.
class Written {
 public:
  explicit Written(const History& history) {
    History parts;
    for (const auto& rows : history) {
      for (size_t i = 0; i < rows.size(); ++i) {
        if (i % kRowsAtOnce == 0) parts.emplace_back();
        parts.back().push_back(WithDueDays(rows[i]));
      }
    }
    const int64_t begin = int64_t{DayOf(std::to_string(kFirstYear) + "-01-01")} * 24 * kHourUs;
    const int64_t hours = int64_t{kYears} * 365 * 24;
    for (size_t i = 0; i < parts.size(); ++i) {
      const auto hour = hours * static_cast<int64_t>(i + 1) / static_cast<int64_t>(parts.size());
      now_us_ = begin + hour * kHourUs;
      world_.SetTime(now_us_);
      const size_t commits = world_.history().size();
      world_.Replay({parts[i]});
      if (world_.history().size() > commits) Note();
    }
  }

  FigureWorld& world() { return world_; }
  [[nodiscard]] const PlainHistory& history() const { return history_; }
  /// Of the last commit.
  [[nodiscard]] int64_t now_us() const { return now_us_; }

 private:
  void Note() {
    for (const HistoryRow& row : world_.history().back()) {
      if (const auto* record = std::get_if<RecordRow>(&row)) {
        history_.records[record->name].emplace_back(now_us_, record->record);
      } else {
        const auto& [key, said] = std::get<ObservationRow>(row);
        history_.observations[key].emplace_back(now_us_, said.has_value());
      }
    }
  }

  FigureWorld world_;
  PlainHistory history_;
  int64_t now_us_ = 0;
};

std::string ToText(const ReportingRates& rates) {
  std::string text = "expected " + std::to_string(rates.expected) + " received " +
                     std::to_string(rates.received) + " late " + std::to_string(rates.late) +
                     " not due " + std::to_string(rates.not_due) + " unexpected " +
                     std::to_string(rates.unexpected) + " due periods " +
                     std::to_string(rates.due_periods) + "/" + std::to_string(rates.periods);
  if (rates.timeliness) {
    text += " on time " + std::to_string(rates.timeliness->on_time) + "/" +
            std::to_string(rates.timeliness->expected);
  }
  return text + "\n";
}

std::string ToText(const std::vector<ReporterPeriod>& reporters) {
  std::string text;
  for (const ReporterPeriod& reporter : reporters) {
    text += reporter.name + " " + reporter.period.ToString() + " state " +
            std::to_string(static_cast<int>(reporter.state)) +
            (reporter.expected_when_due ? " expected when due" : "");
    if (reporter.first_reported_us) text += " at " + std::to_string(*reporter.first_reported_us);
    text += "\n";
  }
  return text;
}

/// All of a list, by pages of any size.
absl::StatusOr<std::vector<ReporterPeriod>> AllPages(Reporting& reporting,
                                                     const ReportingQuery& query,
                                                     ReporterSelection selection) {
  std::vector<ReporterPeriod> all;
  bool has_more = true;
  while (has_more) {
    const absl::StatusOr<ReporterPage> page = reporting.Reporters(query, selection);
    if (!page.ok()) return page.status();
    all.insert(all.end(), page->reporters.begin(), page->reporters.end());
    if (!all.empty()) selection.after = {all.back().name, all.back().period};
    has_more = page->has_more;
  }
  return all;
}

/// What is wrong with one measure's rates and list; counts those who reported.
std::string Compare(Reporting& reporting, const ReferenceReporting& reference,
                    const ReportingQuery& query, int64_t& reports) {
  const auto rates = reporting.Rates(query);
  const auto right = reference.Rates(query);
  if (rates.ok() != right.has_value()) return query.measure + ": " + rates.status().ToString();
  if (!right) return "";
  reports += right->received;
  if (*rates != *right) {
    return query.measure + "\n" + ToText(*rates) + "and by the model\n" + ToText(*right);
  }
  if (rates->received > rates->expected || rates->missing() < 0 ||
      (rates->timeliness && rates->timeliness->on_time > rates->timeliness->expected)) {
    return query.measure + " above 100 %: " + ToText(*rates);
  }
  ReporterSelection selection{.after = {}, .count_max = 1 + Draw(query.measure, 50)};
  if (Draw(query.measure + query.period.ToString(), 2) == 0) {
    selection.states = 1U << static_cast<unsigned>(ReportState::kMissing) |
                       1U << static_cast<unsigned>(ReportState::kLate);
  }
  const auto reporters = AllPages(reporting, query, selection);
  if (!reporters.ok()) return query.measure + ": " + reporters.status().ToString();
  std::vector<ReporterPeriod> wanted;
  const auto all = reference.Reporters(query);
  for (const ReporterPeriod& each : *all) {
    if (selection.Has(each.state)) wanted.push_back(each);
  }
  if (*reporters == wanted) return "";
  return query.measure + "\n" + ToText(*reporters) + "and by the model\n" + ToText(wanted);
}

std::string CompareAll(FigureWorld& world, const ReferenceReporting& reference,
                       const FigureQuery& query, int64_t now_us, int64_t& reports) {
  Reporting reporting(world.structure(), world.partitions(), now_us);
  for (const MeasureCase& measure : MeasureCases()) {
    const ReportingQuery asked{.scope = query.scope,
                               .measure = "measures/" + std::string(measure.id),
                               .period = query.period};
    const std::string wrong = Compare(reporting, reference, asked, reports);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

TEST(ReportingProperties, RatesAndListsAreThoseOfThePlainModel) {
  int64_t reports = 0;
  ForEachHistory(60, 3, AnyQuery, [&](FigureWorld& world, const FigureQuery& query) {
    Written written(world.history());
    const int64_t now_us =
        written.now_us() + static_cast<int64_t>(Draw(aggregator::ToText(query), 9'000)) * kHourUs;
    const ReferenceReporting reference(written.history(), now_us);
    return CompareAll(written.world(), reference, query, now_us, reports);
  });
  EXPECT_GT(reports, 1000);
  std::cout << reports << " reports counted\n";
}

TEST(ReportingProperties, AsOfAnyCutIsWhatAReplayToItAnswers) {
  ForEachHistory(40, 2, AnyQuery, [&](FigureWorld& world, const FigureQuery& query) -> std::string {
    Written written(world.history());
    FigureWorld& now = written.world();
    const size_t blocks = Draw(aggregator::ToText(query), now.blocks().size() + 1);
    const auto then = now.ReplayedTo(blocks);
    PastStructures structures(now.partitions());
    const uint64_t structure_revision = then->structure().revision();
    const PastPartitions past(now.partitions(), structures, [&](const ViewState& live) {
      const ViewState* replayed = then->partitions().Find(live.facts.partition());
      return PastPoint{.revision = replayed == nullptr ? 0 : replayed->facts.all().revision(),
                       .structure_revision = structure_revision};
    });
    Reporting as_of(structures.At(structure_revision), past, written.now_us());
    Reporting replayed(then->structure(), then->partitions(), written.now_us());
    for (const MeasureCase& measure : MeasureCases()) {
      const ReportingQuery asked{.scope = query.scope,
                                 .measure = "measures/" + std::string(measure.id),
                                 .period = query.period};
      const auto rates = as_of.Rates(asked);
      const auto right = replayed.Rates(asked);
      if (rates.ok() != right.ok()) return rates.status().ToString();
      if (!rates.ok()) continue;
      if (*rates != *right) {
        return asked.measure + "\n" + ToText(*rates) + "replayed\n" + ToText(*right);
      }
      const auto reporters = as_of.Reporters(asked);
      const auto wanted = replayed.Reporters(asked);
      if (!reporters.ok() || !wanted.ok() || reporters->reporters != wanted->reporters) {
        return asked.measure + " lists others as of block " + std::to_string(blocks);
      }
    }
    return "";
  });
}

}  // namespace
}  // namespace taizhang::aggregator
