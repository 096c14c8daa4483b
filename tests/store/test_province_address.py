"""The address of a province's ledger: a URL without a password, and nothing taken from elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.domain.province_errors import LedgerAddressError
from app.store.province.address import Address, read_address

SOCKET = "postgresql://clerk@/ledger?host=/run/postgresql"
REMOTE = "postgresql://clerk@db.province.example:6432/ledger"


def test_a_server_is_named_by_a_socket_or_a_host():
    assert read_address(SOCKET) == Address("/run/postgresql", 5432, "clerk", "ledger", "disable")
    assert read_address(REMOTE) == Address(
        "db.province.example", 6432, "clerk", "ledger", "verify-full"
    )
    assert read_address(SOCKET).place == "/run/postgresql"
    assert read_address(REMOTE).place == "db.province.example:6432"
    assert read_address("postgres://clerk@localhost/ledger").encryption == "prefer"
    chinese = read_address("postgresql://%E4%B9%A6%E8%AE%B0@localhost/%E5%8F%B0%E8%B4%A6")
    assert (chinese.user, chinese.database) == ("书记", "台账")


def test_another_machine_is_spoken_to_encrypted_or_not_at_all():
    assert read_address(f"{REMOTE}?sslmode=require").encryption == "require"
    own = read_address(f"{REMOTE}?sslrootcert=/etc/ssl/province.pem")
    assert (own.encryption, own.files) == (
        "verify-full",
        (("sslrootcert", "/etc/ssl/province.pem"),),
    )
    for weak in ("disable", "allow", "prefer", "nothing"):
        with pytest.raises(LedgerAddressError) as error:
            read_address(f"{REMOTE}?sslmode={weak}")
        assert error.value.fault == "encryption"


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", "scheme"),
        ("ledger", "scheme"),
        ("mysql://clerk@localhost/ledger", "scheme"),
        ("postgresql://clerk:secret@localhost/ledger", "password"),
        ("postgresql://clerk:@localhost/ledger", "password"),
        ("postgresql://clerk@localhost/ledger?password=secret", "password"),
        ("postgresql://clerk@localhost/ledger?passfile=/tmp/x", "password"),
        ("postgresql://clerk@/ledger", "host"),
        ("postgresql://clerk@one,two/ledger", "host"),
        ("postgresql://clerk@localhost/ledger?host=/run", "host"),
        ("postgresql://localhost/ledger", "user"),
        ("postgresql://clerk@localhost", "database"),
        ("postgresql://clerk@localhost/" + "x" * 64, "database"),
        ("postgresql://clerk@localhost/led%00ger", "database"),
        ("postgresql://clerk@localhost:port/ledger", "format"),
        ("postgresql://clerk@[::1/ledger", "format"),
        ("postgresql://clerk@localhost/ledger?service=x", "option"),
        ("postgresql://clerk@localhost/ledger?options=-c%20x", "option"),
        ("postgresql://clerk@localhost/ledger?novalue", "format"),
    ],
)
def test_what_is_not_an_address_is_refused_by_name(url: str, fault: str):
    with pytest.raises(LedgerAddressError) as error:
        read_address(url)
    assert error.value.fault == fault
    assert "secret" not in repr(error.value)


@given(st.text(max_size=60), st.sampled_from(["", "postgresql://", "postgresql://a@b/c?"]))
def test_any_text_is_an_address_or_refused(text: str, start: str):
    try:
        found = read_address(start + text)
    except LedgerAddressError:
        return
    assert found.user
    assert found.database


def test_nothing_is_left_for_the_library_to_fill_in():
    told = read_address(REMOTE).parameters("secret")
    asked = conninfo_to_dict(make_conninfo(**told))  # type: ignore[arg-type]
    # each of these the library would else take from the environment or the user's home
    for name in ("host", "port", "user", "dbname", "passfile", "sslmode", "options", "gssencmode"):
        assert asked[name] == str(told[name])
    assert told["hostaddr"] == ""
