#pragma once

#include <string>
#include <string_view>

#include "taizhang/ledger/v1/ledger_service.pb.h"

namespace taizhang::cli {

/// "divisions/440783" of "440783": people leave out the collection of what they name most often. A
/// name with a slash stands as it is.
std::string WithCollection(std::string_view collection, const std::string& name);

/// The name of a division by its code, and of a village by its: "440783107236" is
/// divisions/440783/villages/440783107236. A name with a slash stands as it is.
std::string FullName(const std::string& text);

/// "village", "measure"; empty where the details are missing.
std::string KindText(const taizhang::type::v1::Record& record);

/// What a kind has of its own, in short: "元 STOCK MONTH", "INVESTMENT UNDER_CONSTRUCTION". A stage
/// is the one of `day` (`YYYY-MM-DD`).
std::string DetailsText(const taizhang::type::v1::Record& record, const std::string& day);

/// Whether a dated entry holds on a day, `YYYY-MM-DD`.
bool HoldsOn(const taizhang::type::v1::DateRange& when, const std::string& day);

}  // namespace taizhang::cli
