#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <unistd.h>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "common/values/record_name.h"
#include "common/values/text.h"
#include "services/ledger/log_check.h"
#include "services/ledger/subcommands.h"

namespace taizhang::ledger {
namespace {

/// As long as it lasts, the write-ahead log of a ledger that runs cannot be emptied.
constexpr std::chrono::seconds kFileCheckBesideLedgerMax{10};

struct Report {
  std::vector<LogReport> logs;  ///< "structure" first
  std::string file_damage;      ///< or ""
  bool file_left_out = false;   ///< SQLite's own check, beside a ledger that runs

  [[nodiscard]] bool holds() const {
    for (const LogReport& log : logs) {
      if (!log.damage.empty()) return false;
    }
    return file_damage.empty();
  }
};

/// A line that is written over itself, on a terminal.
class ProgressLine {
 public:
  explicit ProgressLine(std::ostream& err) : err_(err), shown_(isatty(STDERR_FILENO) != 0) {}
  ~ProgressLine() {
    if (wrote_) err_ << "\r\033[K" << std::flush;
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Show(const std::string& text) {
    if (!shown_) return;
    wrote_ = true;
    err_ << "\r\033[K" << text << std::flush;
  }

 private:
  std::ostream& err_;
  bool shown_;
  bool wrote_ = false;
};

absl::StatusOr<Report> Check(SqliteInspector& store, std::ostream& err) {
  Report report;
  ProgressLine line(err);
  const CheckProgress progress = [&line](const std::string& partition, uint64_t at, uint64_t head) {
    line.Show(absl::StrCat(partition, "  ", at, " / ", head));
  };
  line.Show("taizhang.db");
  absl::StatusOr<FileDamage> damage = store.FindFileDamage(kFileCheckBesideLedgerMax);
  if (damage.ok()) {
    report.file_damage = std::move(damage->what);
    report.file_left_out = damage->was_left_out;
  } else if (damage.status().code() == absl::StatusCode::kDataLoss) {
    report.file_damage = std::string(damage.status().message());
  } else {
    return damage.status();
  }
  absl::StatusOr<std::vector<std::string>> names = store.Partitions();
  if (!names.ok()) return names.status();
  std::stable_partition(names->begin(), names->end(),
                        [](const std::string& name) { return name == kStructurePartition; });
  for (const std::string& name : *names) {
    absl::StatusOr<LogReport> log = CheckLog(store, name, progress);
    if (!log.ok()) return log.status();
    report.logs.push_back(*std::move(log));
  }
  return report;
}

std::string Hex(uint64_t number) { return absl::StrCat(absl::Hex(number, absl::kZeroPad16)); }

std::string ResultOf(const LogReport& log) {
  return log.damage.empty() ? "holds"
                            : absl::StrCat("DAMAGED at revision ", log.damaged_revision, ": ",
                                           EscapeText(log.damage, false));
}

using Line = std::array<std::string, 7>;

void PrintTable(const Report& report, std::ostream& out) {
  std::vector<Line> lines = {{"分区 Partition", "版次 Revisions", "记录 Records",
                              "观测 Observations", "抹除 Erased texts", "摘要 Facts digest",
                              "结果 Result"}};
  lines.emplace_back();
  for (const LogReport& log : report.logs) {
    lines.push_back({EscapeText(log.partition, false), absl::StrCat(log.revisions),
                     absl::StrCat(log.records), absl::StrCat(log.observations),
                     absl::StrCat(log.erased_texts), Hex(log.facts_digest), ResultOf(log)});
  }
  std::array<size_t, 7> widths{};
  for (const Line& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(line[i]));
  }
  widths.back() = DisplayWidth(lines.front().back());
  for (size_t i = 0; i < widths.size(); ++i) lines[1][i] = std::string(widths[i], '-');
  for (const Line& line : lines) {
    for (size_t i = 0; i + 1 < line.size(); ++i) {
      const bool is_number = i >= 1 && i <= 4;
      out << (is_number ? PadLeft(line[i], widths[i]) : PadRight(line[i], widths[i])) << "  ";
    }
    out << line.back() << '\n';
  }
  if (!report.file_damage.empty())
    out << "taizhang.db: DAMAGED: " << EscapeText(report.file_damage, false) << '\n';
  if (report.file_left_out) {
    out << "taizhang.db: SQLite's own check of the file was left out: it takes longer than "
        << kFileCheckBesideLedgerMax.count()
        << " seconds, and a ledger may be writing. Stop it, or verify a copy.\n";
  }
}

void PrintJson(const Report& report, std::ostream& out) {
  const auto quoted = [](std::string_view text) {
    return absl::StrCat("\"", EscapeText(text, true), "\"");
  };
  out << R"({"holds":)" << (report.holds() ? "true" : "false") << R"(,"fileChecked":)"
      << (report.file_left_out ? "false" : "true") << R"(,"fileDamage":)"
      << quoted(report.file_damage) << R"(,"partitions":[)";
  const char* separator = "";
  for (const LogReport& log : report.logs) {
    out << separator << R"({"partition":)" << quoted(log.partition) << R"(,"revisions":)"
        << log.revisions << R"(,"records":)" << log.records << R"(,"observations":)"
        << log.observations << R"(,"erasedTexts":)" << log.erased_texts << R"(,"factsDigest":)"
        << quoted(Hex(log.facts_digest));
    if (!log.damage.empty()) {
      out << R"(,"damage":{"revision":)" << log.damaged_revision << R"(,"part":)"
          << quoted(log.damage) << '}';
    }
    out << '}';
    separator = ",";
  }
  out << "]}\n";
}

}  // namespace

int RunVerify(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  std::string data_dir = "taizhang-data";
  std::string format = "table";
  Flags parser(
      "taizhang-ledger verify", Version(), "[flags]",
      "Recomputes every log of a store from its first block: hashes, the chain, texts, what "
      "stood\nbefore each change, and the tables beside them. Names the first damage of each "
      "log. Exits with\n0 where all holds, 65 where something is damaged, 66 where there is "
      "no store.\n"
      "\n"
      "Only reads, also beside a running ledger: each log is read in short steps, and a text that "
      "is\n"
      "erased meanwhile is read again. SQLite's own check of the file needs one long look, during\n"
      "which the ledger cannot shorten its write-ahead log: beside one it is given up after 10\n"
      "seconds, and the report says so (fileChecked).");
  parser.AddText("data-dir", "The directory that holds the logs", data_dir);
  parser.AddChoice("format", "How to print", format, {"table", "json"});
  if (const auto status = parser.Parse(arguments, ProcessEnvironment(), out, err)) return *status;
  const absl::StatusOr<std::unique_ptr<SqliteInspector>> store = SqliteInspector::Open(data_dir);
  if (!store.ok()) return FailCommand("verify", store.status(), err);
  const absl::StatusOr<Report> report = Check(**store, err);
  if (!report.ok()) return FailCommand("verify", report.status(), err);
  if (format == "json") {
    PrintJson(*report, out);
  } else {
    PrintTable(*report, out);
  }
  return report->holds() ? kExitOk : kExitData;
}

}  // namespace taizhang::ledger
