#include "common/log/wire_fields.h"

#include <cstddef>

namespace taizhang {
namespace {

enum WireType : uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
constexpr uint32_t kWireTypeBits = 3;

void AppendVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

}  // namespace

bool WireFieldReader::ReadVarint(uint64_t& value) {
  value = 0;
  for (uint32_t shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    value |= uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool WireFieldReader::Take(uint64_t size, std::string_view& bytes) {
  if (size > rest_.size()) return false;
  bytes = rest_.substr(0, static_cast<size_t>(size));
  rest_.remove_prefix(static_cast<size_t>(size));
  return true;
}

bool WireFieldReader::Next(WireField& field) {
  if (rest_.empty() || damaged_) return false;
  field = WireField{};
  uint64_t tag = 0;
  uint64_t value = 0;
  std::string_view skipped;
  bool whole = ReadVarint(tag) && tag <= UINT32_MAX && (tag >> kWireTypeBits) != 0;
  if (whole) {
    field.number = static_cast<uint32_t>(tag >> kWireTypeBits);
    switch (tag & 7U) {
      case kVarint:
        whole = ReadVarint(value);
        break;
      case kFixed64:
        whole = Take(8, skipped);
        break;
      case kFixed32:
        whole = Take(4, skipped);
        break;
      case kBytes:
        field.is_bytes = true;
        whole = ReadVarint(value) && Take(value, field.bytes);
        break;
      default:
        whole = false;  // groups, which proto3 does not have
    }
  }
  damaged_ = !whole;
  return whole;
}

void AppendWireField(std::string& out, uint32_t number, std::string_view bytes) {
  AppendVarint(out, (uint64_t{number} << kWireTypeBits) | kBytes);
  AppendVarint(out, bytes.size());
  out.append(bytes);
}

void AppendWireField(std::string& out, uint32_t number,
                     const google::protobuf::MessageLite& message) {
  const size_t size = message.ByteSizeLong();
  AppendVarint(out, (uint64_t{number} << kWireTypeBits) | kBytes);
  AppendVarint(out, size);
  const size_t at = out.size();
  out.resize(at + size);
  message.SerializeWithCachedSizesToArray(reinterpret_cast<uint8_t*>(out.data() + at));
}

}  // namespace taizhang
