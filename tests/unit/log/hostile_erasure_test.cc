// Blocks whose hash is right and whose column of erased texts is not.

#include <string>
#include <utility>
#include <vector>

#include "common/log/block_codec.h"
#include "common/log/wire_fields.h"
#include "taizhang/storage/v1/block.pb.h"
#include "tests/support/block_file.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using storage::v1::BlockBody;
using ::testing::HasSubstr;

/// Decodes the first block of a log with this body, as one that comes after two texts.
absl::StatusOr<BlockContent> Decode(const std::string& body) {
  Dictionaries known;
  for (const char* text : {"first", "second"}) known.texts.Append(text);
  BlockContent content;
  content.requests = {{"erase-1", "anonymous", 0, 0}};
  StoredBlock block = EncodeBlock("440783", 1, Hash{}, content, known).value();
  Seal(std::move(block.header), body, block);
  return DecodeBlock(block, Hash{}, known);
}

std::string Erasing(const std::vector<uint32_t>& texts) {
  BlockBody body;
  for (const uint32_t text : texts) body.add_erased_texts(text);
  return body.SerializeAsString();
}

TEST(HostileErasure, TheColumnThatIsChangedBelowIsValid) {
  EXPECT_EQ(Decode(Erasing({1, 2}))->erased_texts, (std::vector<Ordinal>{1, 2}));
}

TEST(HostileErasure, IsRefusedWhereItNamesNoEarlierTextOrIsNotAscending) {
  const std::vector<uint32_t> cases[] = {{0},    {3},    {UINT32_MAX},
                                         {2, 1}, {1, 1}, std::vector<uint32_t>(600'000, 1)};
  for (const std::vector<uint32_t>& texts : cases) {
    const absl::Status status = Decode(Erasing(texts)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("body.erased_texts"));
  }
}

TEST(HostileErasure, IsRefusedWhereItIsNotOnePackedColumn) {
  std::string twice;
  for (int i = 0; i < 2; ++i) AppendWireField(twice, BlockBody::kErasedTextsFieldNumber, "\x01");
  std::string torn;
  AppendWireField(torn, BlockBody::kErasedTextsFieldNumber, "\x80");
  const std::string unpacked = "\x38\x01";
  for (const std::string& body : {twice, torn, unpacked})
    EXPECT_EQ(Decode(body).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace taizhang
