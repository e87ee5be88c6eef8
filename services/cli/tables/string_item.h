#pragma once

#include <string>
#include <string_view>

namespace taizhang::cli {

/// A text of a shared or inline string (CT_Rst, ECMA-376 part 1, 18.4.8): the runs of formatted
/// text joined, without phonetic runs. It is told of every element inside the string.
class StringItem {
 public:
  void Clear();
  void OnStart(std::string_view name);
  void OnText(std::string_view text);
  void OnEnd(std::string_view name);
  /// The text with its escapes resolved.
  std::string Take();

 private:
  std::string text_;
  bool in_text_ = false;
  bool in_phonetic_ = false;
};

}  // namespace taizhang::cli
