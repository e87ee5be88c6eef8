#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/config/flags.h"
#include "common/log/block_codec.h"
#include "common/log/block_text.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "common/values/record_name.h"
#include "services/ledger/log_check.h"
#include "services/ledger/rpc/commit_text.h"
#include "services/ledger/subcommands.h"

namespace taizhang::ledger {
namespace {

/// What is asked for.
struct DumpRequest {
  std::string data_dir = "taizhang-data";
  bool raw = false;
  std::string partition;
  uint64_t revision = 0;
};

absl::Status ReadArguments(const std::vector<std::string>& arguments, DumpRequest& request) {
  if (arguments.size() != 2)
    return absl::InvalidArgumentError("give a partition and a revision: dump-block 440783 3");
  request.partition = arguments[0];
  if (!IsPartition(request.partition))
    return absl::InvalidArgumentError(request.partition + " is neither structure nor a division");
  if (!absl::SimpleAtoi(arguments[1], &request.revision) || request.revision == 0)
    return absl::InvalidArgumentError(arguments[1] + " is no revision: a number from 1");
  return absl::OkStatus();
}

absl::StatusOr<StoredBlock> ReadBlock(SqliteInspector& store, const DumpRequest& request) {
  absl::StatusOr<std::vector<StoredBlock>> blocks =
      store.Read(request.partition, request.revision - 1, 1);
  if (!blocks.ok()) return blocks.status();
  if (blocks->empty() || blocks->front().revision != request.revision) {
    return absl::NotFoundError(
        absl::StrCat("there is no block ", request.revision, " of ", request.partition));
  }
  return std::move(blocks->front());
}

std::string Quoted(std::string_view text) {
  return absl::StrCat("\"", EscapeText(text, true), "\"");
}

void PrintNames(const char* title, const std::vector<std::string>& names, Ordinal first,
                std::ostream& out) {
  if (names.empty()) return;
  out << title << '\n';
  for (const std::string& name : names) out << "  " << first++ << "  " << name << '\n';
}

void PrintHeader(const StoredBlock& block, const Hash& previous, const BlockContent& content,
                 std::ostream& out) {
  out << block.partition << " revision " << block.revision << '\n'
      << "  committed           "
      << absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::FromUnixMicros(content.commit_time_us),
                          absl::UTCTimeZone())
      << "\n  hash                " << ToHex(block.hash) << "\n  previous hash       "
      << ToHex(previous) << "\n  structure revision  " << content.structure_revision
      << "\n  stored bytes        header " << block.header.size() << ", body " << block.body.size()
      << " (" << block.body_bytes << " before compression), texts " << block.texts.size() << '\n';
}

void PrintEntries(const BlockContent& content, const Facts& before, std::ostream& out) {
  const Dictionaries& known = before.dictionaries();
  PrintNames("new subjects", content.new_subjects, known.subjects.end(), out);
  PrintNames("new measures", content.new_measures, known.measures.end(), out);
  PrintNames("new items and sources", content.new_ids, known.ids.end(), out);
  if (!content.new_texts.empty()) out << "new texts\n";
  Ordinal text = known.texts.end();
  for (const TextEntry& entry : content.new_texts)
    out << "  " << text++ << "  " << (entry.erased ? "(erased)" : Quoted(entry.text)) << '\n';
  if (!content.erased_texts.empty()) out << "erased texts\n";
  for (const Ordinal erased : content.erased_texts)
    out << "  " << erased << "  of revision " << before.OriginOfText(erased).revision << '\n';
}

/// The last definition of each measure, as the log of "structure" has it.
absl::Status FindMeasures(SqliteInspector& store, NamedCommit& commit) {
  const absl::StatusOr<LogPrefix> structure =
      FoldThrough(store, std::string(kStructurePartition), commit.content.structure_revision);
  if (!structure.ok()) return structure.status();
  for (auto& [ordinal, measure] : commit.measures) {
    const std::optional<Ordinal> subject = structure->facts->FindSubject(measure.name.text());
    if (subject) {
      for (const RecordVersion& version : structure->facts->RecordVersions(*subject)) {
        if (version.record != nullptr) measure.record = version.record;
      }
    }
    if (measure.record == nullptr || !std::holds_alternative<Measure>(measure.record->details)) {
      return absl::DataLossError(absl::StrCat(
          "structure revision ", commit.content.structure_revision, " has no ", measure.name.text(),
          structure->damage.empty() ? "" : ", being damaged before: ", structure->damage));
    }
  }
  return absl::OkStatus();
}

/// Nothing where the block does not hold, or what stands before it: why is said in `doubt`.
absl::Status PrintReadable(SqliteInspector& store, const StoredBlock& block, std::string& doubt,
                           std::ostream& out) {
  absl::StatusOr<LogPrefix> before = FoldThrough(store, block.partition, block.revision - 1);
  if (!before.ok()) return before.status();
  if (!before->damage.empty()) {
    doubt = absl::StrCat("the log is damaged before, at revision ", before->facts->revision() + 1,
                         ": ", before->damage);
    return absl::OkStatus();
  }
  absl::StatusOr<BlockContent> content =
      DecodeBlock(block, before->hash, before->facts->dictionaries());
  if (!content.ok()) {
    doubt = std::string(content.status().message());
    return absl::OkStatus();
  }
  PrintHeader(block, before->hash, *content, out);
  PrintEntries(*content, *before->facts, out);
  if (const absl::Status applied = before->facts->Apply(block.revision, *content); !applied.ok()) {
    doubt = std::string(applied.message());
    return absl::OkStatus();
  }
  NamedCommit commit{.partition = block.partition, .revision = block.revision, .hash = block.hash};
  commit.content = *std::move(content);
  absl::Status named = CopyNames(before->facts->dictionaries(), commit);
  if (named.ok()) named = FindMeasures(store, commit);
  if (!named.ok()) {
    doubt = std::string(named.message());
    return absl::OkStatus();
  }
  out << CommitText(std::move(commit));
  return absl::OkStatus();
}

}  // namespace

int RunDumpBlock(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  DumpRequest request;
  std::vector<std::string> positional;
  Flags parser(
      "taizhang-ledger dump-block", Version(), "[flags] PARTITION REVISION",
      "Shows one commit: its header, the dictionary entries that it brings, the texts that "
      "it erases,\nand what it did, with names, before and after. Where it does not hold, or "
      "the log before it,\nit is shown as it is stored, and what does not hold is said; the "
      "exit status is then 65.");
  parser.AddText("data-dir", "The directory that holds the logs", request.data_dir);
  parser.AddSwitch("raw", "Show the stored messages in protobuf's text format", request.raw);
  parser.AddArguments(
      "PARTITION is structure, or a division's code; REVISION is the commit's number, from 1 on.",
      positional);
  if (const auto status = parser.Parse(arguments, ProcessEnvironment(), out, err)) return *status;
  if (const absl::Status wrong = ReadArguments(positional, request); !wrong.ok()) {
    FailCommand("dump-block", wrong, err);
    return kExitUsage;
  }
  const absl::StatusOr<std::unique_ptr<SqliteInspector>> store =
      SqliteInspector::Open(request.data_dir);
  if (!store.ok()) return FailCommand("dump-block", store.status(), err);
  const absl::StatusOr<StoredBlock> block = ReadBlock(**store, request);
  if (!block.ok()) return FailCommand("dump-block", block.status(), err);
  if (request.raw) {
    out << BlockText(*block);
    return kExitOk;
  }
  std::string doubt;
  const absl::Status printed = PrintReadable(**store, *block, doubt, out);
  if (!printed.ok()) return FailCommand("dump-block", printed, err);
  if (doubt.empty()) return kExitOk;
  err << "taizhang-ledger dump-block: " << EscapeText(doubt, false) << '\n';
  out << BlockText(*block);
  return kExitData;
}

}  // namespace taizhang::ledger
