#include "services/aggregator/rpc/figure_request.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "services/aggregator/rpc/figure_proto.h"

namespace taizhang::aggregator {
namespace {

/// Reads of a partition's cells for one call that may be done on gRPC's own threads, which health
/// checks share.
constexpr size_t kQuickReadsMax = 64;

void RequireEntries(int size, const char* field, std::vector<Violation>& violations) {
  if (size > 0) return;
  violations.push_back({.row = -1,
                        .field = field,
                        .reason = Reason::kFieldRequired,
                        .description = "is empty; name at least one"});
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
    return total->filter.IsEmpty() && indicator->population.empty();
  }
  if (const auto* count = std::get_if<CountOf>(&indicator->definition))
    return count->filter.IsEmpty();
  return true;
}

void SetError(const absl::Status& status, v1::FigureAnswer& answer) {
  *answer.mutable_error() = ToRpcStatus(status);
}

}  // namespace

absl::StatusOr<FigureRequest> ParseFigureRequest(const v1::QueryFiguresRequest& request) {
  if (absl::Status status = CheckSizes(request); !status.ok()) return status;
  std::vector<Violation> violations;
  RequireEntries(request.scopes_size(), "scopes", violations);
  RequireEntries(request.indicators_size(), "indicators", violations);
  RequireEntries(request.periods_size(), "periods", violations);
  FigureRequest parsed;
  parsed.tokens = ParseTokens(request, violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));

  parsed.distinct = request.distinct_subjects();
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
  return parsed;
}

bool IsQuick(const FigureRequest& request, const Reading& reading) {
  if (request.distinct || request.size() > kQuickReadsMax) return false;
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

void AnswerFigures(const FigureRequest& request, Reading& reading,
                   v1::QueryFiguresResponse& response) {
  response.mutable_answers()->Reserve(static_cast<int>(request.size()));
  for (const FigureRequest::Scope& scope : request.scopes) {
    for (const std::string* indicator : request.indicators) {
      std::optional<FigureQuery> query;
      if (scope.name.ok()) {
        query.emplace(FigureQuery{.scope = *scope.name,
                                  .indicator = *indicator,
                                  .period = {},
                                  .distinct = request.distinct});
      }
      for (const FigureRequest::AskedPeriod& asked : request.periods) {
        v1::FigureAnswer& answer = *response.add_answers();
        answer.set_scope(scope.text);
        answer.set_indicator(*indicator);
        answer.set_period(asked.text);
        if (!query.has_value()) {
          SetError(scope.name.status(), answer);
        } else if (!asked.period.ok()) {
          SetError(asked.period.status(), answer);
        } else {
          query->period = *asked.period;
          const absl::StatusOr<Figure> figure = reading.Answer(*query);
          if (figure.ok()) {
            WriteFigure(*figure, *answer.mutable_figure());
          } else {
            SetError(figure.status(), answer);
          }
        }
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
}

}  // namespace taizhang::aggregator
