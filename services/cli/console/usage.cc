#include "services/cli/console/usage.h"

#include <ostream>

namespace taizhang::cli {

int UsageError(const std::string& command, std::string_view what, const Console& console) {
  console.err << "taizhang " << command << ": " << what << "\nSee taizhang " << command
              << " --help\n";
  return kExitUsage;
}

}  // namespace taizhang::cli
