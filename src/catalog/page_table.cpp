#include "catalog/page_table.hpp"

#include "catalog/sqlite.hpp"

#include <zlib.h>

#include <stdexcept>

namespace almanac {
namespace {

constexpr std::size_t max_compressed_body = std::size_t{4} << 20U;
constexpr std::int64_t max_body = std::int64_t{64} << 20U;

/// Nothing when the bytes are damaged: a page can be fetched again.
std::optional<std::string> uncompressed(std::string const& bytes, std::int64_t size)
{
    if (size < 0 || size > max_body)
        return std::nullopt;
    std::string out(static_cast<std::size_t>(size), '\0');
    uLongf got = out.size();
    // NOLINTNEXTLINE: zlib speaks of unsigned bytes
    auto const code = uncompress(reinterpret_cast<Bytef*>(out.data()), &got,
                                 reinterpret_cast<Bytef const*>(bytes.data()), bytes.size());
    if (code != Z_OK || got != out.size())
        return std::nullopt;
    return out;
}

}  // namespace

std::optional<CachedPage> find_page(Database const& database, std::string_view url)
{
    auto query =
        database.prepare("SELECT etag, last_modified, final_url, content_type, body, size FROM page WHERE url = ?");
    if (!query.bind(1, url).step())
        return std::nullopt;
    auto body = uncompressed(query.blob(4), query.integer(5));
    if (!body)
        return std::nullopt;
    return CachedPage{query.text(0), query.text(1), query.text(2), query.text(3), std::move(*body)};
}

std::string compressed_body(CachedPage const& page)
{
    std::string out(compressBound(page.body.size()), '\0');
    uLongf size = out.size();
    // NOLINTNEXTLINE: zlib speaks of unsigned bytes
    auto const code =
        compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<Bytef const*>(page.body.data()),
                  page.body.size(), Z_DEFAULT_COMPRESSION);
    if (code != Z_OK)
        throw std::runtime_error{"zlib cannot compress."};
    out.resize(size);
    return out;
}

void save_page(Database const& database, std::string_view url, CachedPage const& page, std::string_view body,
               absl::Time now)
{
    if (body.size() > max_compressed_body || std::ssize(page.body) > max_body) {
        // The page of before must not answer for the new one.
        database.prepare("DELETE FROM page WHERE url = ?").bind(1, url).step();
        return;
    }
    database
        .prepare("INSERT OR REPLACE INTO page (url, etag, last_modified, final_url, content_type, size, body, saved) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, url)
        .bind(2, page.etag)
        .bind(3, page.last_modified)
        .bind(4, page.final_url)
        .bind(5, page.content_type)
        .bind(6, std::ssize(page.body))
        .bind_blob(7, body)
        .bind(8, absl::ToUnixSeconds(now))
        .step();
}

}  // namespace almanac
