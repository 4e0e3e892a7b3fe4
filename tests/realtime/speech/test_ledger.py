from realtime.speech.dialects import Final
from realtime.speech.ledger import Ledger, placed


def admitted(ledger, text, span=None, *, sent=10_000, settled=0, fresh=True):
    return ledger.admit(Final(text, span, fresh), span, sent, settled)


def test_with_times_a_final_whose_middle_is_covered_has_come_again():
    ledger = Ledger()
    assert admitted(ledger, "好。", (0, 1000))
    assert not admitted(ledger, "好。", (0, 1000))
    assert not admitted(ledger, "好的", (10, 1040))
    assert ledger.covered == 1040
    assert admitted(ledger, "好。", (990, 2000))
    assert ledger.given == 2


def test_without_times_a_connection_that_goes_on_may_say_the_same_again():
    ledger = Ledger()
    assert admitted(ledger, "好。")
    assert admitted(ledger, "好。")
    assert not admitted(ledger, "好。", fresh=False)


def test_without_times_only_what_was_sent_before_the_lag_is_covered():
    ledger = Ledger()
    assert admitted(ledger, "一", sent=40_000, settled=10_000)
    assert ledger.covered == 10_000
    assert admitted(ledger, "二", sent=60_000, settled=30_000)
    assert ledger.covered == 30_000


def test_after_a_drop_finals_come_again_in_order_and_what_is_new_is_let_through():
    ledger = Ledger()
    for text in ("同意。", "好。", "好。"):
        admitted(ledger, text)
    ledger.reopen(0)
    assert ledger.repeating
    assert [admitted(ledger, text) for text in ("同意", "好，", "好")] == [False, False, False]
    assert not ledger.repeating
    assert [admitted(ledger, text) for text in ("好。", "同意。")] == [True, True]


def test_after_a_drop_sentences_may_be_cut_elsewhere():
    ledger = Ledger()
    for text in ("我们先表决，", "再讨论。", "大家都同意把停车场的灯换成节能灯。"):
        admitted(ledger, text)
    ledger.reopen(0)
    assert not admitted(ledger, "我们先表决，再")
    assert not admitted(ledger, "讨论")
    assert not admitted(ledger, "大家都同意把停车厂的灯换成节能灯")
    assert not ledger.repeating


def test_a_short_text_that_is_nearly_the_same_is_another():
    ledger = Ledger()
    admitted(ledger, "同意。")
    ledger.reopen(0)
    assert admitted(ledger, "不同意。")


def test_once_the_lag_has_passed_nothing_is_expected_to_come_again():
    ledger = Ledger()
    admitted(ledger, "好。", sent=1000)
    ledger.reopen(0)
    assert ledger.repeating
    ledger.settle(1000)
    assert not ledger.repeating
    assert admitted(ledger, "好。", sent=50_000, settled=1000)


def test_finals_of_audio_that_is_not_heard_again_are_not_expected():
    ledger = Ledger()
    admitted(ledger, "一", sent=5_000)
    admitted(ledger, "二", sent=50_000, settled=20_000)
    ledger.reopen(20_000)
    assert not admitted(ledger, "二")
    assert admitted(ledger, "一")


def test_a_final_with_times_settles_those_without_before_it():
    ledger = Ledger()
    admitted(ledger, "一")
    admitted(ledger, "二", (500, 900))
    ledger.reopen(ledger.covered)
    assert not ledger.repeating
    assert admitted(ledger, "一")


def test_a_final_without_words_is_none_but_covers():
    ledger = Ledger()
    assert not admitted(ledger, " 。", (0, 700))
    assert (ledger.covered, ledger.given) == (700, 0)


def test_times_count_from_the_start_of_the_connection_and_end_with_what_was_sent():
    assert placed((100, 300), 5_000, 6_000) == (5_100, 5_300)
    assert placed((100, 1_200), 5_000, 6_000) == (5_100, 6_000)
    assert placed((100, 9_000), 5_000, 6_000) is None
    assert placed((1_000, 1_100), 5_000, 6_000) is None
    assert placed(None, 5_000, 6_000) is None
