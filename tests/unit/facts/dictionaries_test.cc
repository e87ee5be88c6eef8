#include "common/facts/dictionaries.h"

#include <gtest/gtest.h>

namespace taizhang {
namespace {

TEST(Dictionary, CountsInOrderOfFirstAppearance) {
  Dictionary ids(1);
  EXPECT_EQ(ids.Intern("granary"), 1U);
  EXPECT_EQ(ids.Intern("machinery"), 2U);
  EXPECT_EQ(ids.Intern("granary"), 1U);
  EXPECT_EQ(ids.At(2), "machinery");
  EXPECT_EQ(ids.At(0), "");
  EXPECT_FALSE(ids.Has(0));
  EXPECT_FALSE(ids.Has(3));
}

TEST(Dictionary, KeepsViewsWhileItGrows) {
  Dictionary names(0);
  const Ordinal first = names.Intern("divisions/440783/villages/440783107236");
  const std::string_view view = names.At(first);
  for (int i = 0; i < 20'000; ++i)
    names.Intern("divisions/440783/enterprises/" + std::to_string(i));
  EXPECT_EQ(view, "divisions/440783/villages/440783107236");
  EXPECT_EQ(names.Find("divisions/440783/enterprises/19999"), 20'000U);
}

TEST(Dictionary, AnErasedTextHasAPlaceAndIsNotFound) {
  Dictionary texts(1);
  texts.AppendUnfindable();
  EXPECT_EQ(texts.At(1), "");
  EXPECT_EQ(texts.Find(""), std::nullopt);
  EXPECT_EQ(texts.Intern("红丰村"), 2U);
}

// Erasure in one copy of a log must not move the ordinals of another.
TEST(Dictionary, ATextThatComesAgainHasAnotherPlace) {
  Dictionaries dictionaries;
  BlockContent content;
  content.new_texts.resize(1);
  content.new_texts[0].text = "红丰村";
  dictionaries.Append(content);
  dictionaries.Append(content);
  EXPECT_EQ(dictionaries.texts.end(), 3U);
  EXPECT_EQ(dictionaries.texts.At(2), "红丰村");
  EXPECT_EQ(dictionaries.texts.Find("红丰村"), 1U);
}

TEST(Dictionary, AnEntryThatIsErasedLeavesNoBytesAndComesAgainAsANewOne) {
  Dictionary texts(1);
  texts.Intern("李四");
  const std::string_view view = texts.At(texts.Intern("张三"));
  texts.Erase(2);
  EXPECT_EQ(texts.At(2), "");
  EXPECT_EQ(view, std::string(6, '\0'));
  EXPECT_EQ(texts.Find("张三"), std::nullopt);
  EXPECT_EQ(texts.Find("李四"), 1U);
  texts.Erase(2);
  texts.Erase(9);
  EXPECT_EQ(texts.Intern("张三"), 3U);
  texts.Erase(2);
  EXPECT_EQ(texts.Find("张三"), 3U);
}

}  // namespace
}  // namespace taizhang
