#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "common/values/period.h"
#include "common/values/record_name.h"
#include "common/values/token.h"
#include "google/protobuf/repeated_field.h"
#include "services/aggregator/view/cut.h"
#include "taizhang/aggregator/v1/aggregator_service.pb.h"

namespace taizhang::aggregator {

inline constexpr size_t kAnswersMax = 10'000;
inline constexpr int kTokensMax = 64;
/// Of a response. Answers are small; what is asked is repeated in each.
inline constexpr size_t kResponseBytesMax = size_t{64} << 20;

using Texts = google::protobuf::RepeatedPtrField<std::string>;

struct AskedScope {
  const std::string& text;
  absl::StatusOr<RecordName> name;
};
struct AskedPeriod {
  std::string text;  ///< in its shortest spelling
  absl::StatusOr<Period> period;
};

/// What a request asks that has an answer for each scope × name × period, scopes outermost. Borrows
/// from the request. What is wrong with a single scope or period is kept in its place: it spoils
/// its own combinations only (R9).
struct Combinations {
  std::vector<AskedScope> scopes;
  std::vector<const std::string*> names;  ///< of indicators or measures
  std::vector<AskedPeriod> periods;
  std::vector<Token> tokens;

  [[nodiscard]] size_t size() const { return scopes.size() * names.size() * periods.size(); }
};

/// The request's fields.
struct CombinationFields {
  const Texts& scopes;
  const char* names_field;  ///< "indicators"
  const Texts& names;
  const Texts& periods;
  const Texts& tokens;
};

/// INVALID_REQUEST with the violations of empty lists, of what is named twice in one and of tokens
/// that cannot be read, behind them `others`, those of the request's other fields; TOO_LARGE.
absl::StatusOr<Combinations> ParseCombinations(const CombinationFields& fields,
                                               std::vector<Violation> others);

/// Adds a violation for each token that cannot be read, or for their number.
std::vector<Token> ParseTokens(const Texts& texts, std::vector<Violation>& violations);
/// NAME_INVALID, VALUE_INVALID.
absl::StatusOr<RecordName> ParseScope(const std::string& text);
absl::StatusOr<Period> ParsePeriod(const std::string& text);

/// How much of a response is left for answers. What errors in all places would take is set aside at
/// first, and given back place by place.
class ResponseRoom {
 public:
  /// `bytes_max`: at least what errors alone would be.
  ResponseRoom(const Combinations& asked, size_t bytes_max);

  /// The next answer, of `asked_bytes` without what it answers, takes `bytes`; false where there is
  /// only room for an error.
  bool Fits(size_t asked_bytes, size_t bytes);
  void Take(size_t bytes);
  [[nodiscard]] absl::Status Full() const;

 private:
  size_t bytes_max_;
  size_t reserved_;
  size_t written_ = 0;
};

/// Answers every combination; once the room is used up, with OVERLOADED. `set_name` says whose
/// answer it is, `answer_one` writes it, or returns its error. `check` is asked between answers;
/// anything but OK ends it, and is returned.
template <typename Answer>
absl::Status AnswerCombinations(
    const Combinations& asked, size_t bytes_max, absl::FunctionRef<absl::Status()> check,
    absl::FunctionRef<void(const std::string& name, Answer&)> set_name,
    absl::FunctionRef<absl::Status(const RecordName&, const std::string&, const Period&, Answer&)>
        answer_one,
    google::protobuf::RepeatedPtrField<Answer>& answers) {
  answers.Reserve(static_cast<int>(asked.size()));
  ResponseRoom room(asked, bytes_max);
  for (const AskedScope& scope : asked.scopes) {
    for (const std::string* name : asked.names) {
      for (const AskedPeriod& period : asked.periods) {
        if (absl::Status status = check(); !status.ok()) return status;
        Answer& answer = *answers.Add();
        answer.set_scope(scope.text);
        set_name(*name, answer);
        answer.set_period(period.text);
        const size_t asked_bytes = answer.ByteSizeLong();
        absl::Status status = scope.name.ok() ? period.period.status() : scope.name.status();
        if (status.ok()) status = answer_one(*scope.name, *name, *period.period, answer);
        if (!status.ok()) *answer.mutable_error() = ToRpcStatus(status);
        if (!room.Fits(asked_bytes, answer.ByteSizeLong())) {
          *answer.mutable_error() = ToRpcStatus(room.Full());
        }
        room.Take(answer.ByteSizeLong());
      }
    }
  }
  return absl::OkStatus();
}

template <typename Response>
void WriteCut(const Cut& cut, Response& response) {
  for (const CutEntry& entry : cut.entries) {
    auto* out = response.add_cut();
    out->set_partition(entry.partition);
    out->set_revision(static_cast<int64_t>(entry.revision));
  }
  response.set_cut_digest(cut.digest.ToBytes());
}

}  // namespace taizhang::aggregator
