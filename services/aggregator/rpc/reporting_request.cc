#include "services/aggregator/rpc/reporting_request.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/aggregator/rpc/reporting_proto.h"
#include "services/aggregator/view/reporter_page_token.h"

namespace taizhang::aggregator {
namespace {

constexpr int32_t kPageSizeDefault = 100;
constexpr int32_t kPageSizeMax = 1'000;

Violation Wrong(std::string field, Reason reason, std::string description) {
  return {.row = -1,
          .field = std::move(field),
          .reason = reason,
          .description = std::move(description)};
}

constexpr ReportState kStates[] = {
    ReportState::kReceived,        ReportState::kOnTime,  ReportState::kLate,
    ReportState::kNotDue,          ReportState::kMissing, ReportState::kUnexpected,
    ReportState::kNoLongerExpected};

std::optional<ReportState> StateOf(int written) {
  for (const ReportState state : kStates) {
    if (ProtoOf(state) == written) return state;
  }
  return std::nullopt;
}

void ParseStates(const v1::ListReportersRequest& request, ReporterSelection& selection,
                 std::vector<Violation>& violations) {
  if (request.states().empty()) return;
  selection.states = 0;
  for (int i = 0; i < request.states_size(); ++i) {
    const std::optional<ReportState> state = StateOf(request.states(i));
    const std::string field = absl::StrCat("states[", i, "]");
    if (!state) {
      violations.push_back(Wrong(field, Reason::kValueInvalid,
                                 absl::StrCat(static_cast<int>(request.states(i)),
                                              " is no state; write MISSING, LATE, ON_TIME, "
                                              "RECEIVED, NOT_DUE, UNEXPECTED or "
                                              "NO_LONGER_EXPECTED")));
    } else if (selection.Has(*state)) {
      violations.push_back(
          Wrong(field, Reason::kValueInvalid, "is in the list before; name it once"));
    } else {
      selection.states |= 1U << static_cast<unsigned>(*state);
    }
  }
}

/// What a field says, or nothing and its violation.
template <typename Value>
std::optional<Value> Field(const char* field, const std::string& text, const char* sample,
                           Reason reason, absl::StatusOr<Value> parsed,
                           std::vector<Violation>& violations) {
  if (parsed.ok()) return *std::move(parsed);
  violations.push_back(
      text.empty() ? Wrong(field, Reason::kFieldRequired, absl::StrCat("is empty; ", sample))
                   : Wrong(field, reason, std::string(parsed.status().message())));
  return std::nullopt;
}

void ParsePageToken(const std::string& text, ReportersRequest& parsed,
                    std::vector<Violation>& violations) {
  if (text.empty()) return;
  absl::StatusOr<ReporterPageToken> token = ReporterPageToken::Parse(text);
  if (!token.ok()) {
    violations.push_back(
        Wrong("page_token", Reason::kValueInvalid, std::string(token.status().message())));
  } else if (token->filters != parsed.filters) {
    violations.push_back(Wrong("page_token", Reason::kValueInvalid,
                               "is of another list; leave it out to begin again"));
  } else {
    parsed.now_us = token->now_us;
    parsed.cut = std::move(token->cut);
    parsed.cut_digest = std::move(token->cut_digest);
    parsed.selection.after = {std::move(token->after), Period::FromMonths(token->after_month, 1)};
    parsed.tokens.clear();
  }
}

/// The page of a list as of its first page's cut.
class PinnedCut {
 public:
  PinnedCut(const std::vector<CutEntry>& cut, const Reading& reading)
      : cut_(cut),
        reading_(reading),
        structures_(reading),
        partitions_(reading, structures_, [this](const ViewState& present) {
          return PastPoint{.revision = RevisionOf(present.facts.partition()),
                           .structure_revision = RevisionOf(kStructurePartition)};
        }) {}

  /// Whether this history reaches as far.
  [[nodiscard]] bool IsThere() const {
    return !cut_.empty() && std::all_of(cut_.begin(), cut_.end(), [this](const CutEntry& entry) {
      const ViewState* present = reading_.Find(entry.partition);
      return present != nullptr && entry.revision <= present->facts.all().revision();
    });
  }
  const Structure& structure() {
    const uint64_t revision = RevisionOf(kStructurePartition);
    return revision == reading_.structure().revision() ? reading_.structure()
                                                       : structures_.At(revision);
  }
  [[nodiscard]] const PartitionSet& partitions() const { return partitions_; }

 private:
  /// 0 of a partition that the first page did not know.
  [[nodiscard]] uint64_t RevisionOf(std::string_view partition) const {
    const auto found = std::lower_bound(
        cut_.begin(), cut_.end(), partition,
        [](const CutEntry& entry, std::string_view name) { return entry.partition < name; });
    return found == cut_.end() || found->partition != partition ? 0 : found->revision;
  }

  const std::vector<CutEntry>& cut_;
  const Reading& reading_;
  PastStructures structures_;
  PastPartitions partitions_;
};

absl::StatusOr<ReporterPage> ReadPage(const ReportersRequest& request, Reading& reading) {
  if (request.cut.empty()) {
    return Reporting(reading.structure(), reading, request.now_us)
        .Reporters(request.query, request.selection);
  }
  PinnedCut pinned(request.cut, reading);
  if (!pinned.IsThere()) {
    return MakeInvalidRequest({Wrong("page_token", Reason::kValueInvalid,
                                     "is of another history; leave it out to begin again")});
  }
  return Reporting(pinned.structure(), pinned.partitions(), request.now_us)
      .Reporters(request.query, request.selection);
}

}  // namespace

absl::StatusOr<Combinations> ParseRatesRequest(const v1::GetReportingRatesRequest& request) {
  return ParseCombinations({.scopes = request.scopes(),
                            .names_field = "measures",
                            .names = request.measures(),
                            .periods = request.periods(),
                            .tokens = request.tokens()},
                           {});
}

absl::Status AnswerRates(const Combinations& asked, int64_t now_us, Reading& reading,
                         absl::FunctionRef<absl::Status()> check, size_t bytes_max,
                         v1::GetReportingRatesResponse& response) {
  Reporting reporting(reading.structure(), reading, now_us);
  const auto answer_one = [&](const RecordName& scope, const std::string& measure,
                              const Period& period, v1::ReportingAnswer& answer) {
    return reading.Run([&]() -> absl::Status {
      const absl::StatusOr<ReportingRates> rates =
          reporting.Rates({.scope = scope, .measure = measure, .period = period});
      if (rates.ok()) WriteRates(*rates, *answer.mutable_rates());
      return rates.status();
    });
  };
  absl::Status status = AnswerCombinations<v1::ReportingAnswer>(
      asked, bytes_max, check,
      [](const std::string& name, v1::ReportingAnswer& answer) { answer.set_measure(name); },
      answer_one, *response.mutable_answers());
  if (!status.ok()) return status;
  WriteCut(reading.cut(), response);
  WriteTime(now_us, *response.mutable_read_time());
  return absl::OkStatus();
}

absl::StatusOr<ReportersRequest> ParseReportersRequest(const v1::ListReportersRequest& request,
                                                       const std::string& epoch, int64_t now_us) {
  if (request.tokens_size() > kTokensMax) {
    return MakeError(Reason::kTooLarge, absl::StrCat("more than ", kTokensMax, " tokens"),
                     {{"limit", absl::StrCat(kTokensMax)}});
  }
  std::vector<Violation> violations;
  const std::optional<RecordName> scope =
      Field("scope", request.scope(), "divisions/440783", Reason::kNameInvalid,
            RecordName::Parse(request.scope()), violations);
  absl::StatusOr<RecordName> measure = RecordName::Parse(request.measure());
  if (measure.ok() && measure->kind() != RecordKind::kMeasure) {
    measure = absl::InvalidArgumentError("is no measure's name; write measures/annual-sales");
  }
  Field("measure", request.measure(), "measures/annual-sales", Reason::kNameInvalid, measure,
        violations);
  const std::optional<Period> period =
      Field("period", request.period(), "2025-06", Reason::kValueInvalid,
            Period::Parse(request.period()), violations);
  ReporterSelection selection;
  ParseStates(request, selection, violations);
  const int32_t size = request.page_size() == 0 ? kPageSizeDefault : request.page_size();
  if (size < 1 || size > kPageSizeMax) {
    violations.push_back(
        Wrong("page_size", Reason::kValueInvalid,
              absl::StrCat("must be 1 to ", kPageSizeMax, ", or 0 for ", kPageSizeDefault)));
  }
  std::vector<Token> tokens = ParseTokens(request.tokens(), violations);
  if (!scope || !period) return MakeInvalidRequest(std::move(violations));
  selection.count_max = static_cast<size_t>(std::max(size, 1));
  const uint64_t filters = DigestOfFilters({epoch, request.scope(), request.measure(),
                                            period->ToString(), absl::StrCat(selection.states)});
  ReportersRequest parsed{
      .query = {.scope = *scope, .measure = request.measure(), .period = *period},
      .selection = std::move(selection),
      .tokens = std::move(tokens),
      .filters = filters,
      .now_us = now_us};
  ParsePageToken(request.page_token(), parsed, violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  return parsed;
}

absl::Status AnswerReporters(const ReportersRequest& request, Reading& reading,
                             v1::ListReportersResponse& response) {
  absl::StatusOr<ReporterPage> page = absl::InternalError("not read");
  absl::Status status = reading.Run([&] {
    page = ReadPage(request, reading);
    return page.status();
  });
  if (!status.ok()) return status;
  for (const ReporterPeriod& reporter : page->reporters) {
    WriteReporter(reporter, *response.add_reporters());
  }
  const Cut whole = reading.WholeCut();
  ReporterPageToken next{
      .cut = request.cut.empty() ? whole.entries : request.cut,
      .cut_digest = request.cut.empty() ? whole.digest.ToBytes() : request.cut_digest,
      .now_us = request.now_us,
      .filters = request.filters,
      .after = {}};
  if (next.cut.size() <= kCutPartitionsMax) {
    for (const CutEntry& entry : next.cut) {
      auto* out = response.add_cut();
      out->set_partition(entry.partition);
      out->set_revision(static_cast<int64_t>(entry.revision));
    }
  }
  response.set_cut_digest(next.cut_digest);
  WriteTime(request.now_us, *response.mutable_read_time());
  if (page->has_more) {
    next.after = page->reporters.back().name;
    next.after_month = page->reporters.back().period.first_month();
    response.set_next_page_token(next.Encode());
  }
  return absl::OkStatus();
}

}  // namespace taizhang::aggregator
