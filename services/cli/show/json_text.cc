#include "services/cli/show/json_text.h"

#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"

namespace taizhang::cli {
namespace {

/// Maps in the order of their keys, so that the same content has the same bytes.
std::string DeterministicBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

bool ToJson(const google::protobuf::Message& message, JsonForm form, std::string& json) {
  constexpr const char* kPrefix = "type.googleapis.com";
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  const std::unique_ptr<google::protobuf::util::TypeResolver> types(
      google::protobuf::util::NewTypeResolverForDescriptorPool(kPrefix, type.file()->pool()));
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = form != JsonForm::kLine;
  options.always_print_primitive_fields = form == JsonForm::kIndentedWhole;
  // MessageToJsonString prints maps as they lie in memory, which is another order each time.
  return google::protobuf::util::BinaryToJsonString(types.get(),
                                                    absl::StrCat(kPrefix, "/", type.full_name()),
                                                    DeterministicBytes(message), &json, options)
      .ok();
}

}  // namespace

std::string JsonLine(const google::protobuf::Message& message) {
  std::string json;
  return ToJson(message, JsonForm::kLine, json) ? json : "";
}

int PrintJson(const google::protobuf::Message& message, JsonForm form, const Console& console) {
  std::string json;
  if (!ToJson(message, form, json)) {
    console.err << "taizhang: the answer cannot be printed as JSON\n";
    return kExitSoftware;
  }
  console.out << json << (form == JsonForm::kLine ? "\n" : "");
  return kExitOk;
}

}  // namespace taizhang::cli
