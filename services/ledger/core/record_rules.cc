#include "services/ledger/core/record_rules.h"

#include <bitset>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/values/credit_code.h"
#include "services/ledger/core/absl_view.h"
#include "services/ledger/core/date_rules.h"
#include "services/ledger/core/list_rules.h"
#include "services/ledger/core/place_rules.h"
#include "services/ledger/core/text_rules.h"

namespace taizhang::ledger {
namespace {

/// All that the rules of one record look at.
struct Check {
  const RecordRow& row;
  const Record& record;
  const KnownRecords& known;
  Violations& violations;

  void Add(std::string_view field, Reason reason, std::string_view description) const {
    violations.Add(row.origin, field, reason, description);
  }
  [[nodiscard]] bool unread(uint32_t part) const { return (row.unread & part) != 0; }
  /// Nobody looks at the entries of a list that is too long: it has one violation.
  [[nodiscard]] bool Limit(size_t size, size_t max, std::string_view field) const {
    if (size <= max) return true;
    Add(field, Reason::kTooLarge, absl::StrCat("has ", size, " entries; up to ", max, " are kept"));
    return false;
  }
};

bool IsSubject(RecordKind kind) {
  return kind == RecordKind::kVillage || kind == RecordKind::kEnterprise ||
         kind == RecordKind::kProject;
}

void CheckTexts(const Check& check) {
  const Origin& origin = check.row.origin;
  if (check.record.display_name.empty()) {
    check.Add("display_name", Reason::kFieldRequired, "write the name as its people write it");
  }
  CheckText(check.record.display_name, kDisplayNameBytesMax, origin, "display_name",
            check.violations);
  CheckText(check.record.english_name, kEnglishNameBytesMax, origin, "english_name",
            check.violations);
  CheckText(check.record.description, kDescriptionBytesMax, origin, "description",
            check.violations);
  if (!check.Limit(check.record.labels.size(), kLabelsMax, "labels")) return;
  for (const Label& label : check.record.labels) {
    const std::string field = absl::StrCat("labels[", label.key, "]");
    if (!IsId(label.key)) {
      check.Add(field, Reason::kValueInvalid,
                "a label's key is an id: lower-case letters, digits and hyphens, up to 63");
    }
    if (label.value.empty()) {
      check.Add(field, Reason::kFieldRequired, "write a value, or leave the label out");
    }
    CheckText(label.value, kLabelBytesMax, origin, field, check.violations);
  }
}

void CheckMemberships(const Check& check) {
  const auto& memberships = check.record.memberships;
  const RecordKind kind = check.row.name.kind();
  if (!IsSubject(kind) && kind != RecordKind::kCluster) {
    if (!memberships.empty()) {
      check.Add("memberships", Reason::kFieldNotAllowed,
                absl::StrCat("a ", View(KindName(kind)), " belongs to no cluster"));
    }
    return;
  }
  // Longer lists are refused below.
  const size_t looked_at = memberships.size() <= kMembershipsMax ? memberships.size() : 0;
  for (size_t i = 0; i < looked_at; ++i) {
    CheckReference(memberships[i].cluster, RecordKind::kCluster, check.known, check.row.origin,
                   absl::StrCat("memberships[", i, "].cluster"), check.violations);
  }
  CheckMembershipList(check.row, check.violations);
}

void CheckActive(const Check& check) {
  if (check.unread(kUnreadActive)) return;
  CheckRange(check.record.active, check.row.origin, "active", check.violations);
  if (!IsSubject(check.row.name.kind()) && check.record.active != DayRange{}) {
    check.Add("active", Reason::kFieldNotAllowed,
              "only villages, enterprises and projects are active for a time");
  }
}

void CheckEnterprise(const Check& check, const Enterprise& enterprise) {
  if (!enterprise.credit_code.empty()) {
    if (const absl::Status status = CheckCreditCode(enterprise.credit_code); !status.ok()) {
      check.Add("enterprise.credit_code", Reason::kValueInvalid, std::string(status.message()));
    }
  }
  if (!enterprise.industry.empty() && !IsIndustry(enterprise.industry)) {
    check.Add("enterprise.industry", Reason::kValueInvalid,
              "an industry is a letter from A to T and up to four digits, by GB/T 4754: C1311");
  }
}

void CheckStages(const Check& check, const Project& project) {
  if (!check.Limit(project.stages.size(), kStagesMax, "project.stages")) return;
  std::vector<DatedEntry> entries;
  for (size_t i = 0; i < project.stages.size(); ++i) {
    const StageSpan& span = project.stages[i];
    const std::string entry = absl::StrCat("project.stages[", i, "]");
    if (span.stage == Stage::kUnspecified) {
      check.Add(entry + ".stage", Reason::kFieldRequired, "say which stage it is");
    }
    if (check.unread(kUnreadStages)) continue;
    CheckRange(span.when, check.row.origin, entry + ".when", check.violations);
    entries.push_back({.when = span.when, .position = i});
  }
  if (!check.unread(kUnreadStages)) {
    CheckNoOverlap(std::move(entries), check.row.origin, "project.stages", check.violations);
  }
}

void CheckOwners(const Check& check, const Project& project) {
  if (!check.Limit(project.owners.size(), kOwnersMax, "project.owners")) return;
  absl::flat_hash_set<std::string_view> seen;
  for (size_t i = 0; i < project.owners.size(); ++i) {
    const std::string field = absl::StrCat("project.owners[", i, "]");
    CheckReference(project.owners[i], RecordKind::kEnterprise, check.known, check.row.origin, field,
                   check.violations);
    if (!seen.insert(project.owners[i]).second) {
      check.Add(field, Reason::kValueInvalid, "stands in the list already; name each owner once");
    }
  }
}

void CheckCluster(const Check& check, const Cluster& cluster) {
  if (cluster.kind == ClusterKind::kUnspecified) {
    check.Add("cluster.kind", Reason::kFieldRequired,
              "say whether it is an industry cluster, a brand, a chain or a park");
  }
  std::bitset<kSeatsMax> seen;
  if (!check.Limit(cluster.seats.size(), kSeatsMax, "cluster.seats")) return;
  for (size_t i = 0; i < cluster.seats.size(); ++i) {
    const std::string field = absl::StrCat("cluster.seats[", i, "].origin");
    const auto origin = static_cast<size_t>(cluster.seats[i].origin);
    if (origin == 0) {
      check.Add(field, Reason::kFieldRequired, "say where these members come from");
    } else if (seen[origin]) {
      check.Add(field, Reason::kValueInvalid, "stands in the list already; name each origin once");
    }
    seen[origin] = true;
  }
}

void CheckDivision(const Check& check, const Division& division) {
  if (!check.Limit(division.successors.size(), kSuccessorsMax, "division.successors")) return;
  absl::flat_hash_set<std::string_view> seen;
  for (size_t i = 0; i < division.successors.size(); ++i) {
    const std::string& successor = division.successors[i];
    const std::string field = absl::StrCat("division.successors[", i, "]");
    CheckReference(successor, RecordKind::kDivision, check.known, check.row.origin, field,
                   check.violations);
    if (successor == check.row.name.text()) {
      check.Add(field, Reason::kValueInvalid,
                "no division takes over from itself; name those that did");
    } else if (!seen.insert(successor).second) {
      check.Add(field, Reason::kValueInvalid, "stands in the list already; name each one once");
    }
  }
}

void CheckDetails(const Check& check) {
  const RecordKind kind = check.row.name.kind();
  if (KindOf(check.record) != kind) {
    const bool none = check.record.details.index() == 0;
    check.Add(KindName(none ? kind : KindOf(check.record)),
              none ? Reason::kFieldRequired : Reason::kFieldNotAllowed,
              absl::StrCat("the name is a ", View(KindName(kind)), "'s: set `",
                           View(KindName(kind)), "`, even where nothing in it is recorded"));
    return;
  }
  if (const auto* enterprise = std::get_if<Enterprise>(&check.record.details)) {
    CheckEnterprise(check, *enterprise);
  } else if (const auto* project = std::get_if<Project>(&check.record.details)) {
    CheckStages(check, *project);
    CheckOwners(check, *project);
  } else if (const auto* cluster = std::get_if<Cluster>(&check.record.details)) {
    CheckCluster(check, *cluster);
  } else if (const auto* division = std::get_if<Division>(&check.record.details)) {
    CheckDivision(check, *division);
  } else if (const auto* measure = std::get_if<Measure>(&check.record.details)) {
    CheckMeasure(check.row, *measure, check.violations);
  } else if (const auto* indicator = std::get_if<Indicator>(&check.record.details)) {
    CheckIndicator(check.row, *indicator, check.known, check.violations);
  }
}

/// A home that is no known division would leave the record in no place at all.
void CheckHome(const Check& check) {
  const RecordName& name = check.row.name;
  if (!IsSubject(name.kind()) && name.kind() != RecordKind::kCluster) return;
  if (check.known.HasDivision(name.division())) return;
  check.Add(
      "name", Reason::kReferenceUnknown,
      absl::StrCat("its home ", DivisionName(name.division()), " is not known; write it first"));
}

}  // namespace

const Record* CheckReference(std::string_view name, RecordKind kind, const KnownRecords& known,
                             const Origin& origin, std::string_view field, Violations& violations) {
  if (name.empty()) {
    violations.Add(origin, field, Reason::kFieldRequired,
                   absl::StrCat("name a ", View(KindName(kind))));
    return nullptr;
  }
  const absl::StatusOr<RecordName> parsed = RecordName::Parse(name);
  if (!parsed.ok()) {
    violations.Add(origin, field, Reason::kNameInvalid, std::string(parsed.status().message()));
    return nullptr;
  }
  if (parsed->kind() != kind) {
    violations.Add(origin, field, Reason::kNameInvalid,
                   absl::StrCat(View(name), " is a ", View(KindName(parsed->kind())), "; name a ",
                                View(KindName(kind))));
    return nullptr;
  }
  if (!known.CanKnow(*parsed)) return nullptr;
  const Record* record = known.Find(*parsed);
  if (record == nullptr) {
    violations.Add(origin, field, Reason::kReferenceUnknown,
                   absl::StrCat(View(name), " is not known; write it first"));
  }
  return record;
}

void CheckRecord(const RecordRow& row, const KnownRecords& known, Violations& violations) {
  const Check check{.row = row, .record = *row.record, .known = known, .violations = violations};
  CheckHome(check);
  CheckTexts(check);
  CheckPlacements(row, known, violations);
  CheckMemberships(check);
  CheckActive(check);
  CheckDetails(check);
}

}  // namespace taizhang::ledger
