#include "store/s3_bucket.hpp"

#include "aws/error.hpp"
#include "fetch/url.hpp"
#include "store/object_headers.hpp"
#include "store/s3_error.hpp"
#include "store/s3_listing.hpp"
#include "store/sha256.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

constexpr int most_tries_of_a_race = 5;
constexpr std::size_t most_objects = 1'000'000;
/// What a slow line still does.
constexpr std::int64_t slow_bytes_per_second = 256 << 10;

/// Slashes stay what they are.
std::string encode_key(std::string_view key)
{
    return replace_all(encode_url_part(key), "%2F", "/");
}

std::string without_quotes(std::string_view etag)
{
    return replace_all(std::string{etag}, "\"", "");
}

/// An upload in parts ends with the ETag in the body of the answer.
std::string etag_of(HttpResponse const& response)
{
    auto etag = std::string{header(response.headers, "ETag")};
    return etag.empty() ? first_xml_element(response.body, "ETag") : etag;
}

S3Head read_head(HttpResponse const& response)
{
    return {std::string{header(response.headers, "ETag")}, std::string{header(response.headers, digest_header)}};
}

bool is_damaged(HttpResponse const& response)
{
    auto const want = header(response.headers, digest_header);
    return !want.empty() && want != sha256_hex(response.body);
}

/// 412, or what services answer when an object that was to be replaced is not there at all.
bool condition_failed(HttpResponse const& response, PutCondition const& condition)
{
    return response.problem.empty() && condition.any() &&
           (response.status == 412 || (response.status == 404 && read_aws_error(response).code == "NoSuchKey"));
}

}  // namespace

S3Bucket::S3Bucket(S3Place place, S3Settings settings, Environment environment, S3Options options)
    : m_place(std::move(place)), m_settings(std::move(settings)), m_options(std::move(options)),
      m_chain(std::move(environment), {.http = m_options.client.http, .now = m_options.client.now})
{
    auto& client = m_options.client;
    if (!m_settings.region.empty())
        client.region = m_settings.region;
    if (!m_settings.endpoint.empty())
        client.endpoint = m_settings.endpoint;
    while (client.endpoint.ends_with('/'))
        client.endpoint.pop_back();
    client.http.max_body_bytes = std::size_t{1} << 30U;
}

AwsClient& S3Bucket::client()
try {
    if (!m_client)
        m_client.emplace(s3_service, m_chain, m_options.client);
    return *m_client;
} catch (CredentialError const& error) {
    throw StoreError{fmt::format("{}: {}", to_text(m_place), error.what())};
}

absl::Time S3Bucket::now()
{
    return client().now();
}

std::string S3Bucket::url_of(std::string_view key, std::string_view query)
{
    auto url = client().endpoint();
    bool const own_path = client().is_custom() || m_place.bucket.find('.') != std::string::npos;
    if (m_settings.path_style.value_or(own_path))
        url += "/" + m_place.bucket;
    else
        url.insert(url.find("://") + 3, m_place.bucket + ".");
    url += "/" + encode_key(key);
    return query.empty() ? url : fmt::format("{}?{}", url, query);
}

HttpResponse S3Bucket::send(Call const& call)
try {
    auto const timeout = absl::Seconds(60 + std::ssize(call.body) / slow_bytes_per_second);
    for (bool moved = false;; moved = true) {
        auto response = client().send({.method = call.method,
                                       .url = url_of(call.key, call.query),
                                       .headers = call.headers,
                                       .body = call.body,
                                       .timeout = timeout});
        auto region = hinted_region(response);
        if (moved || region.empty() || region == client().region())
            return response;
        m_options.client.region = std::move(region);
        m_client.reset();
    }
} catch (CredentialError const& error) {
    throw StoreError{fmt::format("{}: {}", to_text(m_place), error.what())};
}

void S3Bucket::fail(std::string_view tried, std::string_view path, std::string_view action,
                    HttpResponse const& response)
{
    auto const what = to_text(m_place, path);
    auto const origin = m_chain.origin();
    throw_s3_error({tried, what, action, client().endpoint(), client().region(), origin}, response);
}

HttpResponse S3Bucket::put_whole(StoredFile const& file, Headers headers, PutCondition const& condition)
{
    headers.emplace_back("X-Amz-Content-Sha256", header(headers, digest_header));
    if (condition.absent)
        headers.emplace_back("If-None-Match", "*");
    if (!condition.etag.empty())
        headers.emplace_back("If-Match", condition.etag);
    return send(
        {.method = "PUT", .key = key_of(m_place, file.path), .headers = std::move(headers), .body = file.bytes});
}

std::optional<std::string> S3Bucket::put(StoredFile const& file, PutCondition const& condition)
{
    check_store_path(file.path);
    auto const digest = sha256_hex(file.bytes);
    auto const headers = object_headers(file.path, file.content_type, digest);
    auto etag = condition.etag;
    for (int race = 0;;) {
        auto const response = condition.any() || file.bytes.size() <= m_options.part_bytes
                                  ? put_whole(file, headers, {.absent = condition.absent, .etag = etag})
                                  : put_in_parts(file, headers);
        if (response.ok())
            return etag_of(response);
        if (response.status == 501 && condition.any())
            throw_unconditional(m_place);
        if (response.status == 409 && condition.any() && ++race < most_tries_of_a_race) {
            m_options.client.sleep(absl::Milliseconds(100 * race));  // two wrote at once: one of them may
            continue;
        }
        bool const refused = condition_failed(response, condition);
        bool const uncertain = refused || is_transient(response);
        auto const there = uncertain ? head_or_nothing(file.path) : std::nullopt;
        if (there && there->sha256 == digest)
            return there->etag;
        // radosgw compares an ETag with what the header holds, quotes and all.
        if (auto bare = without_quotes(etag); refused && there && there->etag == etag && bare != etag) {
            etag = std::move(bare);
            continue;
        }
        if (refused)
            return std::nullopt;
        fail("write", file.path, "s3:PutObject", response);
    }
}

std::optional<S3Object> S3Bucket::get(std::string_view path)
{
    check_store_path(path);
    Call const call = {.method = "GET", .key = key_of(m_place, path)};
    auto response = send(call);
    if (response.ok() && is_damaged(response))
        response = send(call);
    if (response.ok() && is_damaged(response))
        throw StoreError{fmt::format("{} is damaged: its SHA-256 is not the one that was stored with it. Publish "
                                     "anew, or restore an earlier version of the object.",
                                     to_text(m_place, path))};
    if (response.ok()) {
        auto etag = std::string{header(response.headers, "ETag")};
        return S3Object{std::move(response.body), std::move(etag)};
    }
    auto const code = read_aws_error(response).code;
    if (response.status == 404 && code != "NoSuchBucket")
        return std::nullopt;
    if (response.status == 403 && is_listed_as_absent(path))
        return std::nullopt;
    fail("read", path, "s3:GetObject", response);
}

std::optional<S3Head> S3Bucket::head(std::string_view path)
{
    check_store_path(path);
    auto const response = send({.method = "HEAD", .key = key_of(m_place, path)});
    if (response.ok())
        return read_head(response);
    if (response.status == 404 || (response.status == 403 && is_listed_as_absent(path)))
        return std::nullopt;
    fail("look at", path, "s3:GetObject", response);
}

std::optional<S3Head> S3Bucket::head_or_nothing(std::string_view path)
{
    auto const response = send({.method = "HEAD", .key = key_of(m_place, path)});
    return response.ok() ? std::optional{read_head(response)} : std::nullopt;
}

/// Who may list only below a prefix is answered 403, not 404, for an object that is not there (S3 API reference,
/// GetObject): the list tells the two apart.
bool S3Bucket::is_listed_as_absent(std::string_view path)
{
    auto const key = key_of(m_place, path);
    auto const response =
        send({.method = "GET", .query = fmt::format("list-type=2&max-keys=1&prefix={}", encode_url_part(key))});
    if (!response.ok())
        return false;
    auto const listing = read_s3_listing(response.body);
    return listing.problem.empty() && (listing.objects.empty() || listing.objects.front().path != key);
}

std::vector<StoredEntry> S3Bucket::list(std::string_view prefix)
{
    auto const base = m_place.prefix.empty() ? std::string{} : m_place.prefix + "/";
    auto const query =
        fmt::format("encoding-type=url&list-type=2&prefix={}", encode_url_part(base + std::string{prefix}));
    std::vector<StoredEntry> entries;
    for (std::string token;;) {
        auto const response = send(
            {.method = "GET",
             .query = token.empty() ? query : fmt::format("continuation-token={}&{}", encode_url_part(token), query)});
        if (!response.ok())
            fail("list", prefix, "s3:ListBucket", response);
        auto listing = read_s3_listing(response.body);
        if (!listing.problem.empty() || (!token.empty() && listing.next == token))
            throw StoreError{fmt::format("Could not list {}: the answer of {} cannot be read: {}.",
                                         to_text(m_place, prefix), client().endpoint(),
                                         listing.problem.empty() ? "it goes in circles" : listing.problem)};
        for (auto& object : listing.objects) {
            if (!object.path.starts_with(base))
                continue;
            object.path.erase(0, base.size());
            if (is_store_path(object.path))
                entries.push_back(std::move(object));
        }
        if (entries.size() > most_objects)
            throw StoreError{fmt::format("{} holds more than {} objects. Let a lifecycle rule remove old ones.",
                                         to_text(m_place, prefix), most_objects)};
        token = std::move(listing.next);
        if (token.empty())
            break;
    }
    std::ranges::sort(entries, {}, &StoredEntry::path);
    return entries;
}

bool S3Bucket::copy(std::string_view from, StoredFile const& to)
{
    check_store_path(from);
    check_store_path(to.path);
    auto headers = object_headers(to.path, to.content_type, sha256_hex(to.bytes));
    headers.emplace_back("x-amz-copy-source", fmt::format("/{}/{}", m_place.bucket, encode_key(key_of(m_place, from))));
    headers.emplace_back("x-amz-metadata-directive", "REPLACE");
    auto const response = send({.method = "PUT", .key = key_of(m_place, to.path), .headers = std::move(headers)});
    // A copy that fails after its first bytes is answered with 200 and an error (S3 API reference, CopyObject).
    return response.ok() && read_aws_error(response).code.empty();
}

void S3Bucket::remove(std::string_view path)
{
    check_store_path(path);
    auto const response = send({.method = "DELETE", .key = key_of(m_place, path)});
    auto const gone = response.status == 404 && read_aws_error(response).code != "NoSuchBucket";
    if (!response.ok() && !gone)
        fail("remove", path, "s3:DeleteObject", response);
}

StoreLink S3Bucket::link(std::string_view path, absl::Duration lifetime)
try {
    check_store_path(path);
    auto const credentials = m_chain.get();
    auto const begin = now();
    auto const end = std::min(begin + lifetime, credentials.expiration);
    if (end - begin < absl::Seconds(1))
        throw CredentialError{"The credentials end now: no link can be made with them. Get new ones."};
    return {.url = client().presign("GET", url_of(key_of(m_place, path), {}), end - begin),
            .expires = end,
            .shortened = end < begin + lifetime,
            .may_end_sooner = credentials.end_is_unknown()};
} catch (CredentialError const& error) {
    throw StoreError{fmt::format("{}: {}", to_text(m_place), error.what())};
}

}  // namespace almanac
