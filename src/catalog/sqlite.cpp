#include "catalog/sqlite.hpp"

#include "catalog/catalog.hpp"
#include "catalog/schema.hpp"

#include <fmt/format.h>

#include <utility>

namespace almanac {
namespace {

constexpr int busy_milliseconds = 2000;

[[noreturn]] void throw_catalog_error(std::filesystem::path const& file, int code, std::string_view sqlite_says)
{
    auto const name = file.string();
    auto const folder = file.has_parent_path() ? file.parent_path().string() : std::string{"."};
    switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: throw_damaged(file, sqlite_says);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw CatalogError{fmt::format("Another run is working with '{}'. Try again when it is done.", name)};
    case SQLITE_IOERR:
        throw CatalogError{
            fmt::format("Could not read or write '{}' ({}). Is its disk full or broken, or are its "
                        "files too large for this user's limits (ulimit -f)? Free some space in '{}', or choose "
                        "another `output` in almanac.toml. Nothing of this run was remembered.",
                        name, sqlite_says, folder)};
    case SQLITE_FULL:
        throw CatalogError{fmt::format("There is no space left for '{}'. Free some in '{}', or choose another `output` "
                                       "in almanac.toml. Nothing of this run was remembered.",
                                       name, folder)};
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        throw CatalogError{fmt::format("'{}' cannot be opened for writing ({}). Give this user the right to write "
                                       "'{}', or choose another `output` in almanac.toml.",
                                       name, sqlite_says, folder)};
    default: throw CatalogError{fmt::format("Could not work with '{}': {}.", name, sqlite_says)};
    }
}

}  // namespace

void throw_damaged(std::filesystem::path const& file, std::string_view what)
{
    throw CatalogError{
        fmt::format("'{0}' is damaged ({1}). Move it aside, with '{0}-journal' if there is one: mv '{0}' "
                    "'{0}.damaged'. The next run "
                    "starts a fresh one, for which every event is new; or put a copy of an earlier day in its place.",
                    file.string(), what)};
}

Statement::Statement(sqlite3* db, std::filesystem::path file, std::string_view sql)
    : m_db(db), m_file(std::move(file)), m_statement(nullptr, &sqlite3_finalize)
{
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement, nullptr));
    m_statement.reset(statement);
}

void Statement::check(int code) const
{
    if (code != SQLITE_OK)
        throw_catalog_error(m_file, code, sqlite3_errmsg(m_db));
}

Statement& Statement::bind(int at, std::string_view text)
{
    // A null pointer would be bound as NULL.
    auto const* data = text.data() == nullptr ? "" : text.data();
    // NOLINTNEXTLINE: SQLITE_TRANSIENT is a cast of -1 to a function pointer
    auto const copy = reinterpret_cast<sqlite3_destructor_type>(-1);
    check(sqlite3_bind_text64(m_statement.get(), at, data, text.size(), copy, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int at, std::int64_t number)
{
    check(sqlite3_bind_int64(m_statement.get(), at, number));
    return *this;
}

Statement& Statement::bind(int at, std::optional<double> number)
{
    check(number ? sqlite3_bind_double(m_statement.get(), at, *number) : sqlite3_bind_null(m_statement.get(), at));
    return *this;
}

Statement& Statement::bind_blob(int at, std::string_view bytes)
{
    check(sqlite3_bind_blob64(m_statement.get(), at, bytes.data(), bytes.size(), nullptr));
    return *this;
}

bool Statement::step()
{
    auto const code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    sqlite3_reset(m_statement.get());
    if (code != SQLITE_DONE)
        check(code);
    return false;
}

std::string Statement::text(int column) const
{
    auto const* bytes = sqlite3_column_blob(m_statement.get(), column);
    auto const size = sqlite3_column_bytes(m_statement.get(), column);
    return bytes == nullptr ? std::string{}
                            : std::string{static_cast<char const*>(bytes), static_cast<std::size_t>(size)};
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::optional<double> Statement::number(int column) const
{
    if (sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL)
        return std::nullopt;
    return sqlite3_column_double(m_statement.get(), column);
}

std::string Statement::blob(int column) const
{
    return text(column);
}

Database::Database(std::filesystem::path const& file, std::filesystem::path shown)
    : m_file(std::move(shown)), m_db(nullptr, &sqlite3_close)
{
    sqlite3* db = nullptr;
    auto const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    auto const code = sqlite3_open_v2(file.c_str(), &db, flags, nullptr);
    m_db.reset(db);
    if (code != SQLITE_OK)
        throw_catalog_error(m_file, code, db ? sqlite3_errmsg(db) : "out of memory");
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, busy_milliseconds);
    // A rollback journal, not a WAL: the catalog is one file between runs, which can be copied and kept on a network
    // file system (a WAL needs shared memory). One transaction a run makes its cost nothing.
    execute("PRAGMA journal_mode = DELETE");
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA trusted_schema = OFF");
    refuse_foreign();
    migrate();
}

Statement Database::prepare(std::string_view sql) const
{
    return Statement{m_db.get(), m_file, sql};
}

void Database::execute(std::string_view sql) const
{
    auto const text = std::string{sql};
    auto const code = sqlite3_exec(m_db.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        throw_catalog_error(m_file, code, sqlite3_errmsg(m_db.get()));
}

bool Database::in_transaction() const
{
    return sqlite3_get_autocommit(m_db.get()) == 0;
}

void Database::refuse_foreign() const
{
    auto id = prepare("PRAGMA application_id");
    auto tables = prepare("SELECT count(*) FROM sqlite_schema");
    id.step();
    tables.step();
    if (id.integer(0) != application_id && tables.integer(0) > 0)
        throw CatalogError{fmt::format("'{}' is a database of another program. Move it away, or choose another "
                                       "`output` in almanac.toml.",
                                       m_file.string())};
}

void Database::migrate() const
{
    auto const version_of = [this] {
        auto query = prepare("PRAGMA user_version");
        query.step();
        return query.integer(0);
    };
    auto const newest = static_cast<std::int64_t>(migrations.size());
    if (version_of() > newest)
        throw CatalogError{fmt::format("'{}' was written by a newer almanac (schema {}, this one knows {}). Use that "
                                       "one, or move the file aside.",
                                       m_file.string(), version_of(), newest)};
    if (version_of() == newest)
        return;
    execute("BEGIN IMMEDIATE");
    try {
        // Asked again under the lock: another process may have migrated meanwhile.
        for (auto version = version_of(); version < newest; ++version)
            execute(migrations[static_cast<std::size_t>(version)]);
        execute(fmt::format("PRAGMA user_version = {}", newest));
        execute(fmt::format("PRAGMA application_id = {}", application_id));
        execute("COMMIT");
    } catch (...) {
        sqlite3_exec(m_db.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

}  // namespace almanac
