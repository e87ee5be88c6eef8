#include "services/cli/read/county_hint.h"

#include <ostream>
#include <string_view>
#include <vector>

#include "services/cli/wire/ledger_reads.h"

namespace taizhang::cli {
namespace {

namespace v1 = taizhang::ledger::v1;

constexpr std::string_view kNation = "CN";
constexpr size_t kCountyDigits = 6;
constexpr size_t kCountiesShownMax = 10;

bool IsDigits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool IsAboveCounties(std::string_view partition) {
  return partition == kNation || (IsDigits(partition) && partition.size() < kCountyDigits);
}

}  // namespace

void SayCounties(const Connection& connection, const std::string& partition,
                 const Console& console) {
  if (!IsAboveCounties(partition)) return;
  v1::ListPartitionsRequest request;
  request.set_prefix(partition == kNation ? "" : partition);
  request.set_page_size(kPageSizeMax);
  std::vector<std::string> counties;
  const grpc::Status status =
      ReadPages(connection, request, [&](const v1::ListPartitionsResponse& page) {
        for (const v1::Partition& found : page.partitions()) {
          if (IsDigits(found.name()) && found.name().size() >= kCountyDigits)
            counties.push_back(found.name());
        }
        return counties.size() <= kCountiesShownMax;
      });
  if (!status.ok()) return;
  console.err << "Records lie with their county: name one, as in taizhang list 440783. ";
  if (counties.empty()) {
    console.err << "No county below " << partition << " has any yet.\n";
    return;
  }
  console.err << "Below " << partition << ':';
  for (size_t i = 0; i < counties.size() && i < kCountiesShownMax; ++i)
    console.err << ' ' << counties[i];
  console.err << (counties.size() > kCountiesShownMax ? " …\n" : "\n");
}

}  // namespace taizhang::cli
