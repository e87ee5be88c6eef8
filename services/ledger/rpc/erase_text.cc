#include "services/ledger/rpc/erase_text.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/values/text.h"
#include "services/ledger/rpc/format_write.h"
#include "services/ledger/rpc/paging.h"
#include "services/ledger/rpc/parse_request.h"

namespace taizhang::ledger {
namespace {

constexpr size_t kTextBytesMax = 4'000;  ///< the longest text that a record can have

/// Other than in what is written, any character is allowed: rules were weaker once.
void CheckText(const std::string& text, std::vector<Violation>& violations) {
  if (text.empty()) {
    violations.push_back(
        WrongField("text", Reason::kFieldRequired, "give the whole text that is to be erased"));
  } else if (text.size() > kTextBytesMax) {
    violations.push_back(WrongField(
        "text", Reason::kTextInvalid,
        absl::StrCat("has ", text.size(), " bytes; no text has more than ", kTextBytesMax)));
  }
}

absl::StatusOr<EraseRequest> ParseEraseRequest(const v1::EraseTextRequest& request) {
  std::vector<Violation> violations;
  ParsePartition(request.partition(), violations);
  CheckText(request.text(), violations);
  CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return MakeInvalidRequest(std::move(violations));
  EraseRequest parsed{.partition = request.partition(),
                      .spellings = {request.text()},
                      .request_id = request.request_id(),
                      .principal = {},
                      .validate_only = request.validate_only()};
  // What was written lately is normalised; what is older may stand as it was given.
  if (std::string normalized = NormalizedText(request.text()); normalized != request.text())
    parsed.spellings.push_back(std::move(normalized));
  return parsed;
}

void FormatErased(const v1::EraseTextRequest& request, const Erased& erased,
                  v1::EraseTextResponse& out) {
  if (!request.validate_only()) {
    out.set_token(TokenOf(request.partition(), erased.revision, erased.hash));
    out.set_revision(static_cast<int64_t>(erased.revision));
  }
  out.set_texts(static_cast<int32_t>(erased.erasure.texts));
  out.set_uses_total(static_cast<int64_t>(erased.erasure.uses_total));
  out.set_standing(erased.standing);
  for (const TextUse& use : erased.erasure.uses) {
    v1::TextUse& added = *out.add_uses();
    added.set_name(use.name);
    added.set_field(use.field);
    added.set_revision(static_cast<int64_t>(use.revision));
    added.set_standing(use.standing);
  }
}

}  // namespace

void EraseTextInto(Ledger& ledger, const v1::EraseTextRequest& request,
                   const std::string& principal, v1::EraseTextResponse& response,
                   std::function<void(const absl::Status&)> finish) {
  absl::StatusOr<EraseRequest> parsed = ParseEraseRequest(request);
  if (!parsed.ok()) return finish(parsed.status());
  parsed->principal = principal;
  ledger.Erase(*std::move(parsed), [&request, &response, finish = std::move(finish)](
                                       const absl::StatusOr<Erased>& erased) {
    if (erased.ok()) FormatErased(request, *erased, response);
    finish(erased.status());
  });
}

}  // namespace taizhang::ledger
