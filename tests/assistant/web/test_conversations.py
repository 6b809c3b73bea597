"""The conversations behind the page are bounded in number, size and time."""

from assistant.web.conversations import MOST_EXCHANGES, Conversation, Conversations


def test_conversations_are_bounded_in_number_size_and_time() -> None:
    now = [0.0]
    conversations = Conversations(most=3, most_bytes=20_000, idle=100, clock=lambda: now[0])
    for session in "abcd":
        conversations.of(session).add(("问", "答"), "问")
    assert "a" not in conversations and len(conversations) == 3
    conversations.of("b")
    conversations.of("e")
    assert "b" in conversations and "c" not in conversations, "the least lately used goes"
    large = conversations.of("e")
    for number in range(40):
        large.add((f"问{number}", "".join(map(chr, range(0x4E00, 0x4E00 + 2_000)))))
    conversations.keep("e", large)
    assert "e" in conversations and len(conversations) == 1, "the one at hand stays"
    now[0] = 101
    conversations.of("f")
    assert "e" not in conversations


def test_a_conversation_keeps_its_last_exchanges() -> None:
    conversation = Conversation()
    for number in range(MOST_EXCHANGES + 5):
        conversation.add((f"问{number}", f"答{number}"), f"问{number}")
    exchanges = conversation.exchanges()
    assert len(exchanges) == MOST_EXCHANGES and exchanges[-1] == ("问24", "答24")
    assert list(conversation.turns) == [f"问{number}" for number in range(15, 25)]
    assert conversation.count == 25
    assert 1_000 < conversation.size() < 5_000
