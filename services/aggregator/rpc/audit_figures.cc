#include "services/aggregator/rpc/audit_figures.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"
#include "common/values/record_name.h"

namespace taizhang::aggregator {
namespace {

constexpr int kCellsDefault = 1'000;

Violation Invalid(std::string field, std::string description) {
  return {.row = -1,
          .field = std::move(field),
          .reason = Reason::kValueInvalid,
          .description = std::move(description)};
}

absl::Status Validate(const v1::AuditFiguresRequest& request) {
  std::vector<Violation> violations;
  if (request.scopes_size() > kAuditScopesMax) {
    violations.push_back(Invalid("scopes", absl::StrCat("has ", request.scopes_size(),
                                                        " names; at most ", kAuditScopesMax)));
  }
  for (int i = 0; i < request.scopes_size(); ++i) {
    const auto name = RecordName::Parse(request.scopes(i));
    const bool has_cells = name.ok() && (name->kind() == RecordKind::kDivision ||
                                         name->kind() == RecordKind::kCluster);
    if (has_cells) continue;
    violations.push_back(Invalid(absl::StrCat("scopes[", i, "]"),
                                 "must be the name of a division or a cluster: the figures of "
                                 "others are evaluated anyway"));
  }
  if (request.cells() < 0 || request.cells() > kAuditCellsMax) {
    violations.push_back(
        Invalid("cells", absl::StrCat("must be 1 to ", kAuditCellsMax, "; 0: ", kCellsDefault)));
  }
  return violations.empty() ? absl::OkStatus() : MakeInvalidRequest(std::move(violations));
}

void Write(const CellMismatch& mismatch, v1::CellMismatch& out) {
  out.set_partition(mismatch.partition);
  out.set_revision(static_cast<int64_t>(mismatch.revision));
  out.set_scope(mismatch.scope);
  out.set_measure(mismatch.measure);
  out.set_period(mismatch.period.ToString());
  out.set_differences(mismatch.differences);
}

}  // namespace

absl::Status AuditFigures(CellAuditor& auditor, const v1::AuditFiguresRequest& request,
                          uint64_t seed, absl::FunctionRef<absl::Status()> check,
                          v1::AuditFiguresResponse& response) {
  if (absl::Status status = Validate(request); !status.ok()) return status;
  const uint64_t taken = request.seed() != 0 ? request.seed() : seed;
  const int32_t cells = request.cells() == 0 ? kCellsDefault : request.cells();
  const absl::StatusOr<AuditChoice> choice = auditor.Choose(
      request.partition_prefix(), {request.scopes().begin(), request.scopes().end()});
  if (!choice.ok()) return choice.status();
  std::mt19937_64 random(taken);
  const auto draw = [&random](uint64_t bound) { return random() % bound; };
  int32_t compared = 0;
  int64_t mismatched = 0;
  for (int32_t cell = 0; cell < cells; ++cell) {
    if (absl::Status status = check(); !status.ok()) return status;
    const absl::StatusOr<CellAuditor::Result> result = auditor.One(*choice, draw);
    if (!result.ok()) return result.status();
    if (result->outcome == CellAuditor::Outcome::kNothingPicked) continue;
    ++compared;
    if (!result->mismatch) continue;
    ++mismatched;
    if (response.mismatches_size() < kAuditMismatchesMax)
      Write(*result->mismatch, *response.add_mismatches());
  }
  response.set_compared(compared);
  response.set_mismatched(static_cast<int32_t>(mismatched));
  response.set_seed(taken);
  return absl::OkStatus();
}

}  // namespace taizhang::aggregator
