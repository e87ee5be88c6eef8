#include "tests/support/block_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/log/block_header.h"
#include "common/log/compression.h"
#include "taizhang/storage/v1/block.pb.h"

namespace taizhang {
namespace {

constexpr size_t kLengthBytes = 4;

void AppendPart(std::string& out, std::string_view part) {
  for (size_t i = 0; i < kLengthBytes; ++i)
    out.push_back(static_cast<char>((part.size() >> (8 * i)) & 0xFFU));
  out.append(part);
}

std::optional<std::string_view> TakePart(std::string_view& bytes) {
  if (bytes.size() < kLengthBytes) return std::nullopt;
  size_t size = 0;
  for (size_t i = 0; i < kLengthBytes; ++i)
    size |= size_t{static_cast<uint8_t>(bytes[i])} << (8 * i);
  bytes.remove_prefix(kLengthBytes);
  if (size > bytes.size()) return std::nullopt;
  const std::string_view part = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return part;
}

}  // namespace

std::string ToStoredFile(const StoredBlock& block) {
  std::string bytes;
  AppendPart(bytes, block.partition);
  AppendPart(bytes, std::to_string(block.revision));
  AppendPart(bytes, {reinterpret_cast<const char*>(block.hash.data()), block.hash.size()});
  AppendPart(bytes, block.header);
  AppendPart(bytes, std::to_string(block.body_bytes));
  AppendPart(bytes, block.body);
  AppendPart(bytes, block.texts);
  return bytes;
}

std::optional<StoredBlock> FromStoredFile(std::string_view bytes) {
  std::array<std::string_view, 7> parts;
  for (std::string_view& part : parts) {
    const std::optional<std::string_view> taken = TakePart(bytes);
    if (!taken) return std::nullopt;
    part = *taken;
  }
  StoredBlock block;
  block.partition = parts[0];
  block.revision = std::stoull(std::string(parts[1]));
  if (parts[2].size() != block.hash.size()) return std::nullopt;
  std::copy(parts[2].begin(), parts[2].end(), block.hash.begin());
  block.header = parts[3];
  block.body_bytes = static_cast<uint32_t>(std::stoul(std::string(parts[4])));
  block.body = parts[5];
  block.texts = parts[6];
  return block;
}

std::string ToBlockFile(const StoredBlock& block) {
  std::string bytes;
  AppendPart(bytes, block.header);
  AppendPart(bytes, Decompress(block.body, block.body_bytes).value());
  AppendPart(bytes, block.texts);
  return bytes;
}

std::optional<BlockOfFile> FromBlockFile(std::string_view bytes) {
  const std::optional<std::string_view> header = TakePart(bytes);
  const std::optional<std::string_view> body = TakePart(bytes);
  const std::optional<std::string_view> texts = TakePart(bytes);
  storage::v1::BlockHeader message;
  if (!header || !body || !texts) return std::nullopt;
  if (!message.ParseFromArray(header->data(), static_cast<int>(header->size())))
    return std::nullopt;
  BlockOfFile file;
  if (message.previous_hash().size() != file.previous_hash.size()) return std::nullopt;
  std::copy(message.previous_hash().begin(), message.previous_hash().end(),
            file.previous_hash.begin());
  file.block.partition = message.partition();
  file.block.revision = message.revision();
  file.block.texts = *texts;
  Seal(std::string(*header), *body, file.block);
  return file;
}

void Seal(std::string header, std::string_view body, StoredBlock& block) {
  block.hash = ChainHash(header, body);
  block.header = std::move(header);
  block.body = Compress(body);
  block.body_bytes = static_cast<uint32_t>(body.size());
}

}  // namespace taizhang
