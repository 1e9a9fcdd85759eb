#pragma once

#include "aws/client.hpp"
#include "aws/credentials.hpp"
#include "store/s3_place.hpp"
#include "store/store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What a write depends on; without anything it replaces what is there.
struct PutCondition {
    bool absent = false;  ///< only when there is no such object
    std::string etag{};   ///< only while the object is still that one

    [[nodiscard]] bool any() const { return absent || !etag.empty(); }
};

struct S3Object {
    std::string bytes;
    std::string etag;
};

/// What is known of an object without reading it.
struct S3Head {
    std::string etag;
    std::string sha256;  ///< as stored with it; empty for one that another program stored
};

struct S3Options {
    AwsClientOptions client{};            ///< region and endpoint: those of S3Settings win
    std::size_t part_bytes = 16U << 20U;  ///< a larger file goes up in parts of this size; at least 5 MB in S3. Not one
                                          ///< with a condition, which not every service knows for parts
};

/// The objects of a bucket below a prefix. Every function throws StoreError, with what was tried, the service's own
/// words and the cure; paths are those of a Store. For one thread at a time.
class S3Bucket {
public:
    S3Bucket(S3Place place, S3Settings settings, Environment environment, S3Options options = {});

    /// Stores an object whole; the service checks its SHA-256. Returns its ETag, or nothing when the condition did not
    /// hold. An answer that was lost is recognised: an object with exactly these bytes counts as stored, so who wants
    /// to be the only one to write it has to write something that nobody else does.
    std::optional<std::string> put(StoredFile const& file, PutCondition const& condition = {});

    /// Nothing when there is no such object. The bytes are those that were stored, by their SHA-256.
    [[nodiscard]] std::optional<S3Object> get(std::string_view path);
    [[nodiscard]] std::optional<S3Head> head(std::string_view path);

    /// All objects whose path starts with the prefix, sorted; those whose path is none of a Store are left out.
    [[nodiscard]] std::vector<StoredEntry> list(std::string_view prefix);

    /// Stores what was put under another path before; the bytes do not travel. False when the service would not.
    [[nodiscard]] bool copy(std::string_view from, StoredFile const& to);

    void remove(std::string_view path);

    /// A link that works without credentials, and when it ends. Throws std::invalid_argument as presign() does.
    [[nodiscard]] StoreLink link(std::string_view path, absl::Duration lifetime);

    [[nodiscard]] S3Place const& place() const { return m_place; }
    [[nodiscard]] S3Settings const& settings() const { return m_settings; }
    [[nodiscard]] absl::Time now();  ///< on the clock of the service
    void sleep(absl::Duration time) const { m_options.client.sleep(time); }

private:
    /// A request before it has an address.
    struct Call {
        std::string method{};
        std::string key{};    ///< empty: the bucket itself
        std::string query{};  ///< encoded
        Headers headers{};
        std::string_view body{};
    };

    AwsClient& client();
    [[nodiscard]] std::string url_of(std::string_view key, std::string_view query);
    [[nodiscard]] HttpResponse send(Call const& call);
    [[nodiscard]] HttpResponse put_whole(StoredFile const& file, Headers headers, PutCondition const& condition);
    [[nodiscard]] HttpResponse put_in_parts(StoredFile const& file, Headers headers);
    [[nodiscard]] HttpResponse put_parts(StoredFile const& file, std::string const& key, std::string const& upload);
    [[nodiscard]] std::optional<S3Head> head_or_nothing(std::string_view path);
    [[nodiscard]] bool is_listed_as_absent(std::string_view path);
    [[noreturn]] void fail(std::string_view tried, std::string_view path, std::string_view action,
                           HttpResponse const& response);

    S3Place m_place;
    S3Settings m_settings;
    S3Options m_options;
    CredentialChain m_chain;
    std::optional<AwsClient> m_client;
};

}  // namespace almanac
