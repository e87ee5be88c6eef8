#include "common/log/block_text.h"

#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/log/block_codec.h"
#include "common/log/compression.h"
#include "taizhang/storage/v1/block.pb.h"
#include <google/protobuf/text_format.h>

namespace taizhang {
namespace {

template <typename Message>
std::string PartText(const char* name, std::string_view bytes) {
  const std::string title = absl::StrCat("# ", name, ", ", bytes.size(), " bytes\n");
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return absl::StrCat(title, "# not a message\n");
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  printer.SetUseShortRepeatedPrimitives(true);
  std::string text;
  if (!printer.PrintToString(message, &text)) return absl::StrCat(title, "# cannot be printed\n");
  return title + text;
}

}  // namespace

std::string BlockText(const StoredBlock& block) {
  std::string text = PartText<storage::v1::BlockHeader>("header", block.header);
  const std::optional<std::string_view> body = block.body_bytes > kBlockBodyBytesMax
                                                   ? std::nullopt
                                                   : Decompress(block.body, block.body_bytes);
  if (body) {
    text += PartText<storage::v1::BlockBody>("body", *body);
  } else {
    absl::StrAppend(&text, "# body, ", block.body.size(), " bytes\n# not the LZ4 block of ",
                    block.body_bytes, " bytes\n");
  }
  return text + PartText<storage::v1::TextSection>("texts", block.texts);
}

}  // namespace taizhang
