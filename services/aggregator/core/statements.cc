#include "services/aggregator/core/statements.h"

#include <algorithm>
#include <tuple>

#include "services/aggregator/core/view_state.h"

namespace taizhang::aggregator {
namespace {

Statement StatementOf(const ObservationVersion& version, Ordinal source, const FactsAt& facts) {
  return {.source = std::string(facts.dictionaries().ids.At(source)),
          .has_amount = version.stamp.state == ObservationState::kAmount,
          .value = version.value,
          .bound = version.stamp.bound,
          .quantum = version.stamp.quantum,
          .period_basis = version.stamp.period_basis,
          .remark = std::string(facts.dictionaries().texts.At(version.stamp.remark)),
          .revision = version.revision,
          .row = version.row};
}

}  // namespace

std::optional<Period> StatedPeriod(const Measure& measure, const Period& query) {
  if (!query.Covers(measure.frequency)) return std::nullopt;
  const int months = static_cast<int>(measure.frequency);
  switch (measure.temporal_kind) {
    case TemporalKind::kFlow:
      if (query.months() != months) return std::nullopt;
      return query;
    case TemporalKind::kYearToDate:
      if (query.first_month() % 12 != 0 || query.months() > 12) return std::nullopt;
      break;
    case TemporalKind::kStock:
      break;
    case TemporalKind::kUnspecified:
      return std::nullopt;
  }
  return Period::FromMonths(query.end_month() - months, months);
}

std::vector<Statement> ReadStatements(const RecordName& scope, std::string_view measure_name,
                                      const Measure& measure, const Period& query,
                                      const PartitionSet& partitions) {
  std::vector<Statement> out;
  if ((measure.reporters & ReporterBitOf(scope)) != 0) return out;
  const std::optional<Period> period = StatedPeriod(measure, query);
  if (!period) return out;
  const ViewState* view = partitions.Find(scope.ObservationPartition());
  if (view == nullptr) return out;
  const FactsAt& facts = view->facts;
  const auto subject = facts.FindSubject(scope.text());
  const auto ordinal =
      facts.dictionaries().measures.Find(measure_name.substr(measure_name.find('/') + 1));
  if (!subject || !ordinal) return out;
  const ObservationsAt table = facts.observations();
  const int slot = period->first_month() % 12 / period->months();
  for (auto handle = table.First(*ordinal, period->first_year(), *subject); handle != 0;) {
    const ObservationTable::ChunkView chunk = table.View(handle);
    const bool is_present = (chunk.present >> static_cast<unsigned>(slot) & 1U) != 0;
    if (chunk.months == period->months() && is_present) {
      const ObservationVersion version = table.At(handle, slot);
      if (version.stamp.state != ObservationState::kWithdrawn &&
          version.stamp.basis == Basis::kWhole) {
        out.push_back(StatementOf(version, chunk.id, facts));
      }
    }
    handle = chunk.next;
  }
  std::sort(out.begin(), out.end(), [](const Statement& a, const Statement& b) {
    return std::tie(b.revision, b.row) < std::tie(a.revision, a.row);
  });
  return out;
}

}  // namespace taizhang::aggregator
