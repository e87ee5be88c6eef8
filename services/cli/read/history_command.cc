#include "services/cli/read/history_command.h"

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "services/cli/console/usage.h"
#include "services/cli/read/key_flags.h"
#include "services/cli/read/list_tables.h"
#include "services/cli/show/change_text.h"
#include "services/cli/show/json_text.h"
#include "services/cli/wire/connection.h"
#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

constexpr int kPageSize = 100;

struct HistoryFlags {
  ServiceFlags services;
  KeyFlags key;
  int64_t limit = 0;
  std::string format = "text";
};

constexpr const char* kDescription =
    "Prints every version of a record or observation, newest first: revision, time, who wrote it, "
    "in which request, and\n"
    "the fields that it changed. jsonl: a taizhang.ledger.v1.RecordRevision a line.\n\n"
    "Examples:\n"
    "  taizhang history divisions/440783/villages/440783107236\n"
    "  taizhang history --subject divisions/440783/projects/jinluo-rice --measure total-investment "
    "--period 2025-06\n"
    "  taizhang history --limit 1 --format jsonl 440783";

v1::ListRecordRevisionsRequest RequestOf(const HistoryFlags& values) {
  v1::ListRecordRevisionsRequest request;
  if (values.key.names.empty()) {
    *request.mutable_observation() = values.key.Key();
  } else {
    request.set_name(values.key.FullNames().front());
  }
  request.set_page_size(values.limit > 0 && values.limit < kPageSize
                            ? static_cast<int32_t>(values.limit)
                            : kPageSize);
  return request;
}

/// What the versions are of: "金罗米… Jinluo rice …  (divisions/440783/projects/jinluo-rice)", an
/// observation's measure and unit behind it.
std::string TitleOf(const v1::ListRecordRevisionsRequest& request, const Connection& connection) {
  const auto& key = request.observation();
  const std::string& name = request.has_observation() ? key.subject() : request.name();
  RecordsByName records;
  // A title is a courtesy: without names it has ids.
  static_cast<void>(ReadRecords(connection, {name, key.measure()}, records));
  const auto found = records.find(name);
  std::string title =
      absl::StrCat(found == records.end() ? "" : absl::StrCat(BothNames(found->second), "  "), "(",
                   EscapeText(name, false), ")");
  if (!request.has_observation()) return title;
  const auto measure = records.find(key.measure());
  if (measure != records.end())
    absl::StrAppend(&title, "  ", BothNames(measure->second), ", ",
                    measure->second.measure().unit());
  absl::StrAppend(&title, "  (", EscapeText(key.measure(), false), ")  ", key.period(),
                  key.item().empty() ? "" : "  item ", key.item(),
                  key.source().empty() ? "" : "  source ", key.source());
  return title;
}

int PrintHistory(const HistoryFlags& values, const Console& console) {
  const Connection connection(values.services);
  const v1::ListRecordRevisionsRequest request = RequestOf(values);
  const bool text = values.format == "text";
  int64_t printed = 0;
  const grpc::Status status =
      ReadPages(connection, request, [&](const v1::ListRecordRevisionsResponse& page) {
        if (text && printed == 0) console.out << TitleOf(request, connection) << '\n';
        for (const v1::RecordRevision& revision : page.revisions()) {
          if (values.limit > 0 && printed >= values.limit) return false;
          if (text) {
            PrintRevision(revision, console.out);
          } else {
            console.out << JsonLine(revision) << '\n';
          }
          ++printed;
        }
        return console.out.good() && (values.limit == 0 || printed < values.limit);
      });
  if (!status.ok()) return Report(connection.LedgerFailure("reading the history", status), console);
  return kExitOk;
}

}  // namespace

int RunHistory(const std::vector<std::string>& arguments, const Console& console) {
  HistoryFlags values;
  Flags flags("taizhang history", Version(), "[flags] NAME | --subject S --measure M --period P",
              kDescription);
  values.services.AddTo(flags);
  values.key.AddTo(flags);
  flags.AddInteger("limit", "How many versions at most; 0: all", values.limit, 0, INT64_MAX);
  flags.AddChoice("format", "How they are printed", values.format, {"text", "jsonl"});
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (const std::string_view mistake = values.key.Mistake(); !mistake.empty())
    return UsageError("history", mistake, console);
  if (values.key.names.size() > 1) return UsageError("history", "one record at a time", console);
  return PrintHistory(values, console);
}

}  // namespace taizhang::cli
