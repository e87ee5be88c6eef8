#include "services/cli/tables/xml_parser.h"

#include <array>
#include <expat.h>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/tables/absl_view.h"

namespace taizhang::cli {
namespace {

/// Between a namespace and a name; in no URI.
constexpr char kSeparator = '\n';

constexpr std::array<std::string_view, 3> kNamespaces = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
};
constexpr std::array<std::string_view, 2> kRelationshipIds = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships\nid",
    "http://purl.oclc.org/ooxml/officeDocument/relationships\nid",
};

/// The local name of an element that is ours; "" for others.
std::string_view LocalName(std::string_view name) {
  for (const std::string_view space : kNamespaces) {
    if (name.size() > space.size() && name.starts_with(space) && name[space.size()] == kSeparator) {
      return name.substr(space.size() + 1);
    }
  }
  return {};
}

}  // namespace

std::optional<std::string_view> XmlAttributes::Find(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (pair[0] == name) return pair[1];
  }
  return std::nullopt;
}

std::string_view XmlAttributes::FindOr(std::string_view name, std::string_view absent) const {
  return Find(name).value_or(absent);
}

std::optional<std::string_view> XmlAttributes::RelationshipId() const {
  for (const std::string_view name : kRelationshipIds) {
    if (const std::optional<std::string_view> id = Find(name)) return id;
  }
  return std::nullopt;
}

struct XmlParser::Callbacks {
  static void Start(void* self, const char* name, const char** attributes) {
    auto& parser = *static_cast<XmlParser*>(self);
    if (!parser.status_.ok()) return;
    if (++parser.depth_ > kXmlDepthMax) {
      return parser.Fail(
          parser.Malformed(absl::StrCat("elements lie more than ", kXmlDepthMax, " deep")));
    }
    const std::string_view local = LocalName(name);
    if (parser.foreign_depth_ > 0 || local.empty()) {
      ++parser.foreign_depth_;
      return;
    }
    parser.Fail(parser.handler_.OnStart(local, XmlAttributes(attributes)));
  }

  static void End(void* self, const char* name) {
    auto& parser = *static_cast<XmlParser*>(self);
    if (!parser.status_.ok()) return;
    --parser.depth_;
    if (parser.foreign_depth_ > 0) {
      --parser.foreign_depth_;
      return;
    }
    parser.Fail(parser.handler_.OnEnd(LocalName(name)));
  }

  static void Text(void* self, const char* text, int size) {
    auto& parser = *static_cast<XmlParser*>(self);
    if (!parser.status_.ok() || parser.foreign_depth_ > 0) return;
    parser.handler_.OnText({text, static_cast<size_t>(size)});
  }

  static void Doctype(void* self, const char*, const char*, const char*, int) {
    auto& parser = *static_cast<XmlParser*>(self);
    parser.Fail(parser.Malformed("a document type (DOCTYPE) is not allowed in a workbook"));
  }
};

XmlParser::XmlParser(std::string part, XmlHandler& handler)
    : part_(std::move(part)), handler_(handler), parser_(XML_ParserCreateNS(nullptr, kSeparator)) {
  if (parser_ == nullptr) {
    status_ = absl::ResourceExhaustedError("out of memory");
    return;
  }
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, &Callbacks::Start, &Callbacks::End);
  XML_SetCharacterDataHandler(parser_, &Callbacks::Text);
  XML_SetStartDoctypeDeclHandler(parser_, &Callbacks::Doctype);
}

XmlParser::~XmlParser() { XML_ParserFree(parser_); }

absl::Status XmlParser::Feed(std::string_view bytes) { return Parse(bytes, false); }

absl::Status XmlParser::Finish() { return Parse({}, true); }

absl::Status XmlParser::Parse(std::string_view bytes, bool is_last) {
  if (!status_.ok()) return status_;
  fed_ += bytes.size();
  const XML_Status result =
      XML_Parse(parser_, bytes.data(), static_cast<int>(bytes.size()), is_last ? 1 : 0);
  if (!status_.ok()) return status_;
  if (result == XML_STATUS_ERROR) return Malformed(XML_ErrorString(XML_GetErrorCode(parser_)));
  // expat reads a tag that is not complete from its beginning at every piece: without a limit a
  // long one would take time by the square of its length.
  const int64_t at = XML_GetCurrentByteIndex(parser_);
  if (at >= 0 && fed_ > static_cast<size_t>(at) + kXmlTagBytesMax + bytes.size()) {
    return Malformed(absl::StrCat("a tag is longer than ", kXmlTagBytesMax, " bytes"));
  }
  return absl::OkStatus();
}

void XmlParser::Fail(absl::Status status) {
  if (status.ok() || !status_.ok()) return;
  status_ = std::move(status);
  XML_StopParser(parser_, XML_FALSE);
}

absl::Status XmlParser::Malformed(std::string_view what) const {
  return absl::InvalidArgumentError(absl::StrCat("the file is damaged: ", part_, ", line ",
                                                 uint64_t{XML_GetCurrentLineNumber(parser_)}, ": ",
                                                 View(what)));
}

}  // namespace taizhang::cli
