#include "services/cli/show/change_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/server/logging.h"
#include "common/values/period.h"
#include "common/values/text.h"
#include "services/cli/show/figure_text.h"
#include "services/cli/show/message_diff.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;
namespace type_v1 = taizhang::type::v1;

constexpr const char* kNothing = "—";

std::string Shown(const std::string& text) {
  return text.empty() ? kNothing : EscapeText(text, false);
}

/// What a record or observation is known by, which its title has and no revision changes.
bool IsKey(const FieldChange& change) {
  constexpr auto kKeys =
      std::to_array<std::string_view>({"name", "subject", "measure", "period", "item", "source"});
  return std::find(kKeys.begin(), kKeys.end(), change.path) != kKeys.end();
}

void PrintFields(std::vector<FieldChange> changes, const std::string& indent, std::ostream& out) {
  std::erase_if(changes, IsKey);
  size_t width = 0;
  for (const FieldChange& change : changes) width = std::max(width, DisplayWidth(change.path));
  for (const FieldChange& change : changes) {
    out << indent << PadRight(change.path, width) << "  ";
    if (!change.before.empty()) out << Shown(change.before) << " → ";
    out << Shown(change.after) << '\n';
  }
}

/// A line with what was changed and, where it does not say so itself, what that is; below it the
/// fields. `before` and `after` may be missing.
template <typename Message>
void PrintVersions(const Message* before, const Message* after, Created created,
                   const std::string& headline, const std::string& in_short,
                   const std::string& indent, std::ostream& out) {
  const bool fields = after != nullptr && (before != nullptr || created == Created::kWhole);
  out << indent << headline << (fields ? "" : "  ") << (fields ? "" : in_short) << '\n';
  if (fields) PrintFields(FieldChanges(before, after), indent + "  ", out);
}

std::string NamesOf(const type_v1::Record& record) {
  return EscapeText(absl::StrCat(record.display_name(), record.english_name().empty() ? "" : " ",
                                 record.english_name()),
                    false);
}

void PrintHeader(int64_t revision, const google::protobuf::Timestamp& time,
                 const std::string& principal, const std::string& request_id, std::ostream& out) {
  out << "版次 revision " << revision << "  " << TimeText(time) << "  "
      << EscapeText(principal, false) << "  " << EscapeText(request_id, false) << '\n';
}

}  // namespace

std::string TimeText(const google::protobuf::Timestamp& time) {
  constexpr int64_t kDaySeconds = 86'400;
  const int64_t seconds = time.seconds() + int64_t{8} * 3'600;
  const int64_t of_day = (seconds % kDaySeconds + kDaySeconds) % kDaySeconds;
  std::array<char, 16> clock{};
  std::snprintf(clock.data(), clock.size(), "%02d:%02d:%02d", static_cast<int>(of_day / 3'600),
                static_cast<int>(of_day / 60 % 60), static_cast<int>(of_day % 60));
  return absl::StrCat(FormatDay(static_cast<Day>((seconds - of_day) / kDaySeconds)), " ",
                      clock.data(), " UTC+8");
}

std::string OutcomeText(v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_CREATED:
      return "新建 CREATED";
    case v1::OUTCOME_UPDATED:
      return "更新 UPDATED";
    case v1::OUTCOME_UNCHANGED:
      return "不变 UNCHANGED";
    case v1::OUTCOME_WITHDRAWN:
      return "撤回 WITHDRAWN";
    default:
      return "";
  }
}

std::string KeyText(const type_v1::ObservationKey& key) {
  return absl::StrCat(key.subject(), " ", key.measure(), " ", key.period(),
                      key.item().empty() ? "" : " item ", key.item(),
                      key.source().empty() ? "" : " source ", key.source());
}

type_v1::ObservationKey KeyOf(const type_v1::Observation& observation) {
  type_v1::ObservationKey key;
  key.set_subject(observation.subject());
  key.set_measure(observation.measure());
  key.set_period(observation.period());
  key.set_item(observation.item());
  key.set_source(observation.source());
  return key;
}

std::string AmountText(const type_v1::Observation& observation) {
  if (!observation.has_amount()) return "不可得 not available";
  const auto mark = [&]() -> const char* {
    switch (observation.amount().bound()) {
      case type_v1::BOUND_ABOUT:
        return "≈ ";
      case type_v1::BOUND_AT_LEAST:
        return "≥ ";
      case type_v1::BOUND_MORE_THAN:
        return "> ";
      case type_v1::BOUND_AT_MOST:
        return "≤ ";
      case type_v1::BOUND_LESS_THAN:
        return "< ";
      default:
        return "= ";
    }
  };
  return absl::StrCat(mark(), Grouped(observation.amount().value()));
}

void PrintChange(const v1::Change& change, Created created, const std::string& indent,
                 std::ostream& out) {
  if (change.has_erasure()) {
    out << indent << "抹除 ERASED  " << change.erasure().texts()
        << (change.erasure().texts() == 1 ? " text" : " texts") << " of earlier versions\n";
    return;
  }
  const bool names_key = created == Created::kInShort;
  const std::string outcome = OutcomeText(change.outcome());
  if (change.has_record()) {
    const v1::RecordChange& record = change.record();
    const std::string name = names_key ? absl::StrCat("  ", record.name()) : "";
    PrintVersions(record.has_before() ? &record.before() : nullptr,
                  record.has_after() ? &record.after() : nullptr, created,
                  outcome + EscapeText(name, false),
                  NamesOf(record.has_after() ? record.after() : record.before()), indent, out);
  } else if (change.has_observation()) {
    const v1::ObservationChange& observation = change.observation();
    const std::string key = names_key ? absl::StrCat("  ", KeyText(observation.key())) : "";
    PrintVersions(observation.has_before() ? &observation.before() : nullptr,
                  observation.has_after() ? &observation.after() : nullptr, created,
                  outcome + EscapeText(key, false),
                  AmountText(observation.has_after() ? observation.after() : observation.before()),
                  indent, out);
  }
}

void PrintRevision(const v1::RecordRevision& revision, std::ostream& out) {
  PrintHeader(revision.revision(), revision.commit_time(), revision.principal(),
              revision.request_id(), out);
  PrintChange(revision.change(), Created::kWhole, "  ", out);
}

void PrintCommit(const v1::Commit& commit, std::ostream& out) {
  for (const v1::CommittedRequest& request : commit.requests()) {
    out << commit.partition() << "  ";
    PrintHeader(commit.revision(), commit.commit_time(), request.principal(), request.request_id(),
                out);
    for (const v1::Change& change : request.changes())
      PrintChange(change, Created::kInShort, "  ", out);
  }
}

}  // namespace taizhang::cli
