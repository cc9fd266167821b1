import json

from training.study.tables import Column, Table

TABLE = Table(
    "t",
    "Title",
    "How.",
    [Column("name", "Name"), Column("rate", "Rate", 2), Column("n", "n")],
    [{"name": "a, b", "rate": 1 / 3, "n": 3}, {"name": "c", "rate": None}],
)


def test_a_person_reads_few_digits_and_what_is_not_available():
    assert TABLE.printed() == [["a, b", "0.33", "3"], ["c", "n/a", "n/a"]]


def test_csv_keeps_all_digits():
    assert TABLE.csv() == 'name,rate,n\n"a, b",0.3333333333333333,3\nc,n/a,n/a\n'


def test_json_has_null_for_what_is_not_available():
    rows = json.loads(json.dumps(TABLE.to_json()))["rows"]
    assert rows == [{"name": "a, b", "rate": 1 / 3, "n": 3}, {"name": "c", "rate": None, "n": None}]


def test_words_are_told_from_numbers():
    assert [TABLE.is_text(column) for column in TABLE.columns] == [True, False, False]
