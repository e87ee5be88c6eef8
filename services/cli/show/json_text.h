#pragma once

#include "google/protobuf/message.h"
#include "services/cli/console/console.h"

namespace taizhang::cli {

/// proto3 JSON on one line, without the line's end; empty where it cannot be said in JSON. The same
/// content always gives the same text, maps included.
std::string JsonLine(const google::protobuf::Message& message);

enum class JsonForm {
  kIndented,
  kIndentedWhole,  ///< fields at their default too, so that a script finds every number
  kLine
};

/// Prints a message as proto3 JSON; gives the status to exit with.
int PrintJson(const google::protobuf::Message& message, JsonForm form, const Console& console);

}  // namespace taizhang::cli
