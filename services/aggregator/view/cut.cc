#include "services/aggregator/view/cut.h"

#include <string_view>

#include "absl/strings/str_cat.h"

namespace taizhang::aggregator {

CutDigest CutDigest::Of(const std::string& partition, uint64_t revision, const Hash& hash) {
  const std::string place = absl::StrCat(partition, "@", revision, ":");
  std::string bytes(hash.begin(), hash.end());
  const Hash digest = Sha256({place, bytes});
  CutDigest out;
  for (size_t i = 0; i < 8; ++i) {
    out.high_ = out.high_ << 8U | digest[i];
    out.low_ = out.low_ << 8U | digest[i + 8];
  }
  return out;
}

std::string CutDigest::ToBytes() const {
  std::string bytes(16, '\0');
  for (size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>(high_ >> (56U - 8U * i));
    bytes[i + 8] = static_cast<char>(low_ >> (56U - 8U * i));
  }
  return bytes;
}

}  // namespace taizhang::aggregator
