#include "services/cli/program.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string_view>

#include "common/server/logging.h"
#include "common/server/version.h"
#include "services/cli/export/export_command.h"
#include "services/cli/figures/figures_command.h"
#include "services/cli/follow/follow_command.h"
#include "services/cli/import/import_command.h"
#include "services/cli/operate/audit_command.h"
#include "services/cli/operate/erase_command.h"
#include "services/cli/operate/status_command.h"
#include "services/cli/read/get_command.h"
#include "services/cli/read/history_command.h"
#include "services/cli/read/list_command.h"
#include "services/cli/reporting/reporting_command.h"

namespace taizhang::cli {
namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(const std::vector<std::string>&, const Console&);
};

constexpr auto kCommands = std::to_array<Command>({
    {"import", "writes records and observations from JSON Lines, CSV and XLSX, all judged first",
     RunImport},
    {"figures", "prints what the records add up to, and what others have stated", RunFigures},
    {"reporting", "prints who has reported, and who has not yet", RunReporting},
    {"list", "lists the records or observations of a division", RunList},
    {"get", "prints records, or one observation", RunGet},
    {"history", "prints every version of a record or observation, and what it changed", RunHistory},
    {"follow", "prints changes as they are written", RunFollow},
    {"export", "writes everything that stands, as import reads it", RunExport},
    {"erase", "removes a text, a person's name that slipped in, for good", RunErase},
    {"audit", "compares what both services hold, and kept counters with their facts", RunAudit},
    {"status", "prints how both services are, and how far the aggregator follows", RunStatus},
});

/// Of the commands' names and the gap behind them.
constexpr size_t kNameWidth = 11;

void PrintUsage(std::ostream& out) {
  out << "Usage: taizhang <command> [flags]\n\n"
         "Taizhang 台账 records a county's villages, enterprises and projects, and answers what "
         "they add up to.\n\n"
         "Commands:\n";
  for (const Command& command : kCommands) {
    out << "  " << command.name << std::string(kNameWidth - command.name.size(), ' ')
        << command.summary << '\n';
  }
  out << "\ntaizhang <command> --help prints a command's flags. Every command takes "
         "--ledger-address,\n"
         "--aggregator-address and --timeout-ms, or TAIZHANG_LEDGER_ADDRESS and so on from the "
         "environment.\n\n"
         "Examples:\n"
         "  taizhang import deploy/catalogue/*.jsonl deploy/samples/*.jsonl\n"
         "  taizhang figures --scope 440783 --indicator all --period 2025-06\n"
         "  taizhang list 440783 --kind project\n"
         "  taizhang history divisions/440783/villages/440783107236\n";
}

/// "import, figures and status"
std::string CommandNames() {
  std::string names(kCommands.front().name);
  for (size_t i = 1; i < kCommands.size(); ++i) {
    names += i + 1 < kCommands.size() ? ", " : " and ";
    names += kCommands[i].name;
  }
  return names;
}

/// Where the command stands behind flags with their values; the end where there is none.
size_t CommandPosition(const std::vector<std::string>& arguments) {
  size_t i = 0;
  while (i < arguments.size() && arguments[i].starts_with("--")) {
    i += arguments[i].find('=') == std::string::npos ? 2 : 1;
  }
  return std::min(i, arguments.size());
}

}  // namespace

int Run(const std::vector<std::string>& arguments, const Console& console) {
  if (!arguments.empty() &&
      (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help")) {
    PrintUsage(console.out);
    return kExitOk;
  }
  if (!arguments.empty() && arguments[0] == "--version") {
    console.out << "taizhang " << Version() << '\n';
    return kExitOk;
  }
  const size_t position = CommandPosition(arguments);
  if (position == arguments.size()) {
    console.err << "taizhang: a command is missing\n\n";
    PrintUsage(console.err);
    return kExitUsage;
  }
  const auto found = std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& command) {
    return command.name == arguments[position];
  });
  if (found == kCommands.end()) {
    console.err << "taizhang: there is no command '" << EscapeText(arguments[position], false)
                << "'; there are " << CommandNames() << " (taizhang --help)\n";
    return kExitUsage;
  }
  std::vector<std::string> rest = arguments;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(position));
  return found->run(rest, console);
}

}  // namespace taizhang::cli
