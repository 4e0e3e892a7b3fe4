"""What levels allow through the API: seconding, hiding with a plain sentence in place, and a council by lot."""

from rules.ids import Kind, public_id
from tests.support.deeds import nothing_changes
from tests.support.house import Hall
from tests.support.server import Api
from tests.support.standing import risen, under_one_roof

SAID = "query Said($id: ID!) { node(id: $id) { ... on Comment { body hiddenBody hidden { reason } } } }"
ISSUE = "query One($id: ID!) { issue(id: $id) { secondCount seconded maySecond secondedBy { displayName } } }"
ME = "{ viewer { resident { level rights { right name } } } willingToBeDrawn }"
DRAWS = (
    "{ councilDraws { edges { node { purpose places seed seq pool council { id } } } }"
    " councilRecord { seq kind digest payload } }"
)


async def test_a_level_shows_its_rights_and_seconding_asks_for_one(hall: Hall, api: Api):
    issue, keen = await hall.issue(), hall.neighbours[1]
    key = public_id(Kind.ISSUE, issue.id)
    async with nothing_changes(hall.house):
        no = await api.do("secondIssue", keen.token, "zh", issueId=key)
    assert (no["code"], no["message"]) == ("FORBIDDEN", "攒到 100 分以后就可以做这件事，做好事就能攒分。")
    await risen(hall, keen, 100)
    me = (await api.ask(ME, keen.token, "zh"))["viewer"]["resident"]
    assert me == {"level": "热心居民", "rights": [{"right": "SECOND_ISSUES", "name": "可以支持别人提的事"}]}
    assert (await api.ask(ISSUE, keen.token, id=key))["issue"]["maySecond"] is True
    yes = await api.done("secondIssue", keen.token, issueId=key)
    assert (yes["secondCount"], yes["seconded"], len(yes["secondedBy"])) == (1, True, 1)
    guest = (await api.ask(ISSUE, None, id=key))["issue"]
    assert (guest["secondCount"], guest["seconded"], guest["maySecond"]) == (1, False, False)
    await api.done("setThanked", keen.token, thanked=False)
    guest = (await api.ask(ISSUE, None, id=key))["issue"]
    assert (guest["secondCount"], guest["secondedBy"]) == (1, [])


async def test_a_hidden_comment_leaves_a_plain_sentence_for_all_but_its_author_and_staff(hall: Hall, api: Api):
    issue, author, capable = await hall.issue(), hall.neighbours[2], hall.neighbours[1]
    words = "你们都是骗子。"
    said = await api.done("comment", author.token, input={"issueId": public_id(Kind.ISSUE, issue.id), "body": words})
    await risen(hall, capable, 500)
    await under_one_roof(hall, [author, capable])
    key = said["id"]
    hidden = await api.done("hideComment", capable.token, commentId=key, reason="骂人。")
    assert (hidden["body"], hidden["hidden"], hidden["hiddenBody"]) in [
        ("这条留言已被隐藏。", {"reason": "骂人。"}, None),
        ("This comment has been hidden.", {"reason": "骂人。"}, None),
    ]
    for person, shown in ((None, None), (author.token, words), (hall.staff.token, words)):
        found = (await api.ask(SAID, person, "zh", id=key))["node"]
        assert found == {"body": "这条留言已被隐藏。", "hiddenBody": shown, "hidden": {"reason": "骂人。"}}
    await api.done("restoreComment", hall.staff.token, commentId=key, reason="这是意见。")
    assert (await api.ask(SAID, None, "zh", id=key))["node"] == {"body": words, "hiddenBody": None, "hidden": None}


async def test_a_council_is_drawn_in_public(hall: Hall, api: Api):
    for person in hall.neighbours[:3]:
        await risen(hall, person, 1_500)
        assert (await api.done("setWillingToBeDrawn", person.token, willing=True))["willing"] is True
    assert (await api.ask(ME, hall.neighbours[0].token))["willingToBeDrawn"] is True
    drawn = await api.done("drawCouncil", hall.staff.token, purpose="监督改造", places=2)
    found = await api.ask(DRAWS, None)
    (node,) = [edge["node"] for edge in found["councilDraws"]["edges"]]
    pool, result = found["councilRecord"]
    assert node["seed"] == drawn["seed"] == pool["digest"] == result["payload"]["seed"]
    assert node["pool"] == result["payload"]["order"]
    assert sorted(node["pool"]) == pool["payload"]["pool"]
    assert [each["id"] for each in node["council"]] == node["pool"][:2]
