#include "common/log/wire_fields.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace taizhang {
namespace {

using std::string_literals::operator""s;  // NOLINT(misc-unused-using-decls): a suffix below

TEST(WireFields, ReadsBackWhatWasAppended) {
  std::string message;
  AppendWireField(message, 1, "one");
  AppendWireField(message, 200, std::string(300, 'x'));
  WireFieldReader reader(message);
  WireField field;
  ASSERT_TRUE(reader.Next(field));
  EXPECT_EQ(field.number, 1U);
  EXPECT_EQ(field.bytes, "one");
  ASSERT_TRUE(reader.Next(field));
  EXPECT_EQ(field.number, 200U);
  EXPECT_EQ(field.bytes.size(), 300U);
  EXPECT_FALSE(reader.Next(field));
  EXPECT_FALSE(reader.damaged());
}

TEST(WireFields, PassesOverNumbersOfEveryWidth) {
  const std::string message = "\x08\xff\x01"s + "\x11" + "12345678" + "\x1d" + "1234" + "\x22\x01x";
  WireFieldReader reader(message);
  std::vector<bool> is_bytes;
  for (WireField field; reader.Next(field);) is_bytes.push_back(field.is_bytes);
  EXPECT_EQ(is_bytes, (std::vector<bool>{false, false, false, true}));
  EXPECT_FALSE(reader.damaged());
}

TEST(WireFields, FindsDamage) {
  const std::string damaged[] = {
      "\x0a\x05xxxx"s,                                      // a length beyond the end
      "\x0a"s,                                              // no length
      "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s,  // a varint of more than ten bytes
      "\x0b"s,                                              // a group
      "\x02\x00"s,                                          // field number 0
      "\x09xxxx"s,                                          // half a fixed64
      "\x80"s,                                              // half a tag
  };
  for (const std::string& message : damaged) {
    WireFieldReader reader(message);
    WireField field;
    while (reader.Next(field)) {
    }
    EXPECT_TRUE(reader.damaged()) << ::testing::PrintToString(message);
  }
}

}  // namespace
}  // namespace taizhang
