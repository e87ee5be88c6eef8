#include <map>
#include <random>
#include <tuple>

#include "common/facts/facts.h"
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using Key = std::tuple<Ordinal, Ordinal, Ordinal, Period>;

/// Every version of every key, in a map.
struct Model {
  struct Version {
    uint64_t revision;
    Int128 value;
    Stamp stamp;
  };
  std::map<Key, std::vector<Version>> versions;

  [[nodiscard]] const Version* Find(const Key& key, uint64_t as_of) const {
    const auto found = versions.find(key);
    if (found == versions.end()) return nullptr;
    const Version* best = nullptr;
    for (const Version& version : found->second) {
      if (version.revision <= as_of) best = &version;
    }
    return best;
  }
};

class History {
 public:
  explicit History(uint64_t seed) : random_(seed) {}

  BlockContent Next(uint64_t revision) {
    BlockContent content;
    if (revision == 1) {
      for (int i = 0; i < kSubjects; ++i) content.new_subjects.push_back("s" + std::to_string(i));
      content.new_measures = {"yearly", "half", "quarterly", "monthly"};
      content.new_ids = {"a", "b"};
    }
    std::map<Key, bool> touched;
    const int rows = Below(30);
    for (int i = 0; i < rows; ++i) {
      const Key key = AnyKey();
      if (!touched.emplace(key, true).second) continue;
      content.observations.push_back(ChangeOf(key));
      const ObservationChange& change = content.observations.back();
      model_.versions[key].push_back({revision, change.value, change.after});
    }
    return content;
  }

  [[nodiscard]] const Model& model() const { return model_; }

 private:
  static constexpr int kSubjects = 9;

  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  Key AnyKey() {
    static constexpr int kMonths[] = {12, 6, 3, 1};
    const int measure = Below(4);
    const int months = kMonths[measure];
    const MonthIndex first = (2020 + Below(6)) * 12 + Below(12 / months) * months;
    return {Below(kSubjects), measure, Below(3), Period::FromMonths(first, months)};
  }

  ObservationChange ChangeOf(const Key& key) {
    ObservationChange change;
    std::tie(change.subject, change.measure, change.id, change.period) = key;
    if (const Model::Version* stands = model_.Find(key, kHead)) {
      change.previous_revision = stands->revision;
      change.before_value = stands->value;
      change.before = stands->stamp;
    }
    change.value = Below(1000) - 500;
    if (Below(20) == 0) change.value *= PowerOfTen(25);
    change.after.state = static_cast<ObservationState>(Below(3));
    change.after.bound = static_cast<Bound>(Below(6));
    change.after.quantum = Decimal::FromInteger(Below(2) == 0 ? 1 : 10'000);
    change.after.remark = static_cast<Ordinal>(Below(4));
    return change;
  }

  std::mt19937_64 random_;
  Model model_;
};

void ExpectEqualAt(const Facts& facts, const Model& model, uint64_t as_of) {
  for (const auto& [key, versions] : model.versions) {
    const auto& [subject, measure, id, period] = key;
    const auto found = facts.observations().Find(subject, measure, id, period, as_of);
    const Model::Version* expected = model.Find(key, as_of);
    ASSERT_EQ(found.has_value(), expected != nullptr);
    if (expected == nullptr) continue;
    ASSERT_TRUE(found->value == expected->value);
    ASSERT_EQ(found->stamp, expected->stamp);
    ASSERT_EQ(found->revision, expected->revision);
  }
}

TEST(FactsProperty, AnyPastRevisionReadsAsAMapOfVersionsDoes) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  for (uint64_t round = 0; round < 40; ++round) {
    History history(seed + round);
    Facts facts("440783");
    for (uint64_t revision = 1; revision <= 25; ++revision) {
      ASSERT_TRUE(facts.Apply(revision, history.Next(revision)).ok());
    }
    for (uint64_t as_of : {0, 1, 7, 24, 25}) ExpectEqualAt(facts, history.model(), as_of);
  }
}

TEST(FactsProperty, TheSameBlocksGiveTheSameDigest) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  History history(seed);
  Facts once("440783");
  Facts again("440783");
  for (uint64_t revision = 1; revision <= 30; ++revision) {
    const BlockContent content = history.Next(revision);
    ASSERT_TRUE(once.Apply(revision, content).ok());
    ASSERT_TRUE(again.Apply(revision, content).ok());
    ASSERT_EQ(once.digest(), again.digest());
  }
}

}  // namespace
}  // namespace taizhang
