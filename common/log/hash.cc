#include "common/log/hash.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include <openssl/evp.h>

namespace taizhang {
namespace {

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Looking the algorithm up costs more than hashing a short text, so it is done once.
const EVP_MD* Algorithm() {
  static const std::unique_ptr<EVP_MD, FreeDigest> algorithm(
      EVP_MD_fetch(nullptr, "SHA256", nullptr));
  return algorithm.get();
}

// SHA-256 has no input that it fails for: only a broken OpenSSL installation or a lack of memory
// ends here.
void Require(bool succeeded) {
  if (!succeeded) std::abort();
}

}  // namespace

Hash Sha256(std::initializer_list<std::string_view> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
  Hash hash{};
  Require(EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) == 1);
  for (const std::string_view part : parts) {
    Require(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  }
  Require(EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1);
  return hash;
}

HashPrefix PrefixOf(const Hash& hash) {
  HashPrefix prefix{};
  std::copy_n(hash.begin(), prefix.size(), prefix.begin());
  return prefix;
}

std::string ToHex(const Hash& hash) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(hash.size() * 2);
  for (const uint8_t byte : hash) {
    hex.push_back(kDigits[byte >> 4U]);
    hex.push_back(kDigits[byte & 15U]);
  }
  return hex;
}

}  // namespace taizhang
