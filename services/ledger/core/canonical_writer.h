#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/facts/record.h"
#include "common/values/int128.h"

namespace taizhang::ledger {

/// Numbers as varints, texts behind their length: no two sequences of calls give the same bytes.
class CanonicalWriter {
 public:
  explicit CanonicalWriter(size_t reserve) { bytes_.reserve(reserve); }

  void Put(uint64_t number) {
    char buffer[10];
    size_t size = 0;
    for (; number >= 0x80; number >>= 7U)
      buffer[size++] = static_cast<char>(0x80U | (number & 0x7FU));
    buffer[size++] = static_cast<char>(number);
    bytes_.append(buffer, size);
  }
  void Put(Int128 number) {
    Put(static_cast<uint64_t>(number));
    Put(static_cast<uint64_t>(number >> 64U));
  }
  void Put(std::string_view text) {
    Put(uint64_t{text.size()});
    bytes_.append(text);
  }
  void Put(const DayRange& when) {
    Put(static_cast<uint64_t>(when.start - kDayMin));
    Put(static_cast<uint64_t>(when.end - kDayMin));
  }
  template <typename E>
  void PutEnum(E value) {
    Put(static_cast<uint64_t>(value));
  }
  template <typename T>
  void PutOptional(const std::optional<T>& value) {
    Put(value ? uint64_t{*value} + 1 : 0);
  }
  std::string Take() { return std::move(bytes_); }

  void PutLabels(const std::vector<Label>& labels) {
    Put(uint64_t{labels.size()});
    for (const Label& label : labels) {
      Put(label.key);
      Put(label.value);
    }
  }
  template <typename E>
  void PutEnums(const std::vector<E>& values) {
    Put(uint64_t{values.size()});
    for (const E value : values) PutEnum(value);
  }
  void PutTexts(const std::vector<std::string>& texts) {
    Put(uint64_t{texts.size()});
    for (const std::string& text : texts) Put(text);
  }

 private:
  std::string bytes_;
};

// Parts of a record's form, in a file of their own.

void PutFilter(const Filter& filter, CanonicalWriter& out);
void PutIndicator(const Indicator& indicator, CanonicalWriter& out);
/// Whether the definition has folds or the indicator decimals, which the first form had not.
bool HasLaterParts(const Indicator& indicator);

}  // namespace taizhang::ledger
