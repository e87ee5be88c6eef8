#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace taizhang::ledger {

/// What tells one version of one record or observation from every other, opaque to clients. `key`
/// is the record's name, or EtagKey of an observation.
std::string EtagOf(uint64_t revision, std::string_view key);

/// The parts of an observation's key as one text. `id` is its item or source.
std::string EtagKey(std::string_view subject, std::string_view measure, std::string_view id,
                    std::string_view period);

}  // namespace taizhang::ledger
