#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace taizhang {

/// An LZ4 block. `bytes` is at most 1 GiB.
std::string Compress(std::string_view bytes);

/// The `size` bytes that `compressed` holds; nothing where it holds anything else. What cannot be
/// that large is refused before memory is taken for it. The view is of this thread's own buffer:
/// valid until the next call on it.
std::optional<std::string_view> Decompress(std::string_view compressed, size_t size);

}  // namespace taizhang
