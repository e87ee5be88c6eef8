#pragma once

#include <vector>

#include "common/facts/block_content.h"
#include "common/facts/facts.h"
#include "common/facts/structure.h"
#include "common/status/reason.h"
#include "services/ledger/core/outcome.h"
#include "services/ledger/core/row.h"

namespace taizhang::ledger {

/// What a request comes to.
struct Posted {
  /// The changes, with the dictionary entries that they bring and one request span that counts
  /// them. Commit time, request id, principal, and salts and digests of texts are for the caller to
  /// fill in. No changes: nothing to commit.
  BlockContent content;
  /// One for each row, in order.
  std::vector<Outcome> outcomes;
  /// Everything that is wrong, in order of rows. Not empty: nothing else here means anything.
  std::vector<Violation> violations;
  std::string partition_found;  ///< of the first row that lies in another partition
  std::string mismatched;       ///< what the first etag that does not stand is of

  [[nodiscard]] bool has_changes() const {
    return !content.records.empty() || !content.observations.empty();
  }
};

/// Decides on the rows of one request for the partition of `facts`, all or none: accepts each as
/// created, updated, unchanged or withdrawn, or refuses the request with every violation. Pure: the
/// same arguments give the same result.
///
/// `structure` is what the rows are judged against; for the partition "structure" that is the fold
/// of `facts` itself. Record changes stand before observations; within each the request's order is
/// kept. Rows may refer to each other. `rows` is used up: records are normalised in place and move
/// into the content.
Posted Post(const Facts& facts, const Structure& structure, Rows& rows);

}  // namespace taizhang::ledger
