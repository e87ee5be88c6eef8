#include "common/config/flags.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ostream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace taizhang {
namespace {

absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

std::string Quoted(std::string_view text) { return absl::StrCat("'", Absl(text), "'"); }

/// How many insertions, deletions and replacements make one of the other.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::optional<bool> ParseSwitch(std::string_view text) {
  if (text == "true" || text == "1" || text == "yes") return true;
  if (text == "false" || text == "0" || text == "no") return false;
  return std::nullopt;
}

}  // namespace

Environment ProcessEnvironment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

std::string VariableOf(std::string_view flag_name) {
  std::string variable = "TAIZHANG_";
  for (const char c : flag_name) {
    variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return variable;
}

bool IsAddress(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.find_first_of(" \t/") != std::string_view::npos) return false;
  if (host.find(':') != std::string_view::npos && (host.front() != '[' || host.back() != ']'))
    return false;
  if (port.empty() || port.find_first_not_of("0123456789") != std::string_view::npos) return false;
  int number = 0;
  return absl::SimpleAtoi(Absl(port), &number) && number <= 65'535;
}

Flags::Flags(std::string program, std::string version, std::string usage, std::string description)
    : program_(std::move(program)),
      version_(std::move(version)),
      usage_(std::move(usage)),
      description_(std::move(description)) {}

void Flags::Add(Flag flag) {
  flag.default_text = flag.print();
  flags_.push_back(std::move(flag));
}

void Flags::AddText(std::string name, std::string help, std::string& target) {
  Add({.name = std::move(name),
       .help = std::move(help),
       .expects = "a text",
       .assign = [&target](std::string_view text) { return target = text, true; },
       .print = [&target] { return target; }});
}

void Flags::AddTexts(std::string name, std::string help, std::vector<std::string>& target) {
  Add({.name = std::move(name),
       .help = std::move(help),
       .expects = "a text; may be repeated",
       .assign = [&target](std::string_view text) { return target.emplace_back(text), true; },
       .print = [&target] { return absl::StrJoin(target, " "); },
       .clear = [&target] { target.clear(); }});
}

void Flags::AddSwitch(std::string name, std::string help, bool& target) {
  Add({.name = std::move(name),
       .help = std::move(help),
       .expects = "true or false",
       .is_switch = true,
       .assign =
           [&target](std::string_view text) {
             const std::optional<bool> value = ParseSwitch(text);
             target = value.value_or(target);
             return value.has_value();
           },
       .print = [&target] { return std::string(target ? "true" : "false"); }});
}

void Flags::AddInteger(std::string name, std::string help, int64_t& target, int64_t min,
                       int64_t max) {
  Add({.name = std::move(name),
       .help = std::move(help),
       .expects = absl::StrCat("an integer from ", min, " to ", max),
       .assign =
           [&target, min, max](std::string_view text) {
             int64_t value = 0;
             if (!absl::SimpleAtoi(Absl(text), &value) || value < min || value > max) return false;
             target = value;
             return true;
           },
       .print = [&target] { return absl::StrCat(target); }});
}

void Flags::AddChoice(std::string name, std::string help, std::string& target,
                      std::vector<std::string> choices) {
  std::string expects = absl::StrCat("one of ", absl::StrJoin(choices, ", "));
  Add({.name = std::move(name),
       .help = std::move(help),
       .expects = std::move(expects),
       .assign =
           [&target, choices = std::move(choices)](std::string_view text) {
             if (std::find(choices.begin(), choices.end(), text) == choices.end()) return false;
             target = text;
             return true;
           },
       .print = [&target] { return target; }});
}

void Flags::AddAddress(std::string name, std::string help, std::string& target, bool optional) {
  Add({.name = std::move(name),
       .help = std::move(help),
       .expects = optional ? "host:port, or empty for none" : "host:port (127.0.0.1:7600)",
       .assign =
           [&target, optional](std::string_view text) {
             if (!IsAddress(text) && !(optional && text.empty())) return false;
             target = text;
             return true;
           },
       .print = [&target] { return target; }});
}

void Flags::AddArguments(std::string help, std::vector<std::string>& target) {
  arguments_help_ = std::move(help);
  arguments_ = &target;
}

void Flags::AddCheck(std::function<absl::Status()> check) { checks_.push_back(std::move(check)); }

Flags::Flag* Flags::Find(std::string_view name) {
  for (Flag& flag : flags_) {
    if (flag.name == name) return &flag;
  }
  return nullptr;
}

std::string Flags::NearestTo(std::string_view name) const {
  std::string nearest;
  size_t nearest_distance = name.size() / 2 + 1;
  for (const Flag& flag : flags_) {
    const size_t distance = EditDistance(name, flag.name);
    if (distance < nearest_distance) {
      nearest_distance = distance;
      nearest = flag.name;
    }
  }
  return nearest;
}

void Flags::ReadEnvironment(const Environment& environment, std::vector<std::string>& mistakes) {
  for (Flag& flag : flags_) {
    const std::string variable = VariableOf(flag.name);
    const std::optional<std::string> value = environment(variable);
    if (!value.has_value() || value->empty()) continue;
    if (!flag.assign(*value)) {
      mistakes.push_back(
          absl::StrCat(variable, " is ", Quoted(*value), ", but must be ", flag.expects));
    }
    flag.origin = variable;
  }
}

void Flags::ReadFlag(const std::vector<std::string>& arguments, size_t& position,
                     std::vector<std::string>& mistakes) {
  const std::string_view argument = std::string_view(arguments[position]).substr(2);
  const size_t equals = argument.find('=');
  const std::string_view name = argument.substr(0, equals);
  Flag* flag = Find(name);
  if (flag == nullptr) {
    const std::string nearest = NearestTo(name);
    mistakes.push_back(
        absl::StrCat("unknown flag --", Absl(name),
                     nearest.empty() ? "" : absl::StrCat("; did you mean --", nearest, "?")));
    return;
  }
  std::string_view value = "true";
  if (equals != std::string_view::npos) {
    value = argument.substr(equals + 1);
  } else if (!flag->is_switch) {
    if (position + 1 >= arguments.size()) {
      mistakes.push_back(
          absl::StrCat("--", flag->name, " has no value; it must be ", flag->expects));
      return;
    }
    value = arguments[++position];
  }
  if (flag->clear && flag->origin != "flag") flag->clear();
  if (!flag->assign(value)) {
    mistakes.push_back(
        absl::StrCat("--", flag->name, " is ", Quoted(value), ", but must be ", flag->expects));
  }
  flag->origin = "flag";
}

void Flags::ReadArguments(const std::vector<std::string>& arguments,
                          std::vector<std::string>& mistakes) {
  bool flags_ended = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!flags_ended && argument == "--") {
      flags_ended = true;
    } else if (!flags_ended && argument.substr(0, 2) == "--") {
      ReadFlag(arguments, i, mistakes);
    } else if (!flags_ended && argument == "-h") {
      help_ = true;
    } else if (arguments_ != nullptr) {
      arguments_->push_back(argument);
    } else {
      mistakes.push_back(
          absl::StrCat("unexpected argument ", Quoted(argument), "; flags begin with --"));
    }
  }
}

std::optional<int> Flags::Parse(const std::vector<std::string>& arguments,
                                const Environment& environment, std::ostream& out,
                                std::ostream& err) {
  std::vector<std::string> variable_mistakes;
  ReadEnvironment(environment, variable_mistakes);
  AddSwitch("help", "Prints this and exits", help_);
  AddSwitch("version", "Prints the version and exits", print_version_);
  AddSwitch("check-config", "Checks flags and environment, and exits", check_config_);
  AddSwitch("print-config", "Prints every flag with its value and where that is from, and exits",
            print_config_);
  std::vector<std::string> mistakes;
  ReadArguments(arguments, mistakes);
  if (help_) return PrintHelp(out), kExitOk;
  if (print_version_) return out << program_ << ' ' << version_ << '\n', kExitOk;

  const int exit_status = mistakes.empty() ? kExitConfig : kExitUsage;
  mistakes.insert(mistakes.end(), variable_mistakes.begin(), variable_mistakes.end());
  for (const auto& check : checks_) {
    if (!mistakes.empty()) break;
    if (const absl::Status status = check(); !status.ok()) mistakes.emplace_back(status.message());
  }
  if (!mistakes.empty()) {
    for (const std::string& mistake : mistakes) err << program_ << ": " << mistake << '\n';
    err << "See " << program_ << " --help\n";
    return exit_status;
  }
  if (print_config_) return PrintConfig(out), kExitOk;
  if (check_config_) return out << "The configuration is valid.\n", kExitOk;
  return std::nullopt;
}

void Flags::PrintHelp(std::ostream& out) const {
  out << "Usage: " << program_ << ' ' << usage_ << "\n\n" << description_ << "\n\n";
  if (!arguments_help_.empty()) out << arguments_help_ << "\n\n";
  out << "Flags (each has a twin in the environment: --some-name is TAIZHANG_SOME_NAME; the flag "
         "wins):\n";
  for (const Flag& flag : flags_) {
    out << "  --" << flag.name << '\n' << "      " << flag.help << " (" << flag.expects;
    if (!flag.default_text.empty()) out << "; default " << flag.default_text;
    out << ")\n";
  }
}

void Flags::PrintConfig(std::ostream& out) const {
  constexpr size_t kProgramFlags =
      4;  ///< --help and its like say nothing about how the program runs
  for (size_t i = 0; i + kProgramFlags < flags_.size(); ++i) {
    out << "--" << flags_[i].name << '=' << flags_[i].print() << "  # " << flags_[i].origin << '\n';
  }
}

}  // namespace taizhang
