#pragma once

#include <string>
#include <string_view>

#include "services/ledger/core/row.h"
#include "services/ledger/core/violations.h"
#include "services/ledger/rpc/parse_enum.h"
#include "taizhang/type/v1/record.pb.h"

namespace taizhang::ledger {

/// Where the details being read stand.
struct DetailsPlace {
  const Origin& origin;
  Violations& violations;

  void Add(std::string_view field, Reason reason, std::string_view description) const {
    violations.Add(origin, field, reason, description);
  }
  template <typename To>
  To Enum(int number, bool is_valid, std::string_view field) const {
    return ParseEnum<To>(number, is_valid, origin, field, violations);
  }
};

// Everything that cannot be read has a violation; what can be is kept. `path` is the field's own.

Filter ParseFilter(const type::v1::Filter& written, const std::string& path,
                   const DetailsPlace& place);
TotalOf ParseTotal(const type::v1::TotalOf& written, const std::string& path,
                   const DetailsPlace& place);
CountOf ParseCount(const type::v1::CountOf& written, const std::string& path,
                   const DetailsPlace& place);
/// Of a tree that is too large only the beginning is read. False where the rules of a whole
/// definition would speak of what is not written.
bool ParseExpression(const type::v1::Expression& written, const std::string& path,
                     const DetailsPlace& place, Expression& parsed);

Indicator ParseIndicator(const type::v1::Indicator& written, RecordRow& row,
                         const DetailsPlace& place);

/// "0.05" is 500 of 10,000; 0 where it is empty or cannot be read.
uint16_t ParseTolerance(const std::string& written, const DetailsPlace& place);

}  // namespace taizhang::ledger
