#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace taizhang {

/// Exit statuses of <sysexits.h>.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 64;  ///< a flag is wrong
inline constexpr int kExitData = 65;
inline constexpr int kExitUnavailable = 69;  ///< a port, another service
inline constexpr int kExitSoftware = 70;
inline constexpr int kExitConfig =
    78;  ///< an environment variable, or flags that do not go together

/// Looks an environment variable up; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
/// The process's own.
Environment ProcessEnvironment();

/// The flags of one program. Every flag `--listen-address` has a twin in the environment,
/// TAIZHANG_LISTEN_ADDRESS, and a default: what its target holds when it is added. Flag before
/// environment before default; of a repeated flag the last counts; an empty variable is as good as
/// none. Written `--name=value` or `--name value`, a switch `--name` alone.
///
/// Every program also has --help, --version, --check-config and --print-config.
class Flags {
 public:
  /// `usage` is what follows the program's name: "[flags]".
  Flags(std::string program, std::string version, std::string usage, std::string description);

  // Targets are borrowed until Parse has returned. Names are "words-with-hyphens", the unit last.
  void AddText(std::string name, std::string help, std::string& target);
  /// May be repeated: every one counts, in their order. The environment's twin is one text, and
  /// counts where no flag is given.
  void AddTexts(std::string name, std::string help, std::vector<std::string>& target);
  void AddSwitch(std::string name, std::string help, bool& target);
  void AddInteger(std::string name, std::string help, int64_t& target, int64_t min, int64_t max);
  void AddChoice(std::string name, std::string help, std::string& target,
                 std::vector<std::string> choices);
  /// `host:port`; with `optional` also empty.
  void AddAddress(std::string name, std::string help, std::string& target, bool optional = false);
  /// Takes arguments that are no flags; without it they are refused. `--` ends the flags.
  void AddArguments(std::string help, std::vector<std::string>& target);
  /// Runs after parsing: for what no flag can judge alone.
  void AddCheck(std::function<absl::Status()> check);

  /// Nothing: go on. Otherwise the status to exit with, everything having been said on `out` or
  /// `err`. All mistakes are named at once, each with the flag or variable, what was wrong, and
  /// what would be right.
  [[nodiscard]] std::optional<int> Parse(const std::vector<std::string>& arguments,
                                         const Environment& environment, std::ostream& out,
                                         std::ostream& err);

 private:
  struct Flag {
    std::string name;
    std::string help;
    std::string expects;  ///< "an integer from 1 to 5", as help and errors say it
    bool is_switch = false;
    std::function<bool(std::string_view)> assign;
    std::function<std::string()> print;
    std::function<void()> clear = {};  ///< of a repeated flag: forgets what the environment gave
    std::string default_text = {};
    std::string origin = "default";
  };

  void Add(Flag flag);
  Flag* Find(std::string_view name);
  [[nodiscard]] std::string NearestTo(std::string_view name) const;
  void ReadEnvironment(const Environment& environment, std::vector<std::string>& mistakes);
  void ReadArguments(const std::vector<std::string>& arguments, std::vector<std::string>& mistakes);
  void ReadFlag(const std::vector<std::string>& arguments, size_t& position,
                std::vector<std::string>& mistakes);
  void PrintHelp(std::ostream& out) const;
  void PrintConfig(std::ostream& out) const;

  std::string program_;
  std::string version_;
  std::string usage_;
  std::string description_;
  std::vector<Flag> flags_;
  std::vector<std::function<absl::Status()>> checks_;
  std::string arguments_help_;
  std::vector<std::string>* arguments_ = nullptr;
  bool help_ = false;
  bool print_version_ = false;
  bool check_config_ = false;
  bool print_config_ = false;
};

/// "TAIZHANG_LISTEN_ADDRESS" of "listen-address".
std::string VariableOf(std::string_view flag_name);

/// "127.0.0.1:7601", "[::1]:7601", "localhost:0": a host and a port from 0 to 65,535.
bool IsAddress(std::string_view text);

}  // namespace taizhang
