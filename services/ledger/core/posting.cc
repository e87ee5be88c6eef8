#include "services/ledger/core/posting.h"

#include "services/ledger/core/known_records.h"
#include "services/ledger/core/observation_posting.h"
#include "services/ledger/core/record_posting.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

Posted Post(const Facts& facts, const Structure& structure, Rows& rows) {
  Posted posted;
  posted.outcomes.assign(rows.count, Outcome::kUnchanged);
  posted.content.structure_revision = structure.revision();
  const KnownRecords known(facts, structure, rows);
  Interners interners(facts.dictionaries());
  Violations violations;
  PostRecords(known, rows, interners, posted, violations);
  PostObservations(known, rows, interners, posted, violations);
  posted.partition_found = violations.partition_found();
  posted.mismatched = violations.mismatched();
  posted.violations = violations.TakeSorted();
  posted.content.requests.push_back(
      {.request_id = {},
       .principal = {},
       .record_changes = static_cast<uint32_t>(posted.content.records.size()),
       .observation_changes = static_cast<uint32_t>(posted.content.observations.size())});
  return posted;
}

}  // namespace taizhang::ledger
