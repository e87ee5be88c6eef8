#include "services/aggregator/rpc/combinations.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace taizhang::aggregator {
namespace {

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
void RequireDistinct(const Texts& names, const char* field, std::vector<Violation>& violations) {
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < names.size(); ++i) {
    if (seen.insert(names[i]).second) continue;
    violations.push_back({.row = -1,
                          .field = absl::StrCat(field, "[", i, "]"),
                          .reason = Reason::kValueInvalid,
                          .description = "is in the list before; name it once"});
  }
}

absl::Status CheckSizes(const CombinationFields& fields) {
  if (fields.tokens.size() > kTokensMax) {
    return MakeError(Reason::kTooLarge, absl::StrCat("more than ", kTokensMax, " tokens"),
                     {{"limit", absl::StrCat(kTokensMax)}});
  }
  const auto count = [](const Texts& texts) { return static_cast<size_t>(texts.size()); };
  // Each factor is below 2^24 in a message that arrives at all, but not their product.
  const size_t pairs = count(fields.scopes) * count(fields.names);
  if (pairs > kAnswersMax || pairs * count(fields.periods) > kAnswersMax) {
    return MakeError(Reason::kTooLarge,
                     absl::StrCat("scopes × ", fields.names_field, " × periods are more than ",
                                  kAnswersMax, " figures"),
                     {{"limit", absl::StrCat(kAnswersMax)}});
  }
  return absl::OkStatus();
}

/// What all answers would take if each were an error. All kinds of answers repeat the same.
size_t BytesOfErrors(const Combinations& asked) {
  v1::FigureAnswer answer;
  size_t bytes = 0;
  for (const AskedScope& scope : asked.scopes) {
    answer.set_scope(scope.text);
    for (const std::string* name : asked.names) {
      answer.set_indicator(*name);
      for (const AskedPeriod& period : asked.periods) {
        answer.set_period(period.text);
        bytes += answer.ByteSizeLong() + kErrorBytesMax;
      }
    }
  }
  return bytes;
}

}  // namespace

std::vector<Token> ParseTokens(const Texts& texts, std::vector<Violation>& violations) {
  std::vector<Token> tokens;
  for (int i = 0; i < texts.size(); ++i) {
    absl::StatusOr<Token> token = Token::Parse(texts[i]);
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

absl::StatusOr<RecordName> ParseScope(const std::string& text) {
  absl::StatusOr<RecordName> name = RecordName::Parse(text);
  if (name.ok()) return name;
  return MakeError(Reason::kNameInvalid, std::string(name.status().message()), {{"name", text}});
}

absl::StatusOr<Period> ParsePeriod(const std::string& text) {
  absl::StatusOr<Period> period = Period::Parse(text);
  if (period.ok()) return period;
  return MakeError(Reason::kValueInvalid, std::string(period.status().message()));
}

absl::StatusOr<Combinations> ParseCombinations(const CombinationFields& fields,
                                               std::vector<Violation> others) {
  if (absl::Status status = CheckSizes(fields); !status.ok()) return status;
  std::vector<Violation> violations;
  RequireEntries(fields.scopes.size(), "scopes", violations);
  RequireEntries(fields.names.size(), fields.names_field, violations);
  RequireEntries(fields.periods.size(), "periods", violations);
  Combinations asked;
  asked.tokens = ParseTokens(fields.tokens, violations);
  violations.insert(violations.end(), others.begin(), others.end());
  // With an empty list the others have no limit: they are looked at when nothing is wrong.
  if (violations.empty()) {
    RequireDistinct(fields.scopes, "scopes", violations);
    RequireDistinct(fields.names, fields.names_field, violations);
  }
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));

  asked.scopes.reserve(static_cast<size_t>(fields.scopes.size()));
  for (const std::string& text : fields.scopes) {
    asked.scopes.push_back({.text = text, .name = ParseScope(text)});
  }
  for (const std::string& text : fields.names) asked.names.push_back(&text);
  for (const std::string& text : fields.periods) {
    absl::StatusOr<Period> period = ParsePeriod(text);
    std::string spelling = period.ok() ? period->ToString() : text;
    asked.periods.push_back({.text = std::move(spelling), .period = std::move(period)});
  }
  // Two spellings of one period are the same one.
  Texts spellings;
  for (const AskedPeriod& period : asked.periods) *spellings.Add() = period.text;
  RequireDistinct(spellings, "periods", violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  if (BytesOfErrors(asked) > kResponseBytesMax) {
    return MakeError(Reason::kTooLarge, "names so long, repeated in each answer, fill no response",
                     {{"limit", absl::StrCat(kResponseBytesMax)}});
  }
  return asked;
}

ResponseRoom::ResponseRoom(const Combinations& asked, size_t bytes_max)
    : bytes_max_(bytes_max), reserved_(BytesOfErrors(asked)) {}

bool ResponseRoom::Fits(size_t asked_bytes, size_t bytes) {
  reserved_ -= asked_bytes + kErrorBytesMax;
  return written_ + bytes + kFramingBytes + reserved_ <= bytes_max_;
}

void ResponseRoom::Take(size_t bytes) { written_ += bytes + kFramingBytes; }

absl::Status ResponseRoom::Full() const {
  return MakeError(Reason::kOverloaded,
                   "the answers before this one were all that fits in one response; ask for fewer "
                   "at once",
                   {{"limit", absl::StrCat(bytes_max_)}});
}

}  // namespace taizhang::aggregator
