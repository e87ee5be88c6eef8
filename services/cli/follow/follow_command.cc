#include "services/cli/follow/follow_command.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "common/values/record_name.h"
#include "services/cli/console/usage.h"
#include "services/cli/follow/cursor_file.h"
#include "services/cli/show/change_text.h"
#include "services/cli/show/json_text.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/interruption.h"
#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;
using std::chrono::milliseconds;

constexpr milliseconds kPauseMin{100};
constexpr milliseconds kPauseMax{5'000};

struct FollowFlags {
  ServiceFlags services;
  std::vector<std::string> partitions;
  std::string prefix;
  std::string cursor_file;
  std::string format = "text";
  bool from_now = false;
  bool until_caught_up = false;
};

constexpr const char* kDescription =
    "Prints each change as it is written, from the beginning on or from where the cursor file "
    "ends, "
    "until Ctrl-C. The\n"
    "cursor file is replaced after each page of whole commits that were printed: what is printed "
    "is "
    "at most repeated\n"
    "after a crash, never left out. An outage of the ledger is waited for. jsonl: a "
    "taizhang.ledger.v1.Commit a line\n"
    "with one change each, complete on the last line of a commit.\n\n"
    "Examples:\n"
    "  taizhang follow --from-now\n"
    "  taizhang follow --partition 440783 --partition structure --cursor-file kaiping.cursor\n"
    "  taizhang follow --prefix 4407 --format jsonl --until-caught-up --cursor-file done.cursor";

/// One line a change, so that a reader needs no array; of a complete commit the last says so.
void PrintLines(const v1::Commit& commit, std::ostream& out) {
  int changes_left = 0;
  for (const v1::CommittedRequest& request : commit.requests())
    changes_left += request.changes_size();
  v1::Commit line = commit;
  line.clear_requests();
  if (changes_left == 0) out << JsonLine(line) << '\n';
  for (const v1::CommittedRequest& request : commit.requests()) {
    v1::CommittedRequest& of_line = *line.add_requests();
    of_line.set_request_id(request.request_id());
    of_line.set_principal(request.principal());
    for (const v1::Change& change : request.changes()) {
      *of_line.add_changes() = change;
      line.set_complete(--changes_left == 0 && commit.complete());
      out << JsonLine(line) << '\n';
      of_line.clear_changes();
    }
    line.clear_requests();
  }
}

/// Follows until it is interrupted, or caught up where that is asked for.
class Follow {
 public:
  Follow(const FollowFlags& flags, const Console& console)
      : flags_(flags), console_(console), connection_(flags.services) {}

  /// The status to exit with.
  int Run() {
    if (const int status = FindStart(); status != kExitOk) return status;
    auto reached = std::chrono::steady_clock::now();
    for (milliseconds pause = kPauseMin;; pause = std::min(pause * 2, kPauseMax)) {
      received_ = false;
      const grpc::Status status = ReadStream();
      if (exit_status_.has_value()) return *exit_status_;
      if (interruption_.happened()) return kExitOk;
      if (status.error_code() != grpc::StatusCode::UNAVAILABLE &&
          status.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED)
        return Fail(status);
      if (received_) {
        pause = kPauseMin;
        reached = std::chrono::steady_clock::now();
      }
      if (flags_.until_caught_up &&
          std::chrono::steady_clock::now() - reached > milliseconds(flags_.services.timeout_ms))
        return Fail(status);
      SayOutage(status);
      if (interruption_.WaitFor(pause)) return kExitOk;
    }
  }

 private:
  int FindStart() {
    if (!flags_.cursor_file.empty()) {
      absl::StatusOr<Cursors> cursors = ReadCursorFile(flags_.cursor_file);
      if (cursors.ok()) {
        cursors_ = *std::move(cursors);
        return kExitOk;
      }
      if (!absl::IsNotFound(cursors.status())) {
        console_.err << "taizhang: " << cursors.status().message() << '\n';
        return absl::IsInvalidArgument(cursors.status()) ? kExitData : kExitNoInput;
      }
    }
    if (flags_.from_now) {
      const grpc::Status status =
          ReadHeads(connection_, flags_.partitions, flags_.prefix, cursors_);
      if (!status.ok())
        return Report(connection_.LedgerFailure("reading the heads", status), console_);
    }
    if (const int status = SayUnwritten(); status != kExitOk) return status;
    return SaveCursors();
  }

  /// A typing mistake would wait for ever without a word. What cannot be asked now is left to the
  /// stream.
  int SayUnwritten() {
    if (flags_.partitions.empty() && !flags_.prefix.empty()) {
      v1::ListPartitionsRequest request;
      request.set_prefix(flags_.prefix);
      request.set_page_size(1);
      bool is_any = false;
      const grpc::Status status =
          ReadPages(connection_, request, [&](const v1::ListPartitionsResponse& page) {
            is_any = page.partitions_size() > 0;
            return !is_any;
          });
      if (status.error_code() == grpc::StatusCode::INVALID_ARGUMENT)
        return Report(connection_.LedgerFailure("finding the partitions", status), console_);
      if (status.ok() && !is_any) SayNothingYet("a partition that begins with " + flags_.prefix);
      return kExitOk;
    }
    if (flags_.partitions.empty()) return kExitOk;
    Cursors heads;
    if (!ReadHeads(connection_, flags_.partitions, "", heads).ok()) return kExitOk;
    for (const std::string& partition : flags_.partitions) {
      if (!heads.contains(partition)) SayNothingYet("partition " + partition);
    }
    return kExitOk;
  }

  void SayNothingYet(const std::string& where) {
    console_.err << "taizhang: nothing was written to " << where << " yet" << std::endl;
  }

  [[nodiscard]] bool IsFollowed(const std::string& partition) const {
    if (flags_.partitions.empty()) return partition.starts_with(flags_.prefix);
    return std::find(flags_.partitions.begin(), flags_.partitions.end(), partition) !=
           flags_.partitions.end();
  }

  grpc::Status ReadStream() {
    v1::FollowChangesRequest request;
    request.mutable_partitions()->Add(flags_.partitions.begin(), flags_.partitions.end());
    request.set_partition_prefix(flags_.prefix);
    for (const auto& [partition, cursor] : cursors_) {
      if (IsFollowed(partition)) *request.add_cursors() = cursor;
    }
    grpc::ClientContext context;
    const Interruption::Cancels cancels(interruption_, context);
    const auto stream = connection_.ledger().FollowChanges(&context, request);
    v1::FollowChangesResponse response;
    while (stream->Read(&response)) {
      received_ = true;
      said_outage_ = false;
      exit_status_ = Take(response);
      if (exit_status_.has_value()) {
        context.TryCancel();
        break;
      }
    }
    return stream->Finish();
  }

  /// The status to exit with, or nothing: go on.
  std::optional<int> Take(const v1::FollowChangesResponse& response) {
    bool moved = false;
    for (const v1::Commit& commit : response.commits()) {
      if (flags_.format == "jsonl") {
        PrintLines(commit, console_.out);
      } else {
        PrintCommit(commit, console_.out);
      }
      if (!commit.complete()) continue;
      moved = true;
      v1::Cursor& cursor = cursors_[commit.partition()];
      cursor.set_partition(commit.partition());
      cursor.set_revision(commit.revision());
      cursor.set_hash(commit.hash());
    }
    console_.out.flush();
    if (!console_.out.good()) return kExitBrokenOutput;
    if (moved) {
      if (const int status = SaveCursors(); status != kExitOk) return status;
    }
    SayStopped(response);
    if (response.has_progress() && flags_.until_caught_up)
      return stopped_.empty() ? kExitOk : kExitData;
    return std::nullopt;
  }

  /// Partitions of which nothing more comes, each once.
  void SayStopped(const v1::FollowChangesResponse& response) {
    for (const v1::PartitionStopped& stopped : response.stopped()) {
      if (!stopped_.insert(stopped.partition()).second) continue;
      console_.err << "taizhang: partition " << stopped.partition()
                   << " is stopped, and no more of it comes: "
                   << EscapeText(stopped.message(), false) << std::endl;
    }
  }

  int SaveCursors() {
    if (flags_.cursor_file.empty()) return kExitOk;
    const absl::Status status = WriteCursorFile(flags_.cursor_file, cursors_);
    if (status.ok()) return kExitOk;
    console_.err << "taizhang: the cursor file cannot be written: " << status.message() << '\n';
    return kExitBrokenOutput;
  }

  void SayOutage(const grpc::Status& status) {
    if (said_outage_) return;
    said_outage_ = true;
    console_.err << "taizhang: following is interrupted, trying again: ledger at "
                 << flags_.services.ledger_address << ": "
                 << EscapeText(status.error_message(), false) << std::endl;
  }

  int Fail(const grpc::Status& status) {
    const int exit_status =
        Report(connection_.LedgerFailure("following changes", status), console_);
    const bool other_history = status.error_code() == grpc::StatusCode::FAILED_PRECONDITION ||
                               status.error_code() == grpc::StatusCode::OUT_OF_RANGE;
    if (other_history && !flags_.cursor_file.empty()) {
      console_.err << "The cursor file " << flags_.cursor_file
                   << " is of another history of this ledger, or of another ledger: without it "
                      "everything is printed anew.\n";
    }
    return exit_status;
  }

  const FollowFlags& flags_;
  const Console& console_;
  Interruption interruption_;  ///< before the connection, which has threads
  Connection connection_;
  Cursors cursors_;
  std::set<std::string> stopped_;
  std::optional<int> exit_status_;
  bool received_ = false;
  bool said_outage_ = false;
};

}  // namespace

int RunFollow(const std::vector<std::string>& arguments, const Console& console) {
  FollowFlags values;
  Flags flags("taizhang follow", Version(), "[flags]", kDescription);
  values.services.AddTo(flags);
  flags.AddTexts("partition", "structure, or a division's code; without it all of them",
                 values.partitions);
  flags.AddText("prefix", "Only partitions that begin so, later ones included: 4407",
                values.prefix);
  flags.AddText("cursor-file", "Where to go on, and where that is kept", values.cursor_file);
  flags.AddSwitch("from-now", "Only what comes from now on, where no cursor file is yet",
                  values.from_now);
  flags.AddSwitch("until-caught-up", "Ends once everything that stands was printed",
                  values.until_caught_up);
  flags.AddChoice("format", "How changes are printed", values.format, {"text", "jsonl"});
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (!values.partitions.empty() && !values.prefix.empty())
    return UsageError("follow", "give either --partition or --prefix", console);
  for (const std::string& partition : values.partitions) {
    if (!IsPartition(partition)) {
      return UsageError("follow",
                        absl::StrCat("--partition ", EscapeText(partition, false),
                                     " is neither structure nor a division's code"),
                        console);
    }
  }
  return Follow(values, console).Run();
}

}  // namespace taizhang::cli
