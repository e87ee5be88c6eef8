#include "services/cli/tables/string_item.h"

#include <utility>

#include "services/cli/tables/xlsx_text.h"

namespace taizhang::cli {

void StringItem::Clear() { *this = StringItem(); }

void StringItem::OnStart(std::string_view name) {
  if (name == "rPh") in_phonetic_ = true;
  if (name == "t") in_text_ = !in_phonetic_;
}

void StringItem::OnText(std::string_view text) {
  if (in_text_) text_.append(text);
}

void StringItem::OnEnd(std::string_view name) {
  if (name == "rPh") in_phonetic_ = false;
  if (name == "t") in_text_ = false;
}

std::string StringItem::Take() { return DecodeXstring(std::exchange(text_, {})); }

}  // namespace taizhang::cli
