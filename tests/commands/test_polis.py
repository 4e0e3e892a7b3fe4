from collections import Counter

import pytest

from commands.polis import LONGEST_TEXT, question, read_export

COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
20,later,7,1,9,9,0,"小黄也要
电子支付"
10,earlier,3,1,9,9,-1,  Uber 要纳税
"""
VOTES = """timestamp,datetime,comment-id,voter-id,vote
300,third,3,1,-1
100,first,3,1,1
200,second,7,2,0
200,at the same moment,3,2,1
"""
LAST = """participant,group-id,n-comments,n-votes,n-agree,n-disagree,3,7
1,0,0,1,0,1,-1,
2,,0,2,1,0,1,0
9,,0,0,0,0,,
"""
SUMMARY = """topic,自用车载客
conversation-description,"两行
说明"
"""


@pytest.fixture
def folder(tmp_path):
    texts = {"comments": COMMENTS, "votes": VOTES, "participants-votes": LAST, "summary": SUMMARY}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def rewrite(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_statements_come_by_number_and_on_one_line(folder):
    export = read_export(folder)
    assert [(statement.id, statement.text) for statement in export.statements] == [
        (3, "Uber 要纳税"),
        (7, "小黄也要 电子支付"),
    ]
    assert (export.topic, export.description) == ("自用车载客", "两行\n说明")


def test_votes_come_in_order_of_time_and_at_one_moment_in_order_of_the_file(folder):
    assert [(vote.at, vote.participant, vote.statement, vote.choice) for vote in read_export(folder).votes] == [
        (100, 1, 3, "agree"),
        (200, 2, 7, "pass"),
        (200, 2, 3, "agree"),
        (300, 1, 3, "disagree"),
    ]


def test_zero_is_a_vote_to_pass_and_an_empty_cell_is_no_vote(folder):
    export = read_export(folder)
    assert export.final == {(1, 3): "disagree", (2, 3): "agree", (2, 7): "pass"}
    assert export.participants == [1, 2]


def test_the_last_vote_in_time_is_the_final_one(folder):
    export = read_export(folder)
    assert {(vote.participant, vote.statement): vote.choice for vote in export.votes} == export.final


def test_the_first_statements_keep_their_votes_and_nothing_else(folder):
    export = read_export(folder).first(1)
    assert [statement.id for statement in export.statements] == [3]
    assert {vote.statement for vote in export.votes} == {3}
    assert export.final == {(1, 3): "disagree", (2, 3): "agree"}


def test_an_export_without_a_summary_is_called_after_its_folder(folder):
    (folder / "summary.csv").unlink()
    assert read_export(folder).topic == folder.name


def test_a_byte_order_mark_is_no_part_of_a_name(folder):
    path = folder / "votes.csv"
    path.write_text(VOTES, encoding="utf-8-sig")
    assert len(read_export(folder).votes) == 4


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("votes.csv", "100,first,3,1,1", "100,first,3,1,2", "votes.csv, line 3: '2' is no vote"),
        ("votes.csv", "100,first,3,1,1", "100,first,3,1", "votes.csv, line 3: there is no vote"),
        ("votes.csv", "100,first", "soon,first", "votes.csv, line 3: timestamp is 'soon', not a whole number"),
        ("votes.csv", "200,second,7", "200,second,8", "votes.csv, line 4: comments.csv has no statement 8"),
        ("votes.csv", "voter-id", "voter", "votes.csv, line 2: there is no voter-id"),
        ("participants-votes.csv", "-1,", "x,", "participants-votes.csv, line 2: 'x' is no vote"),
        ("participants-votes.csv", "3,7", "3,8", "participants-votes.csv, line 3: comments.csv has no statement 8"),
        ("comments.csv", "20,later,7", "20,later,3", "two statements share a comment-id"),
    ],
)
def test_what_makes_no_sense_is_refused_with_file_and_line(folder, name, old, new, why):
    rewrite(folder, name, old, new)
    with pytest.raises(ValueError, match=why):
        read_export(folder)


def test_an_export_without_statements_or_files_is_refused(folder):
    (folder / "comments.csv").write_text(COMMENTS.splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="there is no statement"):
        read_export(folder)
    (folder / "comments.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"comments\.csv"):
        read_export(folder)


def test_a_statement_becomes_a_question_that_the_hall_takes():
    assert question("好" * 600) == "好" * (LONGEST_TEXT - 1) + "…"
    assert question("好" * LONGEST_TEXT) == "好" * LONGEST_TEXT
    assert question(" \n") == "(空白)"


def test_the_real_export_is_read_whole(civic_data):
    export = read_export(civic_data / "vtaiwan-uberx")
    assert (len(export.votes), len(export.participants), len(export.statements)) == (49_997, 1_921, 197)
    assert len(export.final) == 49_443
    assert {(vote.participant, vote.statement): vote.choice for vote in export.votes} == export.final
    assert Counter(export.final.values()) == {"agree": 31_029, "disagree": 11_894, "pass": 6_520}
