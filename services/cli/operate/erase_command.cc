#include "services/cli/operate/erase_command.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <istream>
#include <iterator>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/config/flags.h"
#include "common/server/logging.h"
#include "common/server/version.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "common/values/record_name.h"
#include "services/cli/console/usage.h"
#include "services/cli/console/whole_file.h"
#include "services/cli/show/table.h"
#include "services/cli/wire/connection.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

constexpr size_t kTextBytesMax = 4'000;

struct EraseFlags {
  ServiceFlags services;
  std::string partition;
  std::string text;
  std::string text_file;
  bool yes = false;
  bool validate_only = false;
};

constexpr const char* kDescription =
    "Removes a text, a person's name that slipped in, from a partition's whole history for good. "
    "What still stands has to\n"
    "be corrected or withdrawn first. Versions that had the text are shown before it is asked "
    "whether to go on. Give the\n"
    "whole text of the field; one within a longer text is not found. A text on the command line "
    "stays in the shell's own\n"
    "history and is seen by others while the command runs: --text-file avoids that.\n\n"
    "Examples:\n"
    "  taizhang erase --partition 440783 --text-file name.txt\n"
    "  taizhang erase --partition 440783 --text 'contact: Zhang San' --validate-only\n"
    "  echo 'contact: Zhang San' | taizhang erase --partition 440783 --text-file - --yes";

/// The file's text without the line's end; false, and it was said, where it cannot be read.
bool ReadText(const std::string& path, const Console& console, std::string& text) {
  if (path == "-") {
    text.assign(std::istreambuf_iterator<char>(console.in), {});
  } else {
    absl::StatusOr<std::string> read = ReadWholeFile(path);
    if (!read.ok()) {
      console.err << "taizhang erase: " << read.status().message() << '\n';
      return false;
    }
    text = *std::move(read);
  }
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return true;
}

/// Random, not of the text: an id stays for ever, and a hash of a name tells the name.
std::string NewRequestId() {
  std::random_device random;
  std::array<char, 33> hex{};
  for (size_t i = 0; i < 4; ++i)
    std::snprintf(&hex[8 * i], 9, "%08x", static_cast<unsigned>(random()));
  return absl::StrCat("erase-", hex.data());
}

void PrintUses(const v1::EraseTextResponse& response, std::ostream& out) {
  Table table({{"记录 Record"}, {"字段 Field"}, {"版次 Revision", Align::kRight}, {"现行 Stands"}});
  for (const v1::TextUse& use : response.uses()) {
    table.AddRow({EscapeText(use.name(), false), EscapeText(use.field(), false),
                  absl::StrCat(use.revision()), use.standing() ? "stands" : ""});
  }
  table.Print(out);
  if (response.uses_total() > response.uses_size())
    out << "... and " << response.uses_total() - response.uses_size() << " more versions\n";
}

void ExplainStanding(const v1::EraseTextResponse& response, const Console& console) {
  console.err << "taizhang: the text still stands, and is not erased. Correct or withdraw first:\n";
  for (const v1::TextUse& use : response.uses()) {
    if (use.standing())
      console.err << "  " << EscapeText(use.name(), false) << ": " << EscapeText(use.field(), false)
                  << '\n';
  }
}

/// Erases one text, step after step. The steps give the status to exit with, kExitOk to go on.
class Erasure {
 public:
  Erasure(const EraseFlags& flags, const Console& console)
      : flags_(flags), console_(console), connection_(flags.services) {}

  int Run() {
    v1::EraseTextResponse found;
    if (const int status = Ask(/*validate_only=*/true, found); status != kExitOk) return status;
    if (found.texts() == 0) {
      console_.out << "Partition " << flags_.partition
                   << " has no such text; nothing was erased. The whole text of a field is "
                      "compared.\n";
      return kExitOk;
    }
    PrintUses(found, console_.out);
    if (found.standing()) {
      ExplainStanding(found, console_);
      return kExitData;
    }
    if (flags_.validate_only) {
      console_.out << "Nothing was erased.\n";
      return kExitOk;
    }
    if (!Confirmed()) return kExitData;
    v1::EraseTextResponse erased;
    if (const int status = Ask(/*validate_only=*/false, erased); status != kExitOk) return status;
    console_.out << "Erased from " << erased.uses_total()
                 << (erased.uses_total() == 1 ? " version" : " versions") << " of partition "
                 << flags_.partition << ", as revision " << erased.revision()
                 << ". Copies and backups made before still have it.\n";
    return kExitOk;
  }

 private:
  int Ask(bool validate_only, v1::EraseTextResponse& response) {
    v1::EraseTextRequest request;
    request.set_partition(flags_.partition);
    request.set_text(flags_.text);
    request.set_validate_only(validate_only);
    if (!validate_only) request.set_request_id(NewRequestId());
    const grpc::Status status = connection_.CallPatiently(
        [&](grpc::ClientContext& context) {
          return connection_.ledger().EraseText(&context, request, &response);
        },
        /*through_outage=*/!validate_only);
    if (status.ok()) return kExitOk;
    const int exit_status = Report(
        connection_.LedgerFailure(validate_only ? "looking for the text" : "erasing", status),
        console_);
    if (ReasonOf(FromGrpcStatus(status)) == Reason::kTextInUse)
      console_.err << "It was written again meanwhile: correct or withdraw that first.\n";
    return exit_status;
  }

  bool Confirmed() {
    if (flags_.yes) return true;
    if (!console_.interactive || flags_.text_file == "-") {
      console_.err << "taizhang: nothing was erased; --yes says that it should be\n";
      return false;
    }
    console_.out << "Erase it for good? [y/N] " << std::flush;
    std::string answer;
    std::getline(console_.in, answer);
    if (answer == "y" || answer == "Y" || answer == "yes" || answer == "是") return true;
    console_.out << "Nothing was erased.\n";
    return false;
  }

  const EraseFlags& flags_;
  const Console& console_;
  Connection connection_;
};

/// What is wrong with the flags, or nothing.
std::string Mistake(const EraseFlags& values) {
  if (!IsPartition(values.partition))
    return "--partition is needed: structure, or a division's code (440783)";
  if (values.text.empty() == values.text_file.empty()) return "give either --text or --text-file";
  return "";
}

}  // namespace

int RunErase(const std::vector<std::string>& arguments, const Console& console) {
  EraseFlags values;
  Flags flags("taizhang erase", Version(), "--partition P --text T|--text-file FILE|- [flags]",
              kDescription);
  values.services.AddTo(flags);
  flags.AddText("partition", "structure, or a division's code: where it is erased",
                values.partition);
  flags.AddText("text", "The whole text, as it was written", values.text);
  flags.AddText("text-file", "A file with the text; - is standard input", values.text_file);
  flags.AddSwitch("yes", "Erases without asking", values.yes);
  flags.AddSwitch("validate-only", "Only shows what has the text", values.validate_only);
  if (const auto status = flags.Parse(arguments, console.environment, console.out, console.err))
    return *status;
  if (const std::string mistake = Mistake(values); !mistake.empty())
    return UsageError("erase", mistake, console);
  if (!values.text_file.empty() && !ReadText(values.text_file, console, values.text))
    return kExitNoInput;
  if (values.text.empty() || values.text.size() > kTextBytesMax) {
    console.err << "taizhang erase: the text has " << values.text.size()
                << " bytes; it must have 1 to " << kTextBytesMax << '\n';
    return kExitData;
  }
  return Erasure(values, console).Run();
}

}  // namespace taizhang::cli
