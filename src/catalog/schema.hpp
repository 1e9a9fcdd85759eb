#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace almanac {

/// "Almn": tells our database from others (PRAGMA application_id).
inline constexpr std::int64_t application_id = 0x416C6D6E;

/// Step N makes schema N+1 of schema N; `PRAGMA user_version` is the schema's number. A step that was released never
/// changes. Times are seconds since 1970.
inline constexpr std::array<std::string_view, 3> migrations = {R"(
CREATE TABLE event (
    source       TEXT NOT NULL,
    identity     TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    first_seen   INTEGER NOT NULL,
    last_seen    INTEGER NOT NULL,
    missed       INTEGER NOT NULL,
    event        TEXT NOT NULL,  -- schema.org/Event as JSON (event/event_json.hpp)
    PRIMARY KEY (source, identity)
) STRICT;

CREATE TABLE venue (
    key         TEXT NOT NULL PRIMARY KEY,  -- fold(name)
    name        TEXT NOT NULL,
    street      TEXT NOT NULL,
    city        TEXT NOT NULL,
    state       TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country     TEXT NOT NULL,
    phone       TEXT NOT NULL,
    url         TEXT NOT NULL,
    latitude    REAL,
    longitude   REAL
) STRICT, WITHOUT ROWID;

CREATE TABLE organizer (
    key   TEXT NOT NULL PRIMARY KEY,  -- fold(name)
    name  TEXT NOT NULL,
    url   TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    source       TEXT NOT NULL,
    time         INTEGER NOT NULL,
    status       TEXT NOT NULL,
    events       INTEGER NOT NULL,
    pages        INTEGER NOT NULL,
    failed_pages INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    retries      INTEGER NOT NULL,
    seconds      REAL NOT NULL,
    PRIMARY KEY (source, time)
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
    url           TEXT NOT NULL PRIMARY KEY,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    final_url     TEXT NOT NULL,
    content_type  TEXT NOT NULL,
    size          INTEGER NOT NULL,  -- of the body
    body          BLOB NOT NULL,     -- compressed (zlib)
    saved         INTEGER NOT NULL
) STRICT;
)",
                                                               R"(
CREATE TABLE mail (
    run     TEXT NOT NULL PRIMARY KEY,  -- name of the run that it tells of
    kept    INTEGER NOT NULL,
    content TEXT NOT NULL,              -- as JSON (deliver/content.hpp)
    state   TEXT NOT NULL,              -- waiting, sent, unwanted, given up
    tries   INTEGER NOT NULL,
    problem TEXT NOT NULL,              -- of the last try
    owed    TEXT NOT NULL               -- addresses that have not got it, when others have
) STRICT, WITHOUT ROWID;
)",
                                                               R"(
CREATE TABLE harvest (
    time      INTEGER NOT NULL PRIMARY KEY,
    seconds   REAL NOT NULL,
    megabytes REAL NOT NULL  -- that the program had at most
) STRICT;
)"};

}  // namespace almanac
