"""The newest item only, and never a wait that does not end."""

from threading import Thread

from app.live.mailbox import Mailbox


def test_an_unread_item_gives_way_to_a_newer_one():
    mailbox = Mailbox[str]()
    mailbox.put("old")
    mailbox.put("new")
    assert mailbox.take() == "new"
    assert mailbox.replaced == 1


def test_a_read_item_does_not_count_as_replaced():
    mailbox = Mailbox[str]()
    mailbox.put("first")
    mailbox.take()
    mailbox.put("second")
    assert mailbox.replaced == 0


def test_polling_an_empty_mailbox_gives_none():
    assert Mailbox[str]().poll() is None


def test_an_item_is_read_once():
    mailbox = Mailbox[str]()
    mailbox.put("only")
    assert (mailbox.poll(), mailbox.poll()) == ("only", None)


def test_put_if_empty_leaves_a_waiting_item_alone():
    mailbox = Mailbox[str]()
    mailbox.put("newer")
    mailbox.put_if_empty("older")
    assert (mailbox.poll(), mailbox.replaced) == ("newer", 0)


def test_take_waits_for_an_item():
    mailbox = Mailbox[str]()
    taken = []
    reader = Thread(target=lambda: taken.append(mailbox.take()))
    reader.start()
    mailbox.put("late")
    reader.join()
    assert taken == ["late"]


def test_closing_wakes_everyone_who_waits():
    mailbox = Mailbox[str]()
    taken = []
    readers = [Thread(target=lambda: taken.append(mailbox.take())) for _ in range(3)]
    for reader in readers:
        reader.start()
    mailbox.close()
    for reader in readers:
        reader.join()
    assert taken == [None, None, None]


def test_a_closed_mailbox_is_empty_and_stays_so():
    mailbox = Mailbox[str]()
    mailbox.put("before")
    mailbox.close()
    mailbox.put("after")
    mailbox.put_if_empty("after")
    assert mailbox.take() is None
