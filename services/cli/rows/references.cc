#include "services/cli/rows/references.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/values/record_name.h"

namespace taizhang::cli {
namespace {

using taizhang::ledger::v1::Row;
using taizhang::type::v1::Expression;
using taizhang::type::v1::Record;

/// Every division whose code begins the code of `division`, itself left out.
void AddDivisionsAbove(const DivisionCode& division, std::vector<std::string>& names) {
  const std::string code = division.ToString();
  if (code == "CN") return;
  names.emplace_back("divisions/CN");
  for (const size_t size : {size_t{2}, size_t{4}, size_t{6}, size_t{9}}) {
    if (size < code.size()) names.push_back(absl::StrCat("divisions/", code.substr(0, size)));
  }
}

void AddImpliedByName(const std::string& text, std::vector<std::string>& names) {
  const absl::StatusOr<RecordName> name = RecordName::Parse(text);
  if (!name.ok() || name->kind() == RecordKind::kMeasure || name->kind() == RecordKind::kIndicator)
    return;
  AddDivisionsAbove(name->division(), names);
  if (name->kind() == RecordKind::kDivision) return;
  names.push_back(absl::StrCat("divisions/", name->division().ToString()));
  if (name->kind() == RecordKind::kVillage) {
    if (const absl::StatusOr<DivisionCode> code = DivisionCode::Parse(name->id()); code.ok()) {
      AddDivisionsAbove(*code, names);
    }
  }
}

void AddReferencesOf(const Expression& node, std::vector<std::string>& names);

void AddReferencesOf(const taizhang::type::v1::Operands& operands,
                     std::vector<std::string>& names) {
  for (const Expression& operand : operands.operands()) AddReferencesOf(operand, names);
}

void AddReferencesOf(const Expression& node, std::vector<std::string>& names) {
  switch (node.node_case()) {
    case Expression::kIndicator:
      names.push_back(node.indicator());
      break;
    case Expression::kTotal:
      names.push_back(node.total().measure());
      break;
    case Expression::kSum:
      AddReferencesOf(node.sum(), names);
      break;
    case Expression::kDifference:
      AddReferencesOf(node.difference(), names);
      break;
    case Expression::kProduct:
      AddReferencesOf(node.product(), names);
      break;
    case Expression::kQuotient:
      AddReferencesOf(node.quotient(), names);
      break;
    case Expression::kShift:
      AddReferencesOf(node.shift().operand(), names);
      break;
    case Expression::kWindow:
      AddReferencesOf(node.window().operand(), names);
      break;
    case Expression::kRatio:
      names.push_back(node.ratio().numerator().measure());
      names.push_back(node.ratio().denominator().measure());
      break;
    case Expression::kGrowth:
      AddReferencesOf(node.growth().operand(), names);
      break;
    case Expression::kShare:
      AddReferencesOf(node.share().operand(), names);
      if (!node.share().whole().empty()) names.push_back(node.share().whole());
      break;
    case Expression::kRank:
      AddReferencesOf(node.rank().operand(), names);
      break;
    case Expression::kCount:
    case Expression::kConstant:
    case Expression::NODE_NOT_SET:
      break;
  }
}

void AddReferencesOf(const Record& record, std::vector<std::string>& names) {
  AddImpliedByName(record.name(), names);
  for (const auto& placement : record.placements()) names.push_back(placement.place());
  for (const auto& membership : record.memberships()) names.push_back(membership.cluster());
  for (const std::string& owner : record.project().owners()) names.push_back(owner);
  for (const std::string& successor : record.division().successors()) names.push_back(successor);
  const auto& indicator = record.indicator();
  for (const std::string* name :
       {&indicator.total().measure(), &indicator.stated_by(), &indicator.population()}) {
    if (!name->empty()) names.push_back(*name);
  }
  AddReferencesOf(indicator.expression(), names);
}

absl::StatusOr<RecordName> ParseName(std::string_view field, const std::string& text) {
  absl::StatusOr<RecordName> name = RecordName::Parse(text);
  if (name.ok()) return name;
  return absl::InvalidArgumentError(
      absl::StrCat(absl::string_view(field.data(), field.size()), ": ", name.status().message()));
}

absl::StatusOr<RowIdentity> IdentityOfRecord(std::string_view field, const std::string& text,
                                             bool is_withdrawal) {
  const absl::StatusOr<RecordName> name = ParseName(field, text);
  if (!name.ok()) return name.status();
  return RowIdentity{.partition = name->RecordPartition(),
                     .key = text,
                     .is_record = true,
                     .is_withdrawal = is_withdrawal};
}

/// Of an Observation or an ObservationKey: they have the same key fields.
template <typename Key>
absl::StatusOr<RowIdentity> IdentityOfObservation(std::string_view field, const Key& key,
                                                  bool is_withdrawal) {
  const absl::StatusOr<RecordName> subject = ParseName(field, key.subject());
  if (!subject.ok()) return subject.status();
  std::string partition = subject->ObservationPartition();
  if (partition.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(absl::string_view(field.data(), field.size()),
                                                   ": ", key.subject(),
                                                   " is nothing that is observed"));
  }
  return RowIdentity{
      .partition = std::move(partition),
      .key = absl::StrJoin({key.subject(), key.measure(), key.period(), key.item(), key.source()},
                           " "),
      .is_record = false,
      .is_withdrawal = is_withdrawal};
}

}  // namespace

absl::StatusOr<RowIdentity> IdentityOf(const Row& row) {
  switch (row.change_case()) {
    case Row::kRecord:
      return IdentityOfRecord("record.name", row.record().name(), false);
    case Row::kWithdrawnRecord:
      return IdentityOfRecord("withdrawnRecord", row.withdrawn_record(), true);
    case Row::kObservation:
      return IdentityOfObservation("observation.subject", row.observation(), false);
    case Row::kWithdrawnObservation:
      return IdentityOfObservation("withdrawnObservation.subject", row.withdrawn_observation(),
                                   true);
    case Row::CHANGE_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("the row is empty: it needs a record or an observation");
}

std::vector<std::string> ReferencesOf(const Row& row) {
  std::vector<std::string> names;
  if (row.has_record()) {
    AddReferencesOf(row.record(), names);
  } else if (row.has_observation()) {
    names = {row.observation().subject(), row.observation().measure()};
  }
  return names;
}

std::vector<std::string> ReferencesOf(const Expression& expression) {
  std::vector<std::string> names;
  AddReferencesOf(expression, names);
  return names;
}

}  // namespace taizhang::cli
