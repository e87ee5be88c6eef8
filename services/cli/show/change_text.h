#pragma once

#include <iosfwd>
#include <string>

#include "google/protobuf/timestamp.pb.h"
#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// In China's time: "2025-06-30 08:00:00 UTC+8".
std::string TimeText(const google::protobuf::Timestamp& time);
/// "新建 CREATED"
std::string OutcomeText(taizhang::ledger::v1::Outcome outcome);
/// "divisions/440783/projects/p measures/sales 2025-06", an item or source behind it.
std::string KeyText(const taizhang::type::v1::ObservationKey& key);
/// The key of an observation.
taizhang::type::v1::ObservationKey KeyOf(const taizhang::type::v1::Observation& observation);
/// "> 120,000,000", "≈ 29.55"; "不可得 not available".
std::string AmountText(const taizhang::type::v1::Observation& observation);

/// How much is said of what was created: every field, where it is known which record is meant; or
/// one line with its name or key and what it is called or how much it is.
enum class Created { kWhole, kInShort };

/// What a change did, and below it a line for each field that differs, "amount.value  140000000 →
/// 120000000". Control characters are escaped. Every line begins with `indent`.
void PrintChange(const taizhang::ledger::v1::Change& change, Created created,
                 const std::string& indent, std::ostream& out);

/// One version for a terminal: revision, time, who, request, and what was changed.
void PrintRevision(const taizhang::ledger::v1::RecordRevision& revision, std::ostream& out);

/// A commit, or a part of one, for a terminal.
void PrintCommit(const taizhang::ledger::v1::Commit& commit, std::ostream& out);

}  // namespace taizhang::cli
