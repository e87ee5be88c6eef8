#pragma once

#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/struct.pb.h"
#include "services/cli/mapping/row_template.h"

namespace taizhang::cli {

/// A piece of "divisions/{县}/enterprises/{编号}".
struct TemplatePart {
  std::string text;
  bool is_placeholder = false;
};

/// `{{` is a brace. A brace that is not closed is an error of `path`.
std::vector<TemplatePart> SplitTemplate(const std::string& text, const std::string& path,
                                        std::vector<std::string>& errors);

/// nullptr, and an error of `path`, where there is no such column or value.
const Placeholder* FindPlaceholder(const std::string& name, const Placeholders& placeholders,
                                   const std::string& path, std::vector<std::string>& errors);

/// A text, number, true or false as the text of a cell; nothing for lists, objects and null.
std::optional<std::string> PlainText(const google::protobuf::Value& value);

/// The columns of all texts within `value`.
void CollectColumns(const google::protobuf::Value& value, const Placeholders& placeholders,
                    const std::string& path, std::vector<size_t>& columns,
                    std::vector<std::string>& errors);

/// JSON with the cells put in. Texts whose placeholders are all empty are left out, and so are
/// lists and objects that become empty by that; "" where nothing is left.
std::string FilledJson(const google::protobuf::Value& value, const Placeholders& placeholders,
                       const std::vector<MappedCell>& cells);

}  // namespace taizhang::cli
