#include "store/s3_place.hpp"

#include "store/store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

constexpr std::string_view scheme = "s3://";

bool is_bucket_name(std::string_view name)
{
    auto const plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return name.size() >= 3 && name.size() <= 63 && plain(name.front()) && plain(name.back()) &&
           std::ranges::all_of(name, [&](char c) { return plain(c) || c == '-' || c == '.'; }) &&
           name.find("..") == std::string_view::npos;
}

}  // namespace

bool is_s3(std::string_view place)
{
    return place.starts_with(scheme);
}

std::optional<S3Place> read_s3_place(std::string_view place)
{
    if (!is_s3(place))
        return std::nullopt;
    auto rest = place.substr(scheme.size());
    auto const bucket = rest.substr(0, rest.find('/'));
    if (!is_bucket_name(bucket))
        throw StoreError{fmt::format("'{}' names no bucket: write s3://BUCKET/PREFIX. A bucket's name has 3 to 63 of "
                                     "a-z, 0-9, '-' and '.'.",
                                     place)};
    rest.remove_prefix(std::min(rest.size(), bucket.size() + 1));
    while (rest.ends_with('/'))
        rest.remove_suffix(1);
    if (!rest.empty())
        check_store_path(rest);
    return S3Place{std::string{bucket}, std::string{rest}};
}

std::string key_of(S3Place const& place, std::string_view path)
{
    return place.prefix.empty() ? std::string{path} : fmt::format("{}/{}", place.prefix, path);
}

std::string to_text(S3Place const& place, std::string_view path)
{
    auto key = key_of(place, path);
    if (path.empty() && key.ends_with('/'))
        key.pop_back();
    return fmt::format("{}{}{}{}", scheme, place.bucket, key.empty() ? "" : "/", key);
}

}  // namespace almanac
