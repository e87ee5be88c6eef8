#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace taizhang {

/// Groups of `group` elements each, addressed by index, that never move: growing copies nothing.
template <typename T>
class Slabs {
 public:
  explicit Slabs(size_t group) : group_(group) {}

  /// Index of a new group, whose elements are not initialised where T is trivial.
  size_t Append() {
    if (size_ % kGroupsPerSlab == 0) {
      slabs_.push_back(std::make_unique_for_overwrite<T[]>(kGroupsPerSlab * group_));
    }
    return size_++;
  }

  [[nodiscard]] T* At(size_t index) {
    return slabs_[index / kGroupsPerSlab].get() + (index % kGroupsPerSlab) * group_;
  }
  [[nodiscard]] const T* At(size_t index) const {
    return slabs_[index / kGroupsPerSlab].get() + (index % kGroupsPerSlab) * group_;
  }
  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] size_t memory_bytes() const {
    return slabs_.size() * kGroupsPerSlab * group_ * sizeof(T);
  }

 private:
  static constexpr size_t kGroupsPerSlab = 256;

  size_t group_;
  size_t size_ = 0;
  std::vector<std::unique_ptr<T[]>> slabs_;
};

}  // namespace taizhang
