#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

struct XML_ParserStruct;

namespace taizhang::cli {

inline constexpr int kXmlDepthMax = 64;
/// Of a tag with its attributes, a comment or a processing instruction; texts come in pieces.
inline constexpr size_t kXmlTagBytesMax = size_t{1} << 20;

/// A tag's attributes; valid during the call that gives them.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}

  /// The attribute without a namespace.
  [[nodiscard]] std::optional<std::string_view> Find(std::string_view name) const;
  [[nodiscard]] std::string_view FindOr(std::string_view name, std::string_view absent) const;
  /// r:id, the attribute that names a relationship.
  [[nodiscard]] std::optional<std::string_view> RelationshipId() const;

 private:
  const char** pairs_;
};

/// What is told of the elements of SpreadsheetML and of relationships, by their local names.
/// Elements of other namespaces are passed over with all that they hold. An error ends the reading
/// with it.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual absl::Status OnStart(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual absl::Status OnEnd(std::string_view name) = 0;
  virtual void OnText(std::string_view /*text*/) {}
};

/// Reads a part's XML in pieces. A document type is refused: with it entities, which can multiply,
/// and references to other files. INVALID_ARGUMENT names the part and line.
class XmlParser {
 public:
  /// `handler` is borrowed.
  XmlParser(std::string part, XmlHandler& handler);
  ~XmlParser();
  XmlParser(const XmlParser&) = delete;
  XmlParser& operator=(const XmlParser&) = delete;

  absl::Status Feed(std::string_view bytes);
  /// To be called once, behind the last piece.
  absl::Status Finish();

 private:
  struct Callbacks;

  absl::Status Parse(std::string_view bytes, bool is_last);
  void Fail(absl::Status status);
  [[nodiscard]] absl::Status Malformed(std::string_view what) const;

  std::string part_;
  XmlHandler& handler_;
  XML_ParserStruct* parser_;
  size_t fed_ = 0;
  int depth_ = 0;
  int foreign_depth_ = 0;  ///< of elements inside the outermost foreign one, itself included
  absl::Status status_;
};

}  // namespace taizhang::cli
