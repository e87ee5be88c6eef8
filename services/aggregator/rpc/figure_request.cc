#include "services/aggregator/rpc/figure_request.h"

#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "services/aggregator/rpc/figure_proto.h"

namespace taizhang::aggregator {
namespace {

/// Reads of a partition's cells for one call that may be done on gRPC's own threads, which health
/// checks share.
constexpr size_t kQuickReadsMax = 64;

/// An answer's tag and length in the response.
constexpr size_t kFramingBytes = 6;
/// An error that says that there was no room or time, with its details, and the answer's framing.
constexpr size_t kErrorBytesMax = 512;

void RequireEntries(int size, const char* field, std::vector<Violation>& violations) {
  if (size > 0) return;
  violations.push_back({.row = -1,
                        .field = field,
                        .reason = Reason::kFieldRequired,
                        .description = "is empty; name at least one"});
}

/// What is named twice would be evaluated twice for one answer.
void RequireDistinct(const google::protobuf::RepeatedPtrField<std::string>& names,
                     const char* field, std::vector<Violation>& violations) {
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < names.size(); ++i) {
    if (seen.insert(names[i]).second) continue;
    violations.push_back({.row = -1,
                          .field = absl::StrCat(field, "[", i, "]"),
                          .reason = Reason::kValueInvalid,
                          .description = "is in the list before; name it once"});
  }
}

std::vector<Token> ParseTokens(const v1::QueryFiguresRequest& request,
                               std::vector<Violation>& violations) {
  std::vector<Token> tokens;
  for (int i = 0; i < request.tokens_size(); ++i) {
    absl::StatusOr<Token> token = Token::Parse(request.tokens(i));
    if (token.ok()) {
      tokens.push_back(*std::move(token));
    } else {
      violations.push_back({.row = -1,
                            .field = absl::StrCat("tokens[", i, "]"),
                            .reason = Reason::kValueInvalid,
                            .description = std::string(token.status().message())});
    }
  }
  return tokens;
}

/// Who counts when. Only FIXED names a day of its own.
void ParseAttribution(const v1::QueryFiguresRequest& request, Day today, FigureRequest& parsed,
                      std::vector<Violation>& violations) {
  const auto violate = [&violations](const char* field, Reason reason, std::string description) {
    violations.push_back(
        {.row = -1, .field = field, .reason = reason, .description = std::move(description)});
  };
  const v1::Attribution attribution = request.attribution();
  const std::string& day = request.fixed_day();
  switch (attribution) {
    case v1::ATTRIBUTION_UNSPECIFIED:
    case v1::ATTRIBUTION_AS_OF_PERIOD:
      break;
    case v1::ATTRIBUTION_CURRENT:
      parsed.members_on = today;
      break;
    case v1::ATTRIBUTION_FIXED:
      if (day.empty()) {
        violate("fixed_day", Reason::kFieldRequired, "is empty; FIXED needs a day, YYYY-MM-DD");
      } else if (const absl::StatusOr<Day> fixed = ParseDay(day); fixed.ok()) {
        parsed.members_on = *fixed;
      } else {
        violate("fixed_day", Reason::kValueInvalid, std::string(fixed.status().message()));
      }
      break;
    default:
      violate("attribution", Reason::kValueInvalid,
              absl::StrCat(static_cast<int>(attribution),
                           " is no attribution; write AS_OF_PERIOD, CURRENT or FIXED"));
  }
  if (!day.empty() && attribution != v1::ATTRIBUTION_FIXED) {
    violate("fixed_day", Reason::kFieldNotAllowed,
            "goes with the attribution FIXED alone; leave it out");
  }
  if (attribution != v1::ATTRIBUTION_UNSPECIFIED) parsed.attribution = attribution;
}

absl::Status CheckSizes(const v1::QueryFiguresRequest& request) {
  if (request.tokens_size() > kTokensMax) {
    return MakeError(Reason::kTooLarge, absl::StrCat("more than ", kTokensMax, " tokens"),
                     {{"limit", absl::StrCat(kTokensMax)}});
  }
  const auto count = [](int size) { return static_cast<size_t>(size); };
  // Each factor is below 2^24 in a message that arrives at all, but not their product.
  const size_t pairs = count(request.scopes_size()) * count(request.indicators_size());
  if (pairs > kAnswersMax || pairs * count(request.periods_size()) > kAnswersMax) {
    return MakeError(
        Reason::kTooLarge,
        absl::StrCat("scopes × indicators × periods are more than ", kAnswersMax, " figures"),
        {{"limit", absl::StrCat(kAnswersMax)}});
  }
  return absl::OkStatus();
}

/// A total or a count without filter, at whose coverage nobody has to be counted.
bool IsResident(const std::string& name, const Structure& structure) {
  const Indicator* indicator = structure.FindIndicator(name);
  if (indicator == nullptr) return true;
  if (const auto* total = std::get_if<TotalOf>(&indicator->definition)) {
    const Measure* measure = structure.FindMeasure(total->measure);
    return total->IsTotal() && total->filter.IsEmpty() && indicator->population.empty() &&
           (measure == nullptr || measure->filter.IsEmpty());
  }
  if (const auto* count = std::get_if<CountOf>(&indicator->definition))
    return count->filter.IsEmpty();
  return !std::holds_alternative<Expression>(indicator->definition);
}

void SetError(const absl::Status& status, v1::FigureAnswer& answer) {
  *answer.mutable_error() = ToRpcStatus(status);
}

/// What all answers would take if each were an error: what is asked is repeated in each.
size_t BytesOfErrors(const FigureRequest& request) {
  v1::FigureAnswer answer;
  size_t bytes = 0;
  for (const FigureRequest::Scope& scope : request.scopes) {
    answer.set_scope(scope.text);
    for (const std::string* indicator : request.indicators) {
      answer.set_indicator(*indicator);
      for (const FigureRequest::AskedPeriod& asked : request.periods) {
        answer.set_period(asked.text);
        bytes += answer.ByteSizeLong() + kErrorBytesMax;
      }
    }
  }
  return bytes;
}

void AnswerOne(const FigureRequest::Scope& scope, const std::string& indicator,
               const FigureRequest::AskedPeriod& asked, const FigureRequest& request,
               Reading& reading, v1::FigureAnswer& answer) {
  if (!scope.name.ok()) return SetError(scope.name.status(), answer);
  if (!asked.period.ok()) return SetError(asked.period.status(), answer);
  const absl::StatusOr<Figure> figure =
      reading.Answer({.scope = *scope.name,
                      .indicator = indicator,
                      .period = *asked.period,
                      .distinct = request.distinct,
                      .members_on = request.members_on,
                      .fill_from_statements = request.fill_from_statements});
  if (!figure.ok()) return SetError(figure.status(), answer);
  WriteFigure(*figure, *answer.mutable_figure());
}

}  // namespace

absl::StatusOr<FigureRequest> ParseFigureRequest(const v1::QueryFiguresRequest& request,
                                                 Day today) {
  if (absl::Status status = CheckSizes(request); !status.ok()) return status;
  std::vector<Violation> violations;
  RequireEntries(request.scopes_size(), "scopes", violations);
  RequireEntries(request.indicators_size(), "indicators", violations);
  RequireEntries(request.periods_size(), "periods", violations);
  FigureRequest parsed;
  parsed.tokens = ParseTokens(request, violations);
  ParseAttribution(request, today, parsed, violations);
  // With an empty list the others have no limit: they are looked at when nothing is wrong.
  if (violations.empty()) {
    RequireDistinct(request.scopes(), "scopes", violations);
    RequireDistinct(request.indicators(), "indicators", violations);
  }
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));

  parsed.distinct = request.distinct_subjects();
  parsed.fill_from_statements = request.fill_from_statements();
  parsed.scopes.reserve(static_cast<size_t>(request.scopes_size()));
  for (const std::string& text : request.scopes()) {
    absl::StatusOr<RecordName> name = RecordName::Parse(text);
    if (!name.ok())
      name =
          MakeError(Reason::kNameInvalid, std::string(name.status().message()), {{"name", text}});
    parsed.scopes.push_back({.text = text, .name = std::move(name)});
  }
  for (const std::string& text : request.indicators()) parsed.indicators.push_back(&text);
  for (const std::string& text : request.periods()) {
    absl::StatusOr<Period> period = Period::Parse(text);
    std::string spelling = period.ok() ? period->ToString() : text;
    if (!period.ok())
      period = MakeError(Reason::kValueInvalid, std::string(period.status().message()));
    parsed.periods.push_back({.text = std::move(spelling), .period = std::move(period)});
  }
  // Two spellings of one period are the same one.
  google::protobuf::RepeatedPtrField<std::string> spellings;
  for (const FigureRequest::AskedPeriod& asked : parsed.periods) *spellings.Add() = asked.text;
  RequireDistinct(spellings, "periods", violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  if (BytesOfErrors(parsed) > kResponseBytesMax) {
    return MakeError(Reason::kTooLarge, "names so long, repeated in each answer, fill no response",
                     {{"limit", absl::StrCat(kResponseBytesMax)}});
  }
  return parsed;
}

bool IsQuick(const FigureRequest& request, const Reading& reading) {
  if (request.distinct || request.members_on || request.fill_from_statements) return false;
  if (reading.IsBuilding()) return false;
  if (request.size() > kQuickReadsMax) return false;
  size_t reads = 0;
  for (const FigureRequest::Scope& scope : request.scopes) {
    if (!scope.name.ok()) continue;
    const RecordKind kind = scope.name->kind();
    if (kind != RecordKind::kDivision && kind != RecordKind::kCluster) return false;
    reads += (1 + reading.CountTouching(scope.text)) * request.indicators.size() *
             request.periods.size();
  }
  if (reads > kQuickReadsMax) return false;
  for (const std::string* indicator : request.indicators) {
    if (!IsResident(*indicator, reading.structure())) return false;
  }
  return true;
}

absl::Status AnswerFigures(const FigureRequest& request, Reading& reading,
                           absl::FunctionRef<absl::Status()> check, size_t bytes_max,
                           v1::QueryFiguresResponse& response) {
  response.mutable_answers()->Reserve(static_cast<int>(request.size()));
  // What errors in all places would be is set aside at first, and given back place by place.
  size_t reserved = BytesOfErrors(request);
  size_t written = 0;
  for (const FigureRequest::Scope& scope : request.scopes) {
    for (const std::string* indicator : request.indicators) {
      for (const FigureRequest::AskedPeriod& asked : request.periods) {
        if (absl::Status status = check(); !status.ok()) return status;
        v1::FigureAnswer& answer = *response.add_answers();
        answer.set_scope(scope.text);
        answer.set_indicator(*indicator);
        answer.set_period(asked.text);
        reserved -= answer.ByteSizeLong() + kErrorBytesMax;
        AnswerOne(scope, *indicator, asked, request, reading, answer);
        const size_t size = answer.ByteSizeLong() + kFramingBytes;
        if (written + size + reserved > bytes_max) {
          SetError(MakeError(Reason::kOverloaded,
                             "the answers before this one were all that fits in one response; ask "
                             "for fewer at once",
                             {{"limit", absl::StrCat(bytes_max)}}),
                   answer);
        }
        written += answer.ByteSizeLong() + kFramingBytes;
      }
    }
  }
  const Cut cut = reading.cut();
  for (const CutEntry& entry : cut.entries) {
    auto* out = response.add_cut();
    out->set_partition(entry.partition);
    out->set_revision(static_cast<int64_t>(entry.revision));
  }
  response.set_cut_digest(cut.digest.ToBytes());
  response.set_attribution(request.attribution);
  if (request.members_on) response.set_fixed_day(FormatDay(*request.members_on));
  return absl::OkStatus();
}

}  // namespace taizhang::aggregator
