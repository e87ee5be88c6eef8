#include "services/ledger/rpc/parse_key.h"

#include <utility>

#include "services/ledger/rpc/paging.h"

namespace taizhang::ledger {

std::optional<ObservationQuery> ParseKey(const type::v1::ObservationKey& key,
                                         const std::string& field,
                                         std::vector<Violation>& violations) {
  const size_t before = violations.size();
  absl::StatusOr<RecordName> subject = RecordName::Parse(key.subject());
  absl::StatusOr<RecordName> measure = RecordName::Parse(key.measure());
  const absl::StatusOr<Period> period = Period::Parse(key.period());
  if (!subject.ok()) {
    violations.push_back(WrongField(field + ".subject", Reason::kNameInvalid,
                                    std::string(subject.status().message())));
  } else if (subject->ObservationPartition().empty()) {
    violations.push_back(
        WrongField(field + ".subject", Reason::kNameInvalid, "cannot be observed"));
  }
  if (!measure.ok() || measure->kind() != RecordKind::kMeasure) {
    violations.push_back(
        WrongField(field + ".measure", Reason::kNameInvalid, "name one: measures/{id}"));
  }
  if (!period.ok()) {
    violations.push_back(WrongField(field + ".period", Reason::kValueInvalid,
                                    std::string(period.status().message())));
  }
  if (violations.size() != before) return std::nullopt;
  return ObservationQuery{.subject = *std::move(subject),
                          .measure = *std::move(measure),
                          .period = *period,
                          .item = key.item(),
                          .source = key.source()};
}

}  // namespace taizhang::ledger
