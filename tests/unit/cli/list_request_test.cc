#include "services/cli/read/list_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace taizhang::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// "partition scope cluster"; the error where there is one.
std::string Records(const ListChoice& choice) {
  const auto request = RecordsRequestOf(choice);
  if (!request.ok()) return std::string(request.status().message());
  return request->partition() + " " + request->scope() + " " + request->cluster();
}

/// "partition subject"; the error where there is one.
std::string Observations(const ListChoice& choice) {
  const auto request = ObservationsRequestOf(choice);
  if (!request.ok()) return std::string(request.status().message());
  return request->partition() + " " + request->subject();
}

TEST(ListRequest, FindsThePartitionOfAPlace) {
  EXPECT_EQ(Records({.where = {"structure"}}), "structure  ");
  EXPECT_EQ(Records({.where = {"440783"}}), "440783  ");
  EXPECT_EQ(Records({.where = {"CN"}}), "CN  ");
  EXPECT_EQ(Records({.where = {"divisions/4407"}}), "4407  ");
  EXPECT_EQ(Records({.where = {"440783107"}}), "440783 divisions/440783107 ");
  EXPECT_EQ(Records({.where = {"440783107236"}}), "440783 divisions/440783/villages/440783107236 ");
  EXPECT_EQ(Records({.where = {"divisions/440783/clusters/c"}}),
            "440783  divisions/440783/clusters/c");
}

TEST(ListRequest, FindsThePartitionOfAFilter) {
  EXPECT_EQ(Records({.scope = "440783107"}), "440783 divisions/440783107 ");
  EXPECT_EQ(Records({.cluster = "divisions/440783/clusters/c"}),
            "440783  divisions/440783/clusters/c");
  EXPECT_EQ(Records({.kinds = {"measure"}}), "structure  ");
  EXPECT_EQ(Records({.where = {"440783"}, .scope = "440783107"}), "440783 divisions/440783107 ");
}

TEST(ListRequest, SeeksClustersAndDivisionsOfAPlaceInStructure) {
  EXPECT_EQ(Records({.where = {"440783"}, .kinds = {"clusters"}}), "structure divisions/440783 ");
  EXPECT_EQ(Records({.where = {"440783"}, .kinds = {"cluster"}, .scope = "440783107"}),
            "structure divisions/440783107 ");
  EXPECT_EQ(Records({.where = {"divisions/440783/clusters/c"}, .kinds = {"cluster"}}),
            "structure  divisions/440783/clusters/c");
}

TEST(ListRequest, TakesSeveralKindsWithCommasOrFlags) {
  const auto request =
      RecordsRequestOf({.where = {"440783"}, .kinds = {"enterprise,projects", "village"}});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_THAT(request->kinds(),
              ElementsAre(type::v1::RECORD_KIND_ENTERPRISE, type::v1::RECORD_KIND_PROJECT,
                          type::v1::RECORD_KIND_VILLAGE));
}

TEST(ListRequest, SaysWhatIsWrong) {
  EXPECT_THAT(Records({}), HasSubstr("say where"));
  EXPECT_THAT(Records({.where = {"440783", "440784"}}), HasSubstr("one partition"));
  EXPECT_THAT(Records({.where = {"Kaiping"}}), HasSubstr("\"Kaiping\" is neither structure"));
  EXPECT_THAT(Records({.where = {"measures/sales"}}), HasSubstr("is neither structure"));
  EXPECT_THAT(Records({.where = {"440783"}, .kinds = {"town"}}), HasSubstr("--kind town is none"));
  EXPECT_THAT(Records({.where = {"440783"}, .kinds = {"village,measure"}}),
              HasSubstr("villages and measures lie in different partitions"));
  EXPECT_THAT(Records({.where = {"structure"}, .kinds = {"village"}}),
              HasSubstr("villages lie in their home division"));
  EXPECT_THAT(Records({.where = {"440783107"}, .scope = "440783108"}),
              HasSubstr("divisions/440783107 and --scope divisions/440783108"));
  EXPECT_THAT(Records({.where = {"440783"}, .labels = {"supported"}}),
              HasSubstr("--label supported should be"));
  EXPECT_THAT(Records({.where = {"divisions/440783/projects/p"}}), HasSubstr("is one record"));
  EXPECT_THAT(Records({.where = {"440783"}, .period = "2025"}), HasSubstr("add --observations"));
}

TEST(ListRequest, FindsObservationsBySubjectAndMeasure) {
  EXPECT_EQ(Observations({.where = {"440783"}}), "440783 ");
  EXPECT_EQ(Observations({.where = {"440783107"}}), "440783 divisions/440783107");
  EXPECT_EQ(Observations({.subject = "divisions/440783/projects/p"}),
            "440783 divisions/440783/projects/p");
  EXPECT_EQ(Observations({.where = {"divisions/440783/clusters/c"}}),
            "440783 divisions/440783/clusters/c");
  EXPECT_EQ(Observations({.where = {"440783"}, .subject = "440783"}), "440783 divisions/440783");
  const auto request =
      ObservationsRequestOf({.where = {"440783"}, .measures = {"sales,measures/jobs"}});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_THAT(request->measures(), ElementsAre("measures/sales", "measures/jobs"));
}

TEST(ListRequest, SaysWhatIsWrongWithObservations) {
  EXPECT_THAT(Observations({.where = {"structure"}}), HasSubstr("structure has no observations"));
  EXPECT_THAT(Observations({.where = {"440783"}, .prefix = "x"}), HasSubstr("are for records"));
}

TEST(ListRequest, KnowsObservationsAsAKind) {
  EXPECT_TRUE(WantsObservations({.kinds = {"observations"}}));
  EXPECT_TRUE(WantsObservations({.observations = true}));
  EXPECT_FALSE(WantsObservations({.kinds = {"village"}}));
}

}  // namespace
}  // namespace taizhang::cli
