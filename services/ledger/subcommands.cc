#include "services/ledger/subcommands.h"

#include <ostream>

#include "common/config/flags.h"
#include "common/server/logging.h"

namespace taizhang::ledger {
namespace {

constexpr int kExitNoInput = 66;  ///< EX_NOINPUT of <sysexits.h>
constexpr int kExitIoError = 74;  ///< EX_IOERR

int ExitOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kNotFound:
      return kExitNoInput;
    case absl::StatusCode::kDataLoss:
      return kExitData;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnimplemented:
      return kExitConfig;
    default:
      return kExitIoError;
  }
}

}  // namespace

std::optional<int> RunSubcommand(const std::vector<std::string>& arguments, std::ostream& out,
                                 std::ostream& err) {
  if (arguments.empty()) return std::nullopt;
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  std::optional<int> status;
  if (arguments.front() == "verify") status = RunVerify(rest, out, err);
  if (arguments.front() == "dump-block") status = RunDumpBlock(rest, out, err);
  if (!status.has_value() || out.flush()) return status;
  err << "taizhang-ledger " << arguments.front() << ": the output cannot be written\n";
  return kExitIoError;
}

int FailCommand(const std::string& command, const absl::Status& status, std::ostream& err) {
  err << "taizhang-ledger " << command << ": " << EscapeText(std::string(status.message()), false)
      << '\n';
  return ExitOf(status.code());
}

}  // namespace taizhang::ledger
