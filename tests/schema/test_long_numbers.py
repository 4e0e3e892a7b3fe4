"""Put into tests/schema: a literal of 5,000 digits is quoted back whole, with words of Python's insides."""

from tests.support.server import Api


async def test_a_number_of_5000_digits_is_answered_with_one_short_sentence(api: Api):
    for query in (
        "{ issues(first: " + "9" * 5_000 + ") { edges { cursor } } }",
        '{ issues(first: "' + "x" * 5_000 + '") { edges { cursor } } }',
    ):
        _, sentence = await api.error(query)
        assert len(sentence) < 400
        assert "string conversion" not in sentence
