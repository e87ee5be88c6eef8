#include "common/log/compression.h"

#include <lz4.h>
#include <memory>

namespace taizhang {
namespace {

constexpr size_t kKeptBytes = size_t{1} << 20U;
constexpr size_t kRatioMax = 255;  // a byte of a length stands for at most so many

/// Memory of one thread that is used again: fresh pages cost more than the work that is done in
/// them. What a rare large block took is given back at the next use.
class Scratch {
 public:
  char* Take(size_t size) {
    if (size > capacity_ || (capacity_ > kKeptBytes && size <= kKeptBytes)) {
      capacity_ = size > kKeptBytes ? size : kKeptBytes;
      bytes_ = std::make_unique_for_overwrite<char[]>(capacity_);
    }
    return bytes_.get();
  }

 private:
  std::unique_ptr<char[]> bytes_;
  size_t capacity_ = 0;
};

}  // namespace

std::string Compress(std::string_view bytes) {
  thread_local Scratch scratch;
  const int bound = LZ4_compressBound(static_cast<int>(bytes.size()));
  char* out = scratch.Take(static_cast<size_t>(bound));
  const int size = LZ4_compress_default(bytes.data(), out, static_cast<int>(bytes.size()), bound);
  return {out, static_cast<size_t>(size)};
}

std::optional<std::string_view> Decompress(std::string_view compressed, size_t size) {
  thread_local Scratch scratch;
  if (compressed.empty() || size / kRatioMax > compressed.size()) return std::nullopt;
  char* out = scratch.Take(size);
  const int written = LZ4_decompress_safe(
      compressed.data(), out, static_cast<int>(compressed.size()), static_cast<int>(size));
  if (written < 0 || static_cast<size_t>(written) != size) return std::nullopt;
  return std::string_view(out, size);
}

}  // namespace taizhang
