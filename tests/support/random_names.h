#pragma once

#include <string>
#include <vector>

/// Where random histories play: two counties of a prefecture, in three years.
namespace taizhang::aggregator {

inline const std::vector<std::string> kCounties = {"divisions/440783", "divisions/440784"};
inline const std::vector<std::string> kTowns = {"divisions/440783107", "divisions/440783116",
                                                "divisions/440784101"};
inline const std::vector<std::string> kClusters = {
    "divisions/440783/clusters/rice", "divisions/440783/clusters/brand",
    "divisions/440784/clusters/eggs", "divisions/4407/clusters/chain", "divisions/44/clusters/top"};
inline const std::vector<std::string> kVillages = {"divisions/440783/villages/440783107236",
                                                   "divisions/440783/villages/440783116201",
                                                   "divisions/440784/villages/440784101201"};
inline const std::vector<std::string> kFirms = {
    "divisions/440783/enterprises/e1", "divisions/440783/enterprises/e2",
    "divisions/440783/projects/p1",    "divisions/440783/projects/p2",
    "divisions/440784/enterprises/e3", "divisions/440784/projects/p3"};

inline constexpr int kFirstYear = 2023;
inline constexpr int kYears = 3;

inline std::vector<std::string> EveryScope() {
  std::vector<std::string> scopes = {"divisions/CN", "divisions/44", "divisions/4407"};
  for (const auto* names : {&kCounties, &kTowns, &kClusters, &kVillages, &kFirms}) {
    scopes.insert(scopes.end(), names->begin(), names->end());
  }
  return scopes;
}

inline const std::vector<std::string> kScopes = EveryScope();

}  // namespace taizhang::aggregator
