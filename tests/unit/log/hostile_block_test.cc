// Blocks whose hash is right and whose content is not: what a broken or a hostile writer could
// send.

#include <string>

#include "common/log/block_codec.h"
#include "common/log/text_entry.h"
#include "common/log/wire_fields.h"
#include "taizhang/storage/v1/block.pb.h"
#include "tests/support/block_file.h"
#include "tests/support/random_history.h"
#include <gmock/gmock.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

namespace taizhang {
namespace {

using storage::v1::BlockBody;
using storage::v1::BlockHeader;
using storage::v1::ObservationColumns;
using storage::v1::StoredRecord;
using storage::v1::TextSection;
using ::testing::HasSubstr;

/// Second block of a log: one text, one enterprise, three observations of which the last two
/// revise.
struct Parts {
  BlockHeader header;
  BlockBody body;
  TextSection texts;

  ObservationColumns& columns() { return *body.mutable_observations(); }
  StoredRecord& record() { return *body.mutable_records(0)->mutable_after(); }
};

Dictionaries Known() {
  Dictionaries known;
  known.subjects.Intern("divisions/440783/enterprises/a");
  known.measures.Intern("jobs");
  return known;
}

Parts ValidParts() {
  Parts parts;
  parts.header.set_format(1);
  parts.header.set_partition("440783");
  parts.header.set_revision(2);
  parts.header.set_previous_hash(std::string(32, 'p'));
  storage::v1::RequestSpan& request = *parts.header.add_requests();
  request.set_record_changes(1);
  request.set_observation_changes(3);
  const TextEntry text = MakeTextEntry("牛角包", Salt{1});
  parts.body.add_new_subjects("divisions/440783/enterprises/b");
  parts.body.add_new_ids("source");
  parts.body.add_new_text_digests(text.digest.data(), text.digest.size());
  parts.texts.add_texts()->set_text(text.text);
  parts.texts.mutable_texts(0)->set_salt(text.salt.data(), text.salt.size());
  storage::v1::RecordChange& change = *parts.body.add_records();
  change.set_subject(1);
  change.mutable_after()->set_display_name(1);
  change.mutable_after()->mutable_enterprise()->set_industry("C1411");
  ObservationColumns& columns = parts.columns();
  for (const int32_t subject : {0, 0, 1}) columns.add_subjects(subject);
  columns.add_measures(0);
  columns.add_ids(1);
  for (const int32_t month : {2024 * 12, 1, 1}) columns.add_first_months(month);
  columns.add_months(1);
  for (const int64_t value : {5, 6, 7}) columns.add_values(value);
  columns.add_stamps()->set_quantum_coefficient(1);
  columns.add_stamps()->set_bound(2);
  for (const uint32_t stamp : {0U, 1U, 0U}) columns.add_stamp_of(stamp);
  for (const uint32_t row : {1U, 1U}) columns.add_revised_rows(row);
  for (const uint64_t revision : {1U, 1U}) columns.add_previous_revisions(revision);
  for (const int64_t value : {3, 4}) columns.add_before_values(value);
  columns.add_before_stamp_of(0);
  return parts;
}

absl::StatusOr<BlockContent> Decode(const std::string& header, const std::string& body,
                                    const std::string& texts) {
  StoredBlock block{.partition = "440783", .revision = 2, .texts = texts};
  Seal(header, body, block);
  Hash previous{};
  previous.fill('p');
  return DecodeBlock(block, previous, Known());
}

absl::StatusOr<BlockContent> Decode(const Parts& parts) {
  return Decode(parts.header.SerializeAsString(), parts.body.SerializeAsString(),
                parts.texts.SerializeAsString());
}

TEST(HostileBlock, TheBlockThatIsChangedBelowIsValid) {
  const absl::StatusOr<BlockContent> content = Decode(ValidParts());
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_EQ(content->records[0].after->display_name, "牛角包");
  ASSERT_EQ(content->observations.size(), 3U);
  EXPECT_EQ(content->observations[1].after.bound, Bound::kAtLeast);
  EXPECT_EQ(content->observations[2].subject, 1U);
  EXPECT_EQ(content->observations[2].period.ToString(), "2024-03");
  EXPECT_EQ(content->observations[2].previous_revision, 1U);
  EXPECT_TRUE(content->observations[2].before_value == 4);
}

struct Case {
  const char* field;  ///< what the error names
  void (*change)(Parts&);
};

void ExpectEachRefused(const std::vector<Case>& cases) {
  for (size_t i = 0; i < cases.size(); ++i) {
    Parts parts = ValidParts();
    cases[i].change(parts);
    const absl::Status status = Decode(parts).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << "case " << i << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(cases[i].field)) << "case " << i;
  }
}

TEST(HostileBlock, RefusesHeaders) {
  ExpectEachRefused({
      {"header.format", [](Parts& p) { p.header.set_format(0); }},
      {"header.format", [](Parts& p) { p.header.set_format(2); }},  // nothing in it is of that one
      {"header.partition", [](Parts& p) { p.header.set_partition("440784"); }},
      {"header.revision", [](Parts& p) { p.header.set_revision(0); }},
      {"header.previous_hash", [](Parts& p) { p.header.set_previous_hash("short"); }},
      {"header.requests",
       [](Parts& p) {
         for (int i = 0; i < 1000; ++i) p.header.add_requests();
       }},
      {"header.requests", [](Parts& p) { p.header.mutable_requests(0)->set_record_changes(2); }},
      {"header.requests",
       [](Parts& p) { p.header.mutable_requests(0)->set_observation_changes(2); }},
      {"header.size",
       [](Parts& p) { p.header.mutable_requests(0)->set_principal(std::string(1 << 20, 'x')); }},
  });
}

TEST(HostileBlock, SaysOfANewerFormatThatItIsOne) {
  Parts parts = ValidParts();
  parts.header.set_format(3);
  EXPECT_EQ(Decode(parts).status().code(), absl::StatusCode::kUnimplemented);
}

TEST(HostileBlock, RefusesDictionaryEntries) {
  ExpectEachRefused({
      {"body.new_subjects",
       [](Parts& p) { p.body.set_new_subjects(0, "divisions/440783/enterprises/a"); }},
      {"body.new_subjects", [](Parts& p) { p.body.add_new_subjects(p.body.new_subjects(0)); }},
      {"body.new_subjects", [](Parts& p) { p.body.set_new_subjects(0, "enterprises/b"); }},
      {"body.new_subjects",
       [](Parts& p) {
         for (int i = 0; i < 50'000; ++i) p.body.add_new_subjects("x");
       }},
      {"body.new_measures", [](Parts& p) { p.body.add_new_measures("jobs"); }},
      {"body.new_measures", [](Parts& p) { p.body.add_new_measures("Jobs"); }},
      {"body.new_ids", [](Parts& p) { p.body.add_new_ids("source"); }},
      {"body.new_ids", [](Parts& p) { p.body.set_new_ids(0, ""); }},
      {"body.new_text_digests", [](Parts& p) { p.body.set_new_text_digests(0, "short"); }},
  });
}

TEST(HostileBlock, RefusesTexts) {
  ExpectEachRefused({
      {"texts[0]", [](Parts& p) { p.texts.mutable_texts(0)->set_text("牛角"); }},
      {"texts[0]", [](Parts& p) { p.texts.mutable_texts(0)->set_salt("short"); }},
      {"texts[0]", [](Parts& p) { p.texts.mutable_texts(0)->set_erased(true); }},
      {"texts[0]", [](Parts& p) { p.texts.clear_texts(); }},
      {"texts[1]", [](Parts& p) { p.texts.add_texts()->set_erased(true); }},
  });
}

TEST(HostileBlock, RefusesRecords) {
  ExpectEachRefused({
      {"records.subject", [](Parts& p) { p.body.mutable_records(0)->set_subject(2); }},
      {"records.previous_revision",
       [](Parts& p) { p.body.mutable_records(0)->set_previous_revision(2); }},
      {"records.before",
       [](Parts& p) { *p.body.mutable_records(0)->mutable_before() = p.record(); }},
      {"records.after", [](Parts& p) { p.body.mutable_records(0)->clear_after(); }},
      {"records.display_name", [](Parts& p) { p.record().set_display_name(2); }},
      {"records.english_name", [](Parts& p) { p.record().set_english_name(2); }},
      {"records.description", [](Parts& p) { p.record().set_description(UINT32_MAX); }},
      {"records.labels.value", [](Parts& p) { p.record().add_labels()->set_value(2); }},
      {"records.active", [](Parts& p) { p.record().mutable_active()->set_start(INT32_MIN); }},
      {"records.placements.place",
       [](Parts& p) { p.record().add_placements()->set_place("nowhere"); }},
      {"records.memberships.cluster", [](Parts& p) { p.record().add_memberships(); }},
      {"records.memberships.role",
       [](Parts& p) {
         p.record().add_memberships()->set_cluster("divisions/440783/clusters/c");
         p.record().mutable_memberships(0)->set_role(4);
       }},
      {"records.details", [](Parts& p) { p.record().clear_details(); }},
      {"records",
       [](Parts& p) { p.record().mutable_enterprise()->set_industry(std::string(1 << 20, 'x')); }},
  });
}

TEST(HostileBlock, RefusesDetails) {
  ExpectEachRefused({
      {"project.category", [](Parts& p) { p.record().mutable_project()->set_category(10); }},
      {"project.stages.stage",
       [](Parts& p) { p.record().mutable_project()->add_stages()->set_stage(7); }},
      {"project.stages.when",
       [](Parts& p) {
         p.record().mutable_project()->add_stages()->mutable_when()->set_end(84'007);
       }},
      {"project.owners", [](Parts& p) { p.record().mutable_project()->add_owners("nobody"); }},
      {"division.successors",
       [](Parts& p) { p.record().mutable_division()->add_successors("nobody"); }},
      {"cluster.kind", [](Parts& p) { p.record().mutable_cluster()->set_kind(5); }},
      {"cluster.seats.origin",
       [](Parts& p) { p.record().mutable_cluster()->add_seats()->set_origin(4); }},
      {"measure.frequency", [](Parts& p) { p.record().mutable_measure()->set_frequency(2); }},
      {"measure.decimals", [](Parts& p) { p.record().mutable_measure()->set_decimals(19); }},
      {"measure.temporal_kind",
       [](Parts& p) { p.record().mutable_measure()->set_temporal_kind(4); }},
      {"measure.reporters",
       [](Parts& p) {
         p.record().mutable_measure()->set_frequency(12);
         p.record().mutable_measure()->set_reporters(1U << 4U);
       }},
      {"indicator.count.kind", [](Parts& p) { p.record().mutable_indicator()->mutable_count(); }},
      {"indicator.total.measure",
       [](Parts& p) { p.record().mutable_indicator()->mutable_total(); }},
      {"filter.stages",
       [](Parts& p) {
         p.record().mutable_indicator()->mutable_count()->set_kind(3);
         p.record().mutable_indicator()->mutable_count()->mutable_filter()->add_stages(7);
       }},
  });
}

TEST(HostileBlock, RefusesColumnsOfAnotherLength) {
  ExpectEachRefused({
      {"observations.subjects", [](Parts& p) { p.columns().add_subjects(0); }},
      {"observations.subjects", [](Parts& p) { p.columns().add_values(0); }},
      {"observations.measures", [](Parts& p) { p.columns().add_measures(0); }},
      {"observations.measures", [](Parts& p) { p.columns().clear_measures(); }},
      {"observations.ids", [](Parts& p) { p.columns().add_ids(0); }},
      {"observations.first_months", [](Parts& p) { p.columns().clear_first_months(); }},
      {"observations.months", [](Parts& p) { p.columns().add_months(1); }},
      {"observations.stamp_of", [](Parts& p) { p.columns().add_stamp_of(0); }},
      {"observations.previous_revisions", [](Parts& p) { p.columns().add_previous_revisions(1); }},
      {"observations.before_values", [](Parts& p) { p.columns().clear_before_values(); }},
      {"observations.before_stamp_of", [](Parts& p) { p.columns().clear_before_stamp_of(); }},
      {"observations.wide_rows", [](Parts& p) { p.columns().add_wide_rows(0); }},
      {"observations.before_wide_rows", [](Parts& p) { p.columns().add_before_wide_highs(1); }},
  });
}

TEST(HostileBlock, RefusesRows) {
  ExpectEachRefused({
      {"observations.subjects", [](Parts& p) { p.columns().set_subjects(1, -1); }},
      {"observations.subjects", [](Parts& p) { p.columns().set_subjects(1, 2); }},
      {"observations.measures", [](Parts& p) { p.columns().set_measures(0, 1); }},
      {"observations.ids", [](Parts& p) { p.columns().set_ids(0, 2); }},
      {"observations.first_months", [](Parts& p) { p.columns().set_first_months(0, 1899 * 12); }},
      {"observations.first_months", [](Parts& p) { p.columns().set_first_months(2, INT32_MAX); }},
      {"observations.first_months", [](Parts& p) { p.columns().set_months(0, 12); }},
      {"observations.months", [](Parts& p) { p.columns().set_months(0, 2); }},
      {"observations.months", [](Parts& p) { p.columns().set_months(0, 0); }},
      {"observations.stamp_of", [](Parts& p) { p.columns().set_stamp_of(0, 2); }},
      {"observations.revised_rows", [](Parts& p) { p.columns().set_revised_rows(1, 2); }},
      {"observations.revised_rows", [](Parts& p) { p.columns().set_revised_rows(1, 0); }},
      {"observations.previous_revisions",
       [](Parts& p) { p.columns().set_previous_revisions(0, 0); }},
      {"observations.previous_revisions",
       [](Parts& p) { p.columns().set_previous_revisions(0, 2); }},
      {"observations.before_stamp_of", [](Parts& p) { p.columns().set_before_stamp_of(0, 2); }},
  });
}

TEST(HostileBlock, RefusesWideValues) {
  const auto widen = [](Parts& p, uint32_t row, int64_t high) {
    p.columns().add_wide_rows(row);
    p.columns().add_wide_highs(high);
  };
  static const auto add = widen;
  ExpectEachRefused({
      {"observations.wide_rows", [](Parts& p) { add(p, 3, 1); }},          // no such row
      {"observations.wide_rows", [](Parts& p) { add(p, 0, 0); }},          // fits in 64 bits
      {"observations.wide_rows", [](Parts& p) { add(p, 0, INT64_MAX); }},  // beyond 10^28
      {"observations.wide_rows",
       [](Parts& p) {
         add(p, 1, 1);
         add(p, 1, 1);
       }},  // twice
      {"observations.before_wide_rows",
       [](Parts& p) {
         p.columns().add_before_wide_rows(2);
         p.columns().add_before_wide_highs(1);
       }},
  });
}

TEST(HostileBlock, RefusesStamps) {
  ExpectEachRefused({
      {"stamps.state", [](Parts& p) { p.columns().mutable_stamps(0)->set_state(3); }},
      {"stamps.bound", [](Parts& p) { p.columns().mutable_stamps(0)->set_bound(6); }},
      {"stamps.basis", [](Parts& p) { p.columns().mutable_stamps(0)->set_basis(2); }},
      {"stamps.period_basis", [](Parts& p) { p.columns().mutable_stamps(0)->set_period_basis(3); }},
      {"stamps.quantum_scale",
       [](Parts& p) { p.columns().mutable_stamps(0)->set_quantum_scale(19); }},
      {"stamps.quantum_coefficient",
       [](Parts& p) {
         p.columns().mutable_stamps(0)->set_quantum_coefficient(10);
         p.columns().mutable_stamps(0)->set_quantum_scale(1);
       }},
      {"stamps.remark", [](Parts& p) { p.columns().mutable_stamps(0)->set_remark(2); }},
      {"observations.stamps",
       [](Parts& p) {
         for (int i = 0; i < 100'000; ++i) p.columns().add_stamps();
       }},
  });
}

TEST(HostileBlock, RefusesMoreRowsThanABlockMayHave) {
  ExpectEachRefused({
      {"body.records",
       [](Parts& p) {
         for (int i = 0; i < 50'000; ++i) p.body.add_records();
       }},
      {"observations.values",
       [](Parts& p) {
         for (int i = 0; i < 50'000; ++i) p.columns().add_values(0);
       }},
      {"observations.column",
       [](Parts& p) {
         for (int i = 0; i < 600'000; ++i) p.columns().add_values(0);
       }},
  });
}

TEST(HostileBlock, RefusesPiecesOfAColumn) {
  Parts parts = ValidParts();
  std::string columns = parts.columns().SerializeAsString();
  AppendWireField(columns, ObservationColumns::kValuesFieldNumber, "");
  parts.body.clear_observations();
  std::string body = parts.body.SerializeAsString();
  AppendWireField(body, BlockBody::kObservationsFieldNumber, columns);
  EXPECT_THAT(Decode(parts.header.SerializeAsString(), body, parts.texts.SerializeAsString())
                  .status()
                  .ToString(),
              HasSubstr("observations.column"));
}

TEST(HostileBlock, RefusesObservationsTwice) {
  const Parts parts = ValidParts();
  std::string body = parts.body.SerializeAsString();
  AppendWireField(body, BlockBody::kObservationsFieldNumber, "");
  EXPECT_THAT(Decode(parts.header.SerializeAsString(), body, parts.texts.SerializeAsString())
                  .status()
                  .ToString(),
              HasSubstr("body.observations"));
}

TEST(HostileBlock, PassesOverFieldsThatALaterWriterAdds) {
  const Parts parts = ValidParts();
  std::string header = parts.header.SerializeAsString();
  std::string body = parts.body.SerializeAsString();
  std::string texts = parts.texts.SerializeAsString();
  for (std::string* part : {&header, &body, &texts}) AppendWireField(*part, 1'000, "later");
  const absl::StatusOr<BlockContent> content = Decode(header, body, texts);
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_EQ(DifferenceOf(*Decode(parts), *content), "");
}

// Whatever one byte of a body becomes, decoding ends with content or with DATA_LOSS.
TEST(HostileBlock, EndsWellForEveryByteOfTheBody) {
  const google::protobuf::LogSilencer silencer;
  const Parts parts = ValidParts();
  const std::string header = parts.header.SerializeAsString();
  const std::string texts = parts.texts.SerializeAsString();
  std::string body = parts.body.SerializeAsString();
  for (char& byte : body) {
    const char whole = byte;
    for (int other = 0; other < 256; ++other) {
      byte = static_cast<char>(other);
      const absl::Status status = Decode(header, body, texts).status();
      EXPECT_TRUE(status.ok() || absl::IsDataLoss(status)) << status;
    }
    byte = whole;
  }
}

}  // namespace
}  // namespace taizhang
