#include "store/s3_store.hpp"

#include "store/s3_working_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace almanac {

S3Store::S3Store(S3Place place, S3Settings settings, Environment environment, S3Options options)
    : m_bucket(std::move(place), std::move(settings), std::move(environment), std::move(options))
{
}

void S3Store::put(StoredFile const& file)
{
    (void)m_bucket.put(file);
}

void S3Store::put_together(std::string_view, std::span<StoredFile const> files, std::span<std::string const> removed)
{
    // Refused before anything is written.
    std::set<std::string_view> paths{removed.begin(), removed.end()};
    for (auto const& file : files) {
        check_store_path(file.path);
        if (!paths.insert(file.path).second)
            throw StoreError{fmt::format("'{}' would be stored and removed, or stored twice.", file.path)};
    }
    std::map<std::string_view, std::string_view> stored;  // bytes: under which path
    for (auto const& file : files) {
        auto const [same, first] = stored.emplace(file.bytes, file.path);
        if (first || !m_bucket.copy(same->second, file))
            (void)m_bucket.put(file);
    }
    for (auto const& path : removed)
        m_bucket.remove(path);
}

std::optional<std::string> S3Store::get(std::string_view path)
{
    auto object = m_bucket.get(path);
    return object ? std::optional{std::move(object->bytes)} : std::nullopt;
}

std::vector<StoredEntry> S3Store::entries(std::string_view prefix)
{
    return m_bucket.list(prefix);
}

void S3Store::remove(std::string_view path)
{
    m_bucket.remove(path);
}

std::unique_ptr<WorkingFile> S3Store::working_file(std::string_view path)
{
    return std::make_unique<S3WorkingFile>(m_bucket, std::string{path});
}

StoreLink S3Store::link(std::string_view path, absl::Duration lifetime)
{
    // The clock of the service is known after a first call, and a link to nothing helps nobody.
    if (!m_bucket.head(path))
        throw StoreError{fmt::format("There is no {}.", to_text(m_bucket.place(), path))};
    return m_bucket.link(path, lifetime);
}

}  // namespace almanac
