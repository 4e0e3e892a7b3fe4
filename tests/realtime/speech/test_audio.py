from realtime.speech.audio import Audio, Marks


def milliseconds(count, value=1):
    return bytes([value, 0]) * 16 * count


def test_frames_are_all_alike_and_only_the_last_is_shorter():
    audio = Audio()
    audio.open()
    audio.add(milliseconds(70) + b"\x01")
    assert audio.take(last=False) == milliseconds(60)
    assert audio.take(last=False) == b""
    assert audio.take(last=True) == milliseconds(10)
    assert audio.take(last=True) == b""


def test_a_new_connection_hears_what_is_not_covered():
    audio = Audio()
    audio.add(milliseconds(100) + milliseconds(100, 2))
    audio.open()
    while audio.take(last=False):
        pass
    audio.forget(100)
    assert (audio.open(), audio.end) == (100, 200)
    assert audio.take(last=False) == milliseconds(60, 2)


def test_audio_is_bounded_and_the_loss_is_told_once(caplog):
    audio = Audio(longest_ms=1000)
    for _ in range(30):
        audio.add(milliseconds(100))
    assert (audio.start, audio.end) == (2000, 3000)
    assert len(caplog.records) == 1
    audio.open()
    while audio.take(last=True):
        pass
    audio.caught_up()
    audio.shut()
    audio.add(milliseconds(1))
    assert len(caplog.records) == 2


def test_silence_that_a_connection_has_heard_goes_without_a_word(caplog):
    audio = Audio(longest_ms=1000)
    audio.open()
    for _ in range(30):
        audio.add(milliseconds(100))
        while audio.take(last=True):
            pass
    assert audio.start == 2000
    assert not caplog.records


def test_a_mark_settles_after_the_lag():
    marks = Marks(500, lag=30.0)
    for second in range(100):
        marks.add(float(second), 500 + second * 1000)
        assert marks.settled(float(second)) == (500 if second < 30 else 500 + (second - 30) * 1000)
