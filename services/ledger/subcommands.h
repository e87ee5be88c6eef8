#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace taizhang::ledger {

/// What `taizhang-ledger --help` says of the program and its commands.
inline constexpr char kLedgerUsage[] =
    "[flags]\n"
    "       taizhang-ledger verify [--data-dir=DIR] [--format=table|json]\n"
    "       taizhang-ledger dump-block [--data-dir=DIR] [--raw] PARTITION REVISION";
inline constexpr char kLedgerDescription[] =
    "Keeps records and observations, durably and in order, and streams them out.\n"
    "\n"
    "  verify      recompute every log of a store from its first block, and name the first damage\n"
    "  dump-block  show one commit as it is stored\n"
    "Both only read, also beside a running ledger; verify --help and dump-block --help say more.";

/// Runs the command that the arguments begin with, and returns the status to exit with; nothing
/// where they name none, and the ledger is to serve.
std::optional<int> RunSubcommand(const std::vector<std::string>& arguments, std::ostream& out,
                                 std::ostream& err);

/// The commands, their own name left out of `arguments`.
int RunVerify(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);
int RunDumpBlock(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

/// Says why a command failed, and returns the status to exit with: 66 where there is no store, 65
/// where it is damaged, 78 where this program cannot read it, otherwise 74.
int FailCommand(const std::string& command, const absl::Status& status, std::ostream& err);

}  // namespace taizhang::ledger
