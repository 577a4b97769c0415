"""The checker can fail: whatever is done to a good result, it says so."""
import dataclasses
import json
import os
import tempfile
import unittest

import checker
import records
from records import Record

BROKEN = b'{"id":"n-3","text":"cut'
HEADERS = b"run=7,traceparent=00-1"


def made(number):
    return json.dumps({"id": f"n-{number}", "found": "much"}).encode()


def dead(source, at, /, **changes):
    told = {"reason": "invalid_json", "detail": "a string, or so, that = nothing", "topic": "in", "partition": "0",
            "offset": "3", "timestamp": "1003", "worker": "depeche/0.1.0"} | changes
    return dataclasses.replace(source, offset=at, time=9999, headers=HEADERS + b"".join(
        f",depeche.dlq.{name}={value}".encode() for name, value in told.items()))


class World:
    """Six inputs in one partition: three articles, one without a key, a broken one, a tombstone."""

    def __init__(self):
        values = [json.dumps({"id": f"n-{number}", "text": "x"}).encode() for number in range(6)]
        values[3], values[4] = BROKEN, None
        keys = [b"k0", None, b"k0", b"k1", b"t-4", b"k0"]
        self.inputs = [Record(0, n, 1000 + n, keys[n], values[n], HEADERS) for n in range(6)]
        self.outputs = [
            dataclasses.replace(self.inputs[n], offset=at, partition=part, value=made(n) if n != 4 else None,
                                key=self.inputs[n].key or b"n-1")
            for n, part, at in [(0, 0, 0), (1, 1, 0), (2, 0, 1), (4, 2, 0), (5, 0, 2)]]
        self.dead = [dead(self.inputs[3], 0)]
        self.expected = checker.Expected({f"n-{n}": checker.fingerprint(made(n)) for n in (0, 1, 2, 5)},
                                         {checker.fingerprint(BROKEN): "invalid_json"})

    def check(self, exactly_once=True):
        return checker.check(self.inputs, self.outputs, self.dead, self.expected, "in", exactly_once)

    def change(self, place, **changes):
        self.outputs[place] = dataclasses.replace(self.outputs[place], **changes)


class CheckerTest(unittest.TestCase):
    def setUp(self):
        self.world = World()

    def assert_problems(self, exactly_once=True, **wanted):
        report = self.world.check(exactly_once)
        found = {kind.replace(" ", "_"): count for kind, count in report.problems.items()}
        self.assertEqual(found, wanted, report.told)
        return report

    def test_good_result_has_no_problems(self):
        for exactly_once in (True, False):
            report = self.assert_problems(exactly_once)
            self.assertEqual((report.inputs, report.outputs, report.dead_letters, report.duplicates), (6, 5, 1, 0))

    def test_missing_output_is_told(self):
        del self.world.outputs[2]
        self.assert_problems(missing=1)
        self.assert_problems(False, missing=1)

    def test_missing_last_output_is_told(self):
        self.world.outputs.pop()
        self.assert_problems(missing=1)

    def test_missing_tombstone_is_told(self):
        del self.world.outputs[3]
        self.assert_problems(missing=1)

    def test_missing_dead_letter_is_told(self):
        self.world.dead.clear()
        self.assert_problems(missing=1)

    def test_doubled_output_is_counted_and_exactly_once_a_problem(self):
        self.world.outputs.append(dataclasses.replace(self.world.outputs[4], offset=3))
        report = self.assert_problems(doubled=1)
        self.assertEqual(report.duplicates, 1)
        self.assertEqual(self.assert_problems(False).duplicates, 1)

    def test_doubled_dead_letter_is_counted(self):
        self.world.dead.append(dead(self.world.inputs[3], 1))
        self.assert_problems(doubled=1)
        self.assertEqual(self.assert_problems(False).duplicates, 1)

    def test_reordered_outputs_are_told(self):
        a, b = self.world.outputs[0], self.world.outputs[2]
        self.world.outputs[0] = dataclasses.replace(b, offset=0)
        self.world.outputs[2] = dataclasses.replace(a, offset=1)
        self.assert_problems(disordered=1)
        self.assert_problems(False, disordered=1)

    def test_replay_in_order_is_no_disorder_at_least_once(self):
        again = [dataclasses.replace(self.world.outputs[place], offset=3 + at) for at, place in enumerate((0, 2, 4))]
        self.world.outputs += again
        self.assertEqual(self.assert_problems(False).duplicates, 3)

    def test_gap_filled_later_is_disorder_at_least_once(self):
        self.world.outputs.append(self.world.outputs.pop(2))
        self.assert_problems(False, disordered=1)

    def test_second_dead_letter_without_key_may_be_alone_in_its_partition(self):
        first, later = (dataclasses.replace(Record(0, at, 1000 + at, None, BROKEN, HEADERS)) for at in (6, 7))
        self.world.inputs += [first, later]
        letters = [dead(one, at, offset=str(one.offset), timestamp=str(one.time)) for one, at in
                   ((later, 1), (first, 2))]
        self.world.dead += letters
        self.assert_problems(False, disordered=1)
        self.world.dead.append(dataclasses.replace(letters[1], partition=1, offset=0))
        self.assert_problems(False)
        self.assert_problems(disordered=1, doubled=1)

    def test_altered_payload_is_told(self):
        self.world.change(0, value=made(0).replace(b"much", b"less"))
        self.assert_problems(altered_payload=1)

    def test_document_of_another_article_is_told(self):
        self.world.change(0, value=made(2))
        self.assert_problems(altered_time=1, doubled=1, missing=1)

    def test_value_for_a_tombstone_and_the_reverse_are_told(self):
        self.world.change(0, value=None)
        self.assert_problems(unknown=1, missing=1)
        self.world = World()
        self.world.change(3, value=b"{}")
        self.assert_problems(unknown=1, missing=1)

    def test_altered_key_is_told(self):
        self.world.change(0, key=b"k9")
        self.assert_problems(altered_key=1)
        self.world.change(0, key=None)
        self.assert_problems(altered_key=1)

    def test_altered_headers_and_times_are_told(self):
        self.world.change(0, headers=b"run=7", time=5)
        self.assert_problems(altered_headers=1, altered_time=1)

    def test_key_in_two_partitions_is_told(self):
        self.world.change(4, partition=1)
        self.assert_problems(altered_partition=1)

    def test_output_of_nothing_is_told(self):
        self.world.outputs.append(Record(0, 3, 1, b"k", made(77), HEADERS))
        self.assert_problems(unknown=1)

    def test_altered_dead_letter_is_told(self):
        source = self.world.inputs[3]
        for letter, wanted in [
            (dataclasses.replace(dead(source, 0), value=b"other"), {"altered_payload": 1}),
            (dataclasses.replace(dead(source, 0), key=None), {"altered_key": 1}),
            (dead(source, 0, reason="no_text"), {"altered_reason": 1}),
            (dead(source, 0, offset="77"), {"unknown": 1, "missing": 1}),
            (dead(source, 0, offset="x"), {"unknown": 1, "missing": 1}),
            (dead(source, 0, topic="out"), {"altered_headers": 1}),
            (dataclasses.replace(dead(source, 0), headers=HEADERS), {"unknown": 1, "missing": 1}),
        ]:
            with self.subTest(letter=letter):
                self.world.dead = [letter]
                self.assert_problems(**wanted)

    def test_good_article_on_the_dead_letter_topic_is_told(self):
        self.world.outputs.pop()
        self.world.dead.append(dead(self.world.inputs[5], 1, offset="5", timestamp="1005"))
        self.assert_problems(altered_reason=1)

    def test_records_come_back_from_a_file_as_they_were(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "dump")
            odd = Record(1, 2, 3, b"", b"a\nb\n\xff", b"x=1, y,z=\xff")
            records.write(path, [*self.world.inputs, odd])
            self.assertEqual(list(records.read(path)), [*self.world.inputs, odd])
            with open(path, "r+b") as file:
                file.truncate(os.path.getsize(path) - 2)
            with self.assertRaises(ValueError):
                list(records.read(path))


if __name__ == "__main__":
    unittest.main()
