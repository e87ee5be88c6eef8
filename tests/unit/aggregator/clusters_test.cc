#include "tests/unit/aggregator/kaiping.h"

namespace taizhang::aggregator {
namespace {

TEST(Clusters, R15_ASubjectCountsOnceHoweverManyWaysLeadThere) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  world.Put("indicators/enterprises", Count(RecordKind::kEnterprise));
  const std::string matrix = "divisions/440783/clusters/matrix";
  world.Put(matrix, ClusterOf(ClusterKind::kBrand));
  world.Put(kRice, ClusterOf(ClusterKind::kIndustry, {{matrix, Role::kUnspecified, {}}}));
  world.Put(kBrand, ClusterOf(ClusterKind::kBrand, {{matrix, Role::kUnspecified, {}}}));
  world.Enterprise(kMill, {{kChishui, {}}},
                   {{kRice, Role::kMember, {}},
                    {kBrand, Role::kLeading, {}},
                    {matrix, Role::kBrandOperator, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(9));
  EXPECT_EQ(world.Text(matrix, "sales", "2025"), "9");
  EXPECT_EQ(world.Text(matrix, "enterprises", "2025"), "1");
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "9");
}

TEST(Clusters, R15_AParentIsADatedMembership) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth);
  world.Put(kRice, ClusterOf(ClusterKind::kIndustry,
                             {{kBrand, Role::kUnspecified, Days("2025-02-01", "2025-04-01")}}));
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kMember, Days("", "2025-03-10")}});
  for (const char* month : {"2025-01", "2025-02", "2025-03"}) {
    world.Observe(kMill, "sales", month, Exactly(1));
  }
  EXPECT_EQ(world.Text(kRice, "sales", "2025"), "2");
  EXPECT_EQ(world.Text(kBrand, "sales", "2025"), "1");
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "3");
}

TEST(Clusters, R15_ClustersNestFourDeep) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  const auto name = [](int i) { return "divisions/440783/clusters/c" + std::to_string(i); };
  for (int i = 1; i <= 4; ++i) {
    std::vector<Membership> parents;
    if (i < 4) parents = {{name(i + 1), Role::kUnspecified, {}}};
    world.Put(name(i), ClusterOf(ClusterKind::kIndustry, parents));
  }
  world.Enterprise(kMill, {{kChishui, {}}}, {{name(1), Role::kMember, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(9));
  for (int i = 1; i <= 4; ++i) EXPECT_EQ(world.Text(name(i), "sales", "2025"), "9") << i;
}

TEST(Clusters, R15_AClusterMayCrossCounties) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  const std::string wide = "divisions/4407/clusters/silk-rice";
  world.Put(wide, ClusterOf(ClusterKind::kIndustry));
  world.Put("divisions/440784", DivisionIn({{"divisions/4407", {}}}));
  const std::string other = "divisions/440784/enterprises/other";
  world.Enterprise(kMill, {{kChishui, {}}}, {{wide, Role::kMember, {}}});
  world.Enterprise(other, {{"divisions/440784", {}}}, {{wide, Role::kMember, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(30));
  world.Observe(other, "sales", "2025", Exactly(12));
  EXPECT_EQ(world.Text(wide, "sales", "2025"), "42");
  EXPECT_EQ(world.Text(kCounty, "sales", "2025"), "30");
}

TEST(Clusters, R15_ClustersAreCountedAboveThemAndInTheirHome) {
  Kaiping world;
  world.Put("indicators/clusters", Count(RecordKind::kCluster));
  Filter filter;
  filter.cluster_kinds = {ClusterKind::kIndustry};
  world.Put("indicators/industry-clusters", Count(RecordKind::kCluster, filter));
  world.Put(kRice, ClusterOf(ClusterKind::kIndustry, {{kBrand, Role::kUnspecified, {}}}));
  EXPECT_EQ(world.Text(kCounty, "clusters", "2025"), "2");
  EXPECT_EQ(world.Text("divisions/CN", "clusters", "2025"), "2");
  EXPECT_EQ(world.Text(kBrand, "clusters", "2025"), "1") << "not itself";
  EXPECT_EQ(world.Text(kRice, "clusters", "2025"), "0");
  EXPECT_EQ(world.Text(kChishui, "clusters", "2025"), "0");
  EXPECT_EQ(world.Text(kCounty, "industry-clusters", "2025"), "1");
}

TEST(Clusters, R15_DivisionsAreCountedAboveThem) {
  Kaiping world;
  world.Put("indicators/divisions", Count(RecordKind::kDivision));
  Filter filter;
  filter.division_levels = {DivisionLevel::kTown};
  world.Put("indicators/towns", Count(RecordKind::kDivision, filter));
  EXPECT_EQ(world.Text(kCounty, "divisions", "2025"), "2");
  EXPECT_EQ(world.Text("divisions/CN", "divisions", "2025"), "5");
  EXPECT_EQ(world.Text("divisions/CN", "towns", "2025"), "2");
  EXPECT_EQ(world.Text(kChishui, "towns", "2025"), "0") << "not itself";
}

TEST(Clusters, R15_ARoleFilterTestsTheMembershipThatLeadsToTheScope) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear);
  Filter filter;
  filter.roles = {Role::kBrandOperator};
  world.Put("indicators/operators", Count(RecordKind::kEnterprise, filter));
  world.Put("indicators/operator-sales", Total("sales", filter));
  world.Enterprise(kMill, {{kChishui, {}}},
                   {{kBrand, Role::kBrandOperator, {}}, {kRice, Role::kMember, {}}});
  world.Enterprise(kFarm, {{kTangkou, {}}});
  world.Observe(kMill, "sales", "2025", Exactly(18));
  EXPECT_EQ(world.Text(kBrand, "operators", "2025"), "1");
  EXPECT_EQ(world.Text(kRice, "operators", "2025"), "0");
  EXPECT_EQ(world.Text(kBrand, "operator-sales", "2025"), "18");
  EXPECT_EQ(world.Text(kRice, "operator-sales", "2025"), "none");
  // At a division, any.
  EXPECT_EQ(world.Text(kCounty, "operators", "2025"), "1");
  EXPECT_EQ(world.Get(kCounty, "operators", "2025").completeness.expected, 1)
      << "who is in no cluster has no role, and is excluded";
}

TEST(Clusters, R15_ARoleThatIsNotRecordedIsMissing) {
  Kaiping world;
  Filter filter;
  filter.roles = {Role::kLeading};
  world.Put("indicators/leading", Count(RecordKind::kEnterprise, filter));
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kUnspecified, {}}});
  EXPECT_EQ(world.Get(kRice, "leading", "2025").completeness,
            (Completeness{.expected = 1, .received = 0, .complete = false}));
}

TEST(Clusters, R15_StagesAreFilteredOnTheDayThatDecides) {
  Kaiping world;
  world.DefineFlow(Frequency::kMonth, kProjects);
  Filter filter;
  filter.stages = {Stage::kInProduction};
  world.Put("indicators/running", Total("sales", filter));
  Record& plant = world.Project(kPlant, {{kChishui, {}}});
  std::get<Project>(plant.details).stages = {
      {Stage::kUnderConstruction, Days("2025-02-01", "2025-03-20")},
      {Stage::kInProduction, Days("2025-03-20", "")}};
  for (const char* month : {"2025-01", "2025-02", "2025-03", "2025-04"}) {
    world.Observe(kPlant, "sales", month, Exactly(1));
  }
  const Figure figure = world.Get(kCounty, "running", "2025-01..2025-04");
  EXPECT_EQ(TextOf(figure), "2");
  // January has no stage: missing; February is under construction: excluded.
  EXPECT_EQ(figure.completeness, (Completeness{.expected = 3, .received = 2, .complete = false}));
}

TEST(Clusters, R15_ProjectsInheritNothingFromTheirOwners) {
  Kaiping world;
  world.DefineFlow(Frequency::kYear, kProjects);
  world.Enterprise(kMill, {{kChishui, {}}}, {{kRice, Role::kLeading, {}}});
  std::get<Project>(world.Project(kPlant, {{kTangkou, {}}}).details).owners = {kMill};
  world.Observe(kPlant, "sales", "2025", Exactly(3));
  EXPECT_EQ(world.Text(kRice, "sales", "2025"), "none");
  EXPECT_EQ(world.Text(kMill, "sales", "2025"), "none");
  EXPECT_EQ(world.Text(kTangkou, "sales", "2025"), "3");
}

}  // namespace
}  // namespace taizhang::aggregator
