#include "common/facts/structure.h"

#include <gtest/gtest.h>

namespace taizhang {
namespace {

constexpr DayRange kAlways;

std::shared_ptr<const Record> ADivision(std::vector<Placement> parents) {
  Record record{.placements = std::move(parents)};
  record.details = Division{};
  return std::make_shared<const Record>(record);
}

std::shared_ptr<const Record> ACluster(std::vector<std::string> parents) {
  Record record;
  for (std::string& parent : parents) record.memberships.push_back({.cluster = std::move(parent)});
  record.details = Cluster{.kind = ClusterKind::kBrand};
  return std::make_shared<const Record>(record);
}

std::vector<std::string> Scopes(const std::vector<Structure::Above>& above) {
  std::vector<std::string> scopes;
  scopes.reserve(above.size());
  for (const Structure::Above& entry : above) scopes.push_back(entry.scope);
  return scopes;
}

TEST(Structure, WalksTheChainOfParentsOnEachDay) {
  const Day moved = ParseDay("2024-07-01").value();
  const auto structure = Structure::Empty()->With(
      1, {{"divisions/44", ADivision({})},
          {"divisions/4407", ADivision({{"divisions/44", kAlways}})},
          {"divisions/4406", ADivision({{"divisions/44", kAlways}})},
          {"divisions/440783", ADivision({{"divisions/4407", {kDayMin, moved}},
                                          {"divisions/4406", {moved, kDayMax}}})}});
  const auto above = structure->DivisionsAbove("divisions/440783", kAlways);
  ASSERT_EQ(Scopes(above),
            (std::vector<std::string>{"divisions/440783", "divisions/4407", "divisions/44",
                                      "divisions/4406", "divisions/44"}));
  EXPECT_EQ(above[1].when, (DayRange{kDayMin, moved}));
  EXPECT_EQ(above[4].when, (DayRange{moved, kDayMax}));
}

TEST(Structure, ADanglingReferenceLeadsNowhere) {
  EXPECT_TRUE(Structure::Empty()->DivisionsAbove("divisions/440783", kAlways).empty());
}

TEST(Structure, AClusterIsAtMostFourDeep) {
  std::vector<std::pair<std::string, std::shared_ptr<const Record>>> changes;
  for (int i = 0; i < 6; ++i) {
    changes.emplace_back("divisions/44/clusters/c" + std::to_string(i),
                         ACluster({"divisions/44/clusters/c" + std::to_string(i + 1)}));
  }
  const auto structure = Structure::Empty()->With(1, changes);
  EXPECT_EQ(structure->ClustersAbove("divisions/44/clusters/c0", kAlways).size(), 4U);
}

TEST(Structure, ACycleEndsTheWalk) {
  const auto structure = Structure::Empty()->With(
      1, {{"divisions/44/clusters/a", ACluster({"divisions/44/clusters/b"})},
          {"divisions/44/clusters/b", ACluster({"divisions/44/clusters/a"})}});
  EXPECT_EQ(structure->ClustersAbove("divisions/44/clusters/a", kAlways).size(), 4U);
}

TEST(Structure, TheDefaultParentIsTheLongestPrefixThatExists) {
  const auto structure = Structure::Empty()->With(
      1, {{"divisions/CN", ADivision({})}, {"divisions/50", ADivision({})}});
  EXPECT_EQ(structure->DefaultParent(DivisionCode::Parse("500113").value())->ToString(), "50");
  EXPECT_EQ(structure->DefaultParent(DivisionCode::Parse("44").value())->ToString(), "CN");
  EXPECT_EQ(Structure::Empty()->DefaultParent(DivisionCode::Parse("44").value()), std::nullopt);
}

TEST(Structure, EarlierSnapshotsStayAsTheyWere) {
  const auto first = Structure::Empty()->With(1, {{"divisions/44", ADivision({})}});
  const auto second = first->With(2, {{"divisions/44", nullptr}, {"divisions/50", ADivision({})}});
  EXPECT_EQ(first->revision(), 1U);
  EXPECT_NE(first->Find("divisions/44"), nullptr);
  EXPECT_EQ(first->Find("divisions/50"), nullptr);
  EXPECT_EQ(second->Find("divisions/44"), nullptr);
  EXPECT_EQ(second->NamesOf(RecordKind::kDivision),
            (std::vector<std::string_view>{"divisions/50"}));
}

}  // namespace
}  // namespace taizhang
