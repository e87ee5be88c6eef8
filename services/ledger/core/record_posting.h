#pragma once

#include "services/ledger/core/interner.h"
#include "services/ledger/core/known_records.h"
#include "services/ledger/core/posting.h"
#include "services/ledger/core/violations.h"

namespace taizhang::ledger {

/// Interners of one request; they outlive its rows' posting.
struct Interners {
  Interner subjects;
  Interner measures;
  Interner ids;
  Interner texts;

  explicit Interners(const Dictionaries& dictionaries)
      : subjects(dictionaries.subjects),
        measures(dictionaries.measures),
        ids(dictionaries.ids),
        texts(dictionaries.texts) {}
};

/// Posts the record rows of a request: checks all, then turns each into a change or leaves it
/// unchanged.
void PostRecords(const KnownRecords& known, Rows& rows, Interners& interners, Posted& posted,
                 Violations& violations);

}  // namespace taizhang::ledger
