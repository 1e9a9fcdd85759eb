#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// A prepared statement. Parameters are numbered from 1, columns from 0, as in SQLite. All functions throw
/// CatalogError.
class Statement {
public:
    Statement(sqlite3* db, std::filesystem::path file, std::string_view sql);

    Statement& bind(int at, std::string_view text);
    Statement& bind(int at, std::int64_t number);
    Statement& bind(int at, int number) { return bind(at, std::int64_t{number}); }
    Statement& bind(int at, std::optional<double> number);
    Statement& bind(int at, double number) { return bind(at, std::optional{number}); }
    /// Does not copy: the bytes have to live until the next step().
    Statement& bind_blob(int at, std::string_view bytes);

    /// All parameters, in their order.
    template <typename... Values>
    Statement& bind_all(Values const&... values)
    {
        int at = 0;
        (bind(++at, values), ...);
        return *this;
    }

    /// True when there is a row. After the last one the statement can be bound anew.
    bool step();

    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] int small(int column) const { return static_cast<int>(integer(column)); }
    [[nodiscard]] std::optional<double> number(int column) const;
    [[nodiscard]] std::string blob(int column) const;

private:
    void check(int code) const;

    sqlite3* m_db;
    std::filesystem::path m_file;
    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> m_statement;
};

/// An open database of the current schema; an older one is migrated when it is opened. Throws CatalogError.
class Database {
public:
    /// Messages call it `shown`.
    Database(std::filesystem::path const& file, std::filesystem::path shown);

    [[nodiscard]] Statement prepare(std::string_view sql) const;
    void execute(std::string_view sql) const;
    [[nodiscard]] bool in_transaction() const;

private:
    void refuse_foreign() const;
    void migrate() const;

    std::filesystem::path m_file;
    std::unique_ptr<sqlite3, int (*)(sqlite3*)> m_db;
};

/// Throws CatalogError for a file that holds what it cannot hold: damaged.
[[noreturn]] void throw_damaged(std::filesystem::path const& file, std::string_view what);

}  // namespace almanac
