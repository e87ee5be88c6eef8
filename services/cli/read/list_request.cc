#include "services/cli/read/list_request.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/values/division_code.h"
#include "common/values/record_name.h"
#include "services/cli/show/record_words.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;
namespace type_v1 = taizhang::type::v1;

constexpr std::string_view kObservation = "observation";

struct KindWord {
  std::string_view word;
  type_v1::RecordKind kind;
  bool in_structure;
};
constexpr auto kKinds = std::to_array<KindWord>({
    {"village", type_v1::RECORD_KIND_VILLAGE, false},
    {"enterprise", type_v1::RECORD_KIND_ENTERPRISE, false},
    {"project", type_v1::RECORD_KIND_PROJECT, false},
    {"cluster", type_v1::RECORD_KIND_CLUSTER, true},
    {"division", type_v1::RECORD_KIND_DIVISION, true},
    {"measure", type_v1::RECORD_KIND_MEASURE, true},
    {"indicator", type_v1::RECORD_KIND_INDICATOR, true},
});

absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

/// Every word of --kind, singular; "villages" is as good.
std::vector<std::string> KindWordsOf(const ListChoice& choice) {
  std::vector<std::string> words;
  for (const std::string& kinds : choice.kinds) {
    for (const absl::string_view word : absl::StrSplit(kinds, ',', absl::SkipWhitespace())) {
      words.emplace_back(word);
      if (words.back().size() > 1 && words.back().back() == 's') words.back().pop_back();
    }
  }
  return words;
}

absl::StatusOr<std::vector<KindWord>> KindsOf(const ListChoice& choice) {
  std::vector<KindWord> kinds;
  for (const std::string& word : KindWordsOf(choice)) {
    const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](const KindWord& kind) { return kind.word == word; });
    if (found == kKinds.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--kind ", word, " is none of village, enterprise, project, cluster, division, measure, ",
          "indicator and observation (observations are listed by themselves)"));
    }
    if (!kinds.empty() && kinds.front().in_structure != found->in_structure) {
      return absl::InvalidArgumentError(
          absl::StrCat("--kind: ", Absl(kinds.front().word), "s and ", Absl(found->word),
                       "s lie in different partitions: list them one after the other"));
    }
    kinds.push_back(*found);
  }
  return kinds;
}

/// Where to look, and what the place itself says of what is sought.
struct Target {
  std::string partition;
  std::string name;  ///< the record that was named; empty for a whole partition
  std::optional<RecordKind> kind;
};

absl::StatusOr<Target> TargetOf(const std::string& where) {
  if (where == kStructurePartition) return Target{.partition = where, .name = "", .kind = {}};
  const absl::StatusOr<RecordName> name = RecordName::Parse(FullName(where));
  if (!name.ok() || name->ObservationPartition().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", where,
                     "\" is neither structure nor a division's code (440783) or name, nor the name "
                     "of a village, enterprise, project or cluster"));
  }
  return Target{
      .partition = name->ObservationPartition(), .name = name->text(), .kind = name->kind()};
}

/// The partition of what was said, and where nothing was: of the first of `others` that is set.
absl::StatusOr<Target> FindTarget(const ListChoice& choice,
                                  const std::vector<std::string>& others) {
  if (choice.where.size() > 1)
    return absl::InvalidArgumentError("one partition or place at a time");
  if (!choice.where.empty()) return TargetOf(choice.where.front());
  for (const std::string& other : others) {
    if (other.empty()) continue;
    absl::StatusOr<Target> target = TargetOf(other);
    if (target.ok()) target->name.clear();
    return target;
  }
  return absl::InvalidArgumentError(
      "say where: structure, a division (440783), or a place or cluster in one");
}

absl::Status Put(const std::string& value, std::string_view flag, std::string& field) {
  if (!field.empty() && field != value) {
    return absl::InvalidArgumentError(absl::StrCat(value, " and --", Absl(flag), " ", field,
                                                   " are two of a kind: leave one of them out"));
  }
  field = value;
  return absl::OkStatus();
}

absl::Status PutLabels(const std::vector<std::string>& labels, v1::ListRecordsRequest& request) {
  for (const std::string& label : labels) {
    const size_t equals = label.find('=');
    if (equals == std::string::npos || equals == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("--label ", label, " should be a key and its value: supported=yes"));
    }
    (*request.mutable_labels())[label.substr(0, equals)] = label.substr(equals + 1);
  }
  return absl::OkStatus();
}

/// What a place that was named by itself asks for.
absl::Status PutName(const Target& target, v1::ListRecordsRequest& request) {
  if (!target.kind.has_value() || target.name.empty()) return absl::OkStatus();
  switch (*target.kind) {
    case RecordKind::kCluster:
      return Put(target.name, "cluster", *request.mutable_cluster());
    case RecordKind::kDivision: {
      const bool whole = target.name == absl::StrCat("divisions/", target.partition);
      const bool structure = request.partition() == kStructurePartition;
      if (whole && (!structure || !request.scope().empty())) return absl::OkStatus();
      return Put(target.name, "scope", *request.mutable_scope());
    }
    case RecordKind::kVillage:
      return Put(target.name, "scope", *request.mutable_scope());
    default:
      return absl::InvalidArgumentError(
          absl::StrCat(target.name, " is one record: taizhang get prints it, and --observations ",
                       "lists what is observed of it"));
  }
}

absl::Status RefuseObservationFlags(const ListChoice& choice) {
  if (choice.subject.empty() && choice.measures.empty() && choice.period.empty())
    return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--subject, --measure and --period are for observations: add --observations");
}

absl::Status RefuseRecordFlags(const ListChoice& choice) {
  if (choice.scope.empty() && choice.cluster.empty() && choice.day.empty() &&
      choice.labels.empty() && choice.prefix.empty())
    return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--scope, --cluster, --day, --label and --prefix are for records; observations are listed by "
      "--subject, --measure and --period");
}

}  // namespace

bool WantsObservations(const ListChoice& choice) {
  const std::vector<std::string> words = KindWordsOf(choice);
  return choice.observations || (words.size() == 1 && words.front() == kObservation);
}

absl::StatusOr<v1::ListRecordsRequest> RecordsRequestOf(const ListChoice& choice) {
  if (absl::Status status = RefuseObservationFlags(choice); !status.ok()) return status;
  const absl::StatusOr<std::vector<KindWord>> kinds = KindsOf(choice);
  if (!kinds.ok()) return kinds.status();
  const bool of_structure = !kinds->empty() && kinds->front().in_structure;
  const absl::StatusOr<Target> target =
      FindTarget(choice, {choice.scope, choice.cluster, of_structure ? "structure" : ""});
  if (!target.ok()) return target.status();
  if (target->partition == kStructurePartition && !kinds->empty() && !of_structure) {
    return absl::InvalidArgumentError(absl::StrCat(Absl(kinds->front().word),
                                                   "s lie in their home division: taizhang list ",
                                                   "440783 --kind ", Absl(kinds->front().word)));
  }
  v1::ListRecordsRequest request;
  request.set_partition(of_structure ? std::string(kStructurePartition) : target->partition);
  for (const KindWord& kind : *kinds) request.add_kinds(kind.kind);
  if (!choice.scope.empty()) request.set_scope(FullName(choice.scope));
  request.set_cluster(choice.cluster);
  if (absl::Status status = PutName(*target, request); !status.ok()) return status;
  request.set_day(choice.day);
  if (absl::Status status = PutLabels(choice.labels, request); !status.ok()) return status;
  request.set_text_prefix(choice.prefix);
  request.set_revision(choice.revision);
  return request;
}

absl::StatusOr<v1::ListObservationsRequest> ObservationsRequestOf(const ListChoice& choice) {
  if (absl::Status status = RefuseRecordFlags(choice); !status.ok()) return status;
  const absl::StatusOr<Target> target = FindTarget(choice, {choice.subject});
  if (!target.ok()) return target.status();
  if (target->partition == kStructurePartition) {
    return absl::InvalidArgumentError(
        "structure has no observations: they lie with their subjects (440783)");
  }
  v1::ListObservationsRequest request;
  request.set_partition(target->partition);
  if (!choice.subject.empty()) request.set_subject(FullName(choice.subject));
  const bool whole_partition = target->name == absl::StrCat("divisions/", target->partition);
  if (!target->name.empty() && !whole_partition) {
    if (absl::Status status = Put(target->name, "subject", *request.mutable_subject());
        !status.ok())
      return status;
  }
  for (const std::string& measures : choice.measures) {
    for (const absl::string_view measure : absl::StrSplit(measures, ',', absl::SkipWhitespace()))
      request.add_measures(WithCollection("measures", std::string(measure)));
  }
  request.set_period(choice.period);
  request.set_revision(choice.revision);
  return request;
}

}  // namespace taizhang::cli
