#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/message_lite.h"

namespace taizhang {

// Protobuf's wire format, one level deep. A block's sections are split by these before protobuf's
// parser sees them, so that what is parsed at once has been counted and measured: two bytes of an
// empty message cost a hundred in memory.

/// One field of a message. `bytes` is what a length-delimited one holds, otherwise empty.
struct WireField {
  uint32_t number = 0;
  bool is_bytes = false;
  std::string_view bytes;
};

/// Reads the fields of one encoded message in order.
class WireFieldReader {
 public:
  explicit WireFieldReader(std::string_view message) : rest_(message) {}

  /// False at the end and at damage; `damaged()` tells them apart.
  bool Next(WireField& field);
  [[nodiscard]] bool damaged() const { return damaged_; }

 private:
  bool ReadVarint(uint64_t& value);
  bool Take(uint64_t size, std::string_view& bytes);

  std::string_view rest_;
  bool damaged_ = false;
};

void AppendWireField(std::string& out, uint32_t number, std::string_view bytes);
void AppendWireField(std::string& out, uint32_t number,
                     const google::protobuf::MessageLite& message);

}  // namespace taizhang
