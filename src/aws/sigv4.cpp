#include "aws/sigv4.hpp"

#include "aws/canonical.hpp"
#include "fetch/url.hpp"
#include "store/sha256.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace almanac {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

std::string hmac(std::string_view key, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    auto const* const bytes = reinterpret_cast<unsigned char const*>(text.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), digest.data(), &size) ==
        nullptr)
        throw std::runtime_error{"OpenSSL has no HMAC-SHA256."};
    return {reinterpret_cast<char const*>(digest.data()), size};
}

std::string to_hex(std::string_view bytes)
{
    std::string hex;
    for (char const c : bytes)
        fmt::format_to(std::back_inserter(hex), "{:02x}", static_cast<unsigned char>(c));
    return hex;
}

/// "20150830T123600Z"
std::string to_timestamp(absl::Time time)
{
    return absl::FormatTime("%Y%m%dT%H%M%SZ", time, absl::UTCTimeZone());
}

std::string scope_text(SigningScope const& scope, std::string_view timestamp)
{
    return fmt::format("{}/{}/{}/aws4_request", timestamp.substr(0, 8), scope.region, scope.service);
}

/// Spaces at the ends gone, runs of them one.
std::string trimmed(std::string_view value)
{
    std::string out;
    for (char const c : value) {
        bool const space = c == ' ' || c == '\t';
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (out.ends_with(' '))
        out.pop_back();
    return out;
}

/// What proxies and libcurl may change or add on the way.
bool is_signed(std::string_view lower_name)
{
    constexpr std::array<std::string_view, 6> changing = {"authorization",     "connection", "expect",
                                                          "transfer-encoding", "user-agent", "x-amzn-trace-id"};
    return std::ranges::find(changing, lower_name) == changing.end();
}

/// The canonical request without its first three lines' parts that differ: what is hashed.
struct Canonical {
    std::string text;
    std::string signed_headers;  ///< "host;x-amz-date"
};

Canonical canonical_request(std::string_view method, SignedUrl const& url, Headers const& headers, bool of_s3,
                            std::string_view payload)
{
    std::map<std::string, std::string> lines;
    for (auto const& [name, value] : headers) {
        auto const lower = lower_ascii(name);
        if (!is_signed(lower))
            continue;
        auto const [at, first] = lines.emplace(lower, trimmed(value));
        if (!first)
            at->second += "," + trimmed(value);
    }
    lines.emplace("host", url.host);
    Canonical canonical;
    std::string header_text;
    for (auto const& [name, value] : lines) {
        header_text += fmt::format("{}:{}\n", name, value);
        canonical.signed_headers += (canonical.signed_headers.empty() ? "" : ";") + name;
    }
    canonical.text = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", method, canonical_path(url.path, of_s3),
                                 canonical_query(url.query), header_text, canonical.signed_headers, payload);
    return canonical;
}

std::string signature(std::string_view canonical, Credentials const& credentials, SigningScope const& scope,
                      std::string_view timestamp)
{
    auto const to_sign =
        fmt::format("{}\n{}\n{}\n{}", algorithm, timestamp, scope_text(scope, timestamp), sha256_hex(canonical));
    auto key = hmac("AWS4" + credentials.secret_access_key, timestamp.substr(0, 8));
    for (std::string_view const part :
         {std::string_view{scope.region}, std::string_view{scope.service}, std::string_view{"aws4_request"}})
        key = hmac(key, part);
    return to_hex(hmac(key, to_sign));
}

}  // namespace

Headers sign(HttpRequest const& request, Credentials const& credentials, SigningScope const& scope, absl::Time now)
{
    auto const timestamp = to_timestamp(now);
    bool const of_s3 = scope.service == "s3";
    auto added = Headers{{"X-Amz-Date", timestamp}};
    auto payload = std::string{header(request.headers, "X-Amz-Content-Sha256")};
    if (payload.empty()) {
        payload = sha256_hex(request.body);
        if (of_s3)
            added.emplace_back("X-Amz-Content-Sha256", payload);
    }
    if (!credentials.session_token.empty())
        added.emplace_back("X-Amz-Security-Token", credentials.session_token);

    auto all = request.headers;
    all.insert(all.end(), added.begin(), added.end());
    auto const canonical = canonical_request(request.method, split_for_signing(request.url), all, of_s3, payload);
    added.emplace_back("Authorization",
                       fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", algorithm,
                                   credentials.access_key_id, scope_text(scope, timestamp), canonical.signed_headers,
                                   signature(canonical.text, credentials, scope, timestamp)));
    return added;
}

std::string presign(std::string_view method, std::string_view url, Credentials const& credentials,
                    SigningScope const& scope, absl::Time now, absl::Duration expires)
{
    if (expires < absl::Seconds(1) || expires > longest_presign)
        throw std::invalid_argument{"A presigned link lives from 1 second to 7 days."};
    auto const timestamp = to_timestamp(now);
    bool const of_s3 = scope.service == "s3";
    auto link = std::string{url.substr(0, url.find('#'))};
    link += link.find('?') == std::string::npos ? '?' : '&';
    link += fmt::format("X-Amz-Algorithm={}&X-Amz-Credential={}&X-Amz-Date={}&X-Amz-Expires={}", algorithm,
                        encode_url_part(credentials.access_key_id + "/" + scope_text(scope, timestamp)), timestamp,
                        absl::ToInt64Seconds(expires));
    if (!credentials.session_token.empty())
        link += "&X-Amz-Security-Token=" + encode_url_part(credentials.session_token);
    link += "&X-Amz-SignedHeaders=host";
    auto const canonical = canonical_request(method, split_for_signing(link), {}, of_s3,
                                             of_s3 ? std::string{unsigned_payload} : sha256_hex({}));
    return link + "&X-Amz-Signature=" + signature(canonical.text, credentials, scope, timestamp);
}

}  // namespace almanac
