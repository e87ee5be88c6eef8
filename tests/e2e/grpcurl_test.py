"""The real grpcurl, through reflection: what a system that knows no proto files of ours can do."""

import json
import unittest

from services import CATALOGUE, Pair, grpcurl_path

LEDGER, AGGREGATOR = "taizhang.ledger.v1.LedgerService", "taizhang.aggregator.v1.AggregatorService"
DIVISION = {"record": {"name": "divisions/44", "displayName": "广东省", "division": {}}}
BRAND = {"record": {"name": "divisions/44/clusters/c", "displayName": "集群", "cluster": {"kind": "CLUSTER_KIND_INDUSTRY"}}}


def error_details(stderr):
    """Details by type of an error that grpcurl printed with -format-error: the JSON object on its stderr."""
    found = json.loads(stderr)
    return {detail["@type"].rsplit(".", 1)[1]: detail for detail in found.get("details", [])}


@unittest.skipUnless(grpcurl_path(), "no grpcurl here, nor go to build it: apt-get install golang-go, then go install "
                     "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.1")
class GrpcurlTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pair = Pair()
        cls.pair.__enter__()
        cls.addClassCleanup(cls.pair.__exit__, None, None, None)
        cls.pair.import_files(*CATALOGUE)

    def call(self, address, method, request):
        """The answer, or the error's text."""
        done = self.pair.grpcurl("-format-error", "-d", "@", address, method, stdin=json.dumps(request))
        return (json.loads(done.stdout), None) if done.returncode == 0 else (None, done.stderr)

    def write(self, *rows, **fields):
        return self.call(self.pair.ledger.address, f"{LEDGER}/WriteRecords", {"rows": rows, **fields})

    def test_lists_and_describes_services(self):
        for process, service in ((self.pair.ledger, LEDGER), (self.pair.aggregator, AGGREGATOR)):
            listed = self.pair.grpcurl(process.address, "list").stdout.split()
            self.assertIn(service, listed)
            self.assertIn("grpc.health.v1.Health", listed)
            described = self.pair.grpcurl(process.address, "describe", service)
            self.assertEqual(described.returncode, 0, described.stderr)
            self.assertIn("rpc ", described.stdout)
        self.assertIn("string display_name = 2", self.pair.grpcurl(self.pair.ledger.address, "describe",
                                                                   "taizhang.type.v1.Record").stdout)

    def test_health_is_serving(self):
        for process in (self.pair.ledger, self.pair.aggregator):
            answer, error = self.call(process.address, "grpc.health.v1.Health/Check", {})
            self.assertIsNone(error)
            self.assertEqual(answer["status"], "SERVING")

    def test_writes_a_record_and_asks_for_the_figure(self):
        written, error = self.write(DIVISION, BRAND)
        self.assertIsNone(error)
        self.assertEqual(written["partition"], "structure")
        self.assertEqual(len(written["outcomes"]), 2)
        answer, error = self.call(self.pair.aggregator.address, f"{AGGREGATOR}/QueryFigures", {
            "scopes": ["divisions/44"], "indicators": ["indicators/industry-clusters"], "periods": ["2025-06"],
            "tokens": [written["token"]]})
        self.assertIsNone(error)
        self.assertEqual(answer["answers"][0]["figure"]["computed"]["value"], "1")

    def test_lists_the_partitions_with_their_heads(self):
        written, error = self.write(DIVISION, BRAND)
        self.assertIsNone(error)
        listed, error = self.call(self.pair.ledger.address, f"{LEDGER}/ListPartitions", {"prefix": "struct"})
        self.assertIsNone(error)
        (partition,) = listed["partitions"]
        self.assertEqual(partition["name"], "structure")
        self.assertEqual(partition["token"], written["token"])
        self.assertNotIn("stopped", partition)
        _, error = self.call(self.pair.ledger.address, f"{LEDGER}/ListPartitions", {"prefix": "divisions/44"})
        (violation,) = error_details(error)["BadRequest"]["fieldViolations"]
        self.assertEqual(violation["field"], "prefix")
        self.assertIn("no partition's name begins so", violation["description"])

    def test_an_error_names_the_field_and_the_reason(self):
        _, error = self.write({"record": {"name": "divisions/4x", "displayName": "x", "division": {}}})
        details = error_details(error)
        self.assertEqual(details["ErrorInfo"]["domain"], "taizhang")
        self.assertEqual(details["ErrorInfo"]["reason"], "INVALID_REQUEST")
        violation = details["BadRequest"]["fieldViolations"][0]
        self.assertEqual(violation["field"], "rows[0].record.name")
        self.assertIn("NAME_INVALID", violation["description"])

    def test_one_wrong_row_among_5000_refuses_the_request(self):
        self.write(DIVISION)
        rows = [{"record": {"name": f"divisions/44/projects/p{i}", "displayName": "项目", "project": {}}}
                for i in range(5000)]
        rows[4321]["record"]["displayName"] = ""
        _, error = self.write(*rows)
        details = error_details(error)
        self.assertEqual(details["ErrorInfo"]["metadata"]["violations"], "1")
        self.assertEqual(details["BadRequest"]["fieldViolations"][0]["field"], "rows[4321].record.display_name")
        _, error = self.call(self.pair.ledger.address, f"{LEDGER}/GetRecord", {"name": "divisions/44/projects/p0"})
        self.assertEqual(error_details(error)["ErrorInfo"]["reason"], "NOT_FOUND")

    def test_validate_only_gives_every_violation(self):
        rows = [{"record": {"name": f"divisions/44/projects/p{i}", "project": {}}} for i in range(1000)]
        judged, error = self.write(DIVISION, validate_only=True)
        self.assertIsNone(error)
        self.assertNotIn("token", judged)
        judged, error = self.write(*rows, validate_only=True)
        self.assertIsNone(error)
        self.assertGreaterEqual(len(judged["violations"]), 1000)

    def test_a_request_id_with_other_content_is_refused(self):
        first, error = self.write(DIVISION, request_id="first")
        self.assertIsNone(error)
        again, error = self.write(DIVISION, request_id="first")
        self.assertIsNone(error)
        self.assertEqual(again, first)
        _, error = self.write(BRAND, request_id="first")
        self.assertEqual(error_details(error)["ErrorInfo"]["reason"], "REQUEST_ID_REUSED")

    def test_a_repeated_request_gets_the_first_outcome_after_a_restart_too(self):
        county = {"record": {"name": "divisions/50", "displayName": "重庆市", "division": {}}}
        self.write(county)
        changing = {"record": {"name": "divisions/50", "displayName": "重庆", "division": {}}}
        changed, _ = self.write(changing, request_id="changing")
        unchanged, _ = self.write(changing, request_id="unchanged")
        self.assertEqual((changed["outcomes"], unchanged["outcomes"]), (["OUTCOME_UPDATED"], ["OUTCOME_UNCHANGED"]))
        self.write(county)
        self.pair.ledger.kill()
        self.pair.ledger.start()
        self.pair.await_serving()
        self.assertEqual(self.write(changing, request_id="changing")[0], changed)
        self.assertEqual(self.write(changing, request_id="unchanged")[0], unchanged)
        found, _ = self.call(self.pair.ledger.address, f"{LEDGER}/GetRecord", {"name": "divisions/50"})
        self.assertEqual(found["record"]["displayName"], "重庆市")

    def test_an_etag_guards_against_overwriting(self):
        self.write(DIVISION)
        found, _ = self.call(self.pair.ledger.address, f"{LEDGER}/GetRecord", {"name": "divisions/44"})
        stale = found["record"]["etag"]
        self.write({"record": {**DIVISION["record"], "englishName": "Guangdong"}})
        _, error = self.write({**DIVISION, "etag": stale})
        self.assertEqual(error_details(error)["ErrorInfo"]["reason"], "ETAG_MISMATCH")
        self.write(DIVISION)

    def test_reads_what_was_written_in_lists_batches_and_versions(self):
        county = {"record": {"name": "divisions/440783", "displayName": "开平市", "division": {}}}
        projects = [{"record": {"name": f"divisions/440783/projects/p{i}", "displayName": f"项目{i}", "project": {}}}
                    for i in range(3)]
        self.write(county)
        first, error = self.write(*projects)
        self.assertIsNone(error)
        self.write({"record": {**projects[0]["record"], "displayName": "改名"}})
        ledger = self.pair.ledger.address
        page, _ = self.call(ledger, f"{LEDGER}/ListRecords", {
            "partition": "440783", "kinds": ["RECORD_KIND_PROJECT"], "revision": first["revision"], "pageSize": 2})
        rest, _ = self.call(ledger, f"{LEDGER}/ListRecords", {
            "partition": "440783", "kinds": ["RECORD_KIND_PROJECT"], "revision": first["revision"], "pageSize": 2,
            "pageToken": page["nextPageToken"]})
        listed = page["records"] + rest["records"]
        self.assertEqual([record["displayName"] for record in listed], ["项目0", "项目1", "项目2"])
        _, error = self.call(ledger, f"{LEDGER}/ListRecords", {"partition": "440783", "pageToken": page["nextPageToken"]})
        self.assertEqual(error_details(error)["ErrorInfo"]["reason"], "INVALID_REQUEST")
        batch, _ = self.call(ledger, f"{LEDGER}/BatchGetRecords", {
            "partition": "440783", "names": ["divisions/440783/projects/p0", "divisions/440783/projects/none"]})
        self.assertEqual([record.get("revision", "0") for record in batch["records"]], [str(int(first["revision"]) + 1), "0"])
        versions, _ = self.call(ledger, f"{LEDGER}/ListRecordRevisions", {"name": "divisions/440783/projects/p0"})
        self.assertEqual([version["change"]["outcome"] for version in versions["revisions"]],
                         ["OUTCOME_UPDATED", "OUTCOME_CREATED"])
        self.assertEqual(versions["revisions"][0]["change"]["record"]["before"]["displayName"], "项目0")

    def test_lists_observations(self):
        self.write({"record": {"name": "divisions/440784", "displayName": "鹤山市", "division": {}}})
        row = {"observation": {"subject": "divisions/440784", "measure": "measures/jobs", "period": "2025-06",
                               "amount": {"value": "3500余个"}}}
        _, error = self.write(row)
        self.assertIsNone(error)
        found, _ = self.call(self.pair.ledger.address, f"{LEDGER}/ListObservations", {
            "partition": "440784", "measures": ["measures/jobs"], "period": "2025"})
        self.assertEqual(found["observations"][0]["amount"], {"value": "3500", "unit": "个", "bound": "BOUND_AT_LEAST",
                                                              "quantum": "1"})

    def test_erases_a_text_that_no_longer_stands(self):
        name = {"record": {"name": "divisions/440785", "displayName": "恩平市", "description": "张三丰", "division": {}}}
        self.write(name)
        request = {"partition": "structure", "text": "张三丰"}
        _, error = self.call(self.pair.ledger.address, f"{LEDGER}/EraseText", request)
        self.assertEqual(error_details(error)["ErrorInfo"]["reason"], "TEXT_IN_USE")
        self.write({"record": {**name["record"], "description": ""}})
        erased, error = self.call(self.pair.ledger.address, f"{LEDGER}/EraseText", request)
        self.assertIsNone(error)
        self.assertEqual((erased["texts"], erased["uses"][0]["field"]), (1, "description"))

    def test_streams_changes_until_it_is_cut_off(self):
        self.write(DIVISION)
        done = self.pair.grpcurl("-max-time", "2", "-d", json.dumps({"partitions": ["structure"]}), self.pair.ledger.address,
                                 f"{LEDGER}/FollowChanges")
        self.assertIn('"name": "divisions/44"', done.stdout)
        self.assertIn('"progress"', done.stdout)

    def test_a_single_invalid_figure_is_answered_in_its_place(self):
        answer, error = self.call(self.pair.aggregator.address, f"{AGGREGATOR}/QueryFigures", {
            "scopes": ["divisions/CN", "divisions/99"], "indicators": ["indicators/none", "indicators/enterprises"],
            "periods": ["2025-06"]})
        self.assertIsNone(error)
        self.assertEqual(len(answer["answers"]), 4)
        self.assertIn("error", answer["answers"][0])

    def test_a_query_for_nothing_is_refused(self):
        _, error = self.call(self.pair.aggregator.address, f"{AGGREGATOR}/QueryFigures", {})
        self.assertEqual(error_details(error)["ErrorInfo"]["reason"], "INVALID_REQUEST")


if __name__ == "__main__":
    unittest.main(verbosity=2)
