#include "services/ledger/rpc/commit_text.h"

#include <cstddef>
#include <utility>

#include "services/ledger/rpc/commit_parts.h"
#include <google/protobuf/text_format.h>

namespace taizhang::ledger {

std::string CommitText(NamedCommit commit) {
  v1::FollowChangesResponse response;
  CommitParts(std::move(commit)).AppendTo(response, SIZE_MAX);
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  for (const v1::CommittedRequest& request : response.commits(0).requests()) {
    std::string part;
    if (printer.PrintToString(request, &part)) text += "request {\n" + part + "}\n";
  }
  return text;
}

}  // namespace taizhang::ledger
