#include "aws/canonical.hpp"
#include "aws/sigv4.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <stdexcept>

namespace almanac {
namespace {

Credentials const example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}};
SigningScope const s3_scope{"us-east-1", "s3"};
absl::Time const example_time = absl::FromCivil(absl::CivilSecond{2013, 5, 24}, absl::UTCTimeZone());

std::string signature_of(Headers const& added)
{
    auto const text = std::string{header(added, "Authorization")};
    return text.substr(text.rfind('=') + 1);
}

// The examples of the Amazon S3 API reference, "Authenticating requests".
TEST(Sigv4, SignsTheExamplesOfS3)
{
    struct Case {
        std::string_view method, path;
        Headers headers;
        std::string_view body, want;
    };
    Case const cases[] = {
        {"GET",
         "/test.txt",
         {{"Range", "bytes=0-9"}},
         "",
         "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
        {"PUT",
         "/test%24file.text",
         {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
         "Welcome to Amazon S3.",
         "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
        {"GET", "/?lifecycle", {}, "", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
        {"GET", "/?prefix=J&max-keys=2", {}, "", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.path);
        auto const request = HttpRequest{.method = std::string{c.method},
                                         .url = fmt::format("https://examplebucket.s3.amazonaws.com{}", c.path),
                                         .headers = c.headers,
                                         .body = c.body};
        EXPECT_EQ(signature_of(sign(request, example, s3_scope, example_time)), c.want);
    }
}

TEST(Sigv4, PresignsTheExampleOfS3)
{
    auto const link = presign("GET", "https://examplebucket.s3.amazonaws.com/test.txt", example, s3_scope, example_time,
                              absl::Hours(24));
    EXPECT_EQ(link, "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                    "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST(Sigv4, RefusesLinksThatLiveTooLong)
{
    for (auto const expires : {absl::ZeroDuration(), longest_presign + absl::Seconds(1), absl::InfiniteDuration()})
        EXPECT_THROW((void)presign("GET", "https://b.example/k", example, s3_scope, example_time, expires),
                     std::invalid_argument);
}

TEST(Sigv4, TakesTheHostAsItIsSent)
{
    struct Case {
        std::string_view url, host, path, query;
    };
    Case const cases[] = {
        {"https://s3.example", "s3.example", "/", ""},
        {"https://s3.example:443/a", "s3.example", "/a", ""},
        {"http://s3.example:443/a", "s3.example:443", "/a", ""},
        {"http://127.0.0.1:9000/b/k?list-type=2#top", "127.0.0.1:9000", "/b/k", "list-type=2"},
        {"http://[::1]:80?uploads", "[::1]", "/", "uploads"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.url);
        auto const parts = split_for_signing(c.url);
        EXPECT_EQ(parts.host, c.host);
        EXPECT_EQ(parts.path, c.path);
        EXPECT_EQ(parts.query, c.query);
    }
}

TEST(Sigv4, EncodesPathsOfS3OnceAndOthersTwice)
{
    struct Case {
        std::string_view path, s3, other;
    };
    Case const cases[] = {
        {"/", "/", "/"},
        {"/a//b/./c/../d/", "/a//b/./c/../d/", "/a/b/d/"},
        {"/a%20b/%C3%A9", "/a%20b/%C3%A9", "/a%2520b/%25C3%25A9"},
        {"/x+y=z*", "/x%2By%3Dz%2A", "/x%2By%3Dz%2A"},
        {"/../..", "/../..", "/"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.path);
        EXPECT_EQ(canonical_path(c.path, true), c.s3);
        EXPECT_EQ(canonical_path(c.path, false), c.other);
    }
}

TEST(Sigv4, SortsParametersByEncodedNameThenValue)
{
    struct Case {
        std::string_view query, want;
    };
    Case const cases[] = {
        {"", ""},
        {"lifecycle", "lifecycle="},
        {"b=2&a=1&a=0&&a-b=3", "a=0&a=1&a-b=3&b=2"},
        {"k=a/b+c&K=%2f", "K=%2F&k=a%2Fb%2Bc"},
        {"a=b=c", "a=b%3Dc"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(canonical_query(c.query), c.want) << c.query;
}

/// Awkward requests, the same each time.
class Oddities {
public:
    std::string text(std::size_t longest)
    {
        constexpr std::string_view letters[] = {"a",   "Z",   "0",   "-",   "_",   ".",   "~",      "%20",
                                                "%2B", "%3D", "%25", "%26", "%2A", "%21", "%C3%A9", "%E2%82%AC"};
        std::string text;
        for (auto n = pick(longest) + 1; n > 0; --n)
            text += letters[pick(std::size(letters))];
        return text;
    }
    std::size_t pick(std::size_t below) { return m_engine() % below; }

private:
    std::mt19937 m_engine{20261124};
};

struct Odd {
    std::string service{}, method{}, url{}, body{}, token{};
    Headers headers{};
};

Odd make_odd(Oddities& odd)
{
    constexpr std::string_view services[] = {"s3", "ssm", "ses"};
    constexpr std::string_view methods[] = {"GET", "PUT", "POST", "DELETE", "HEAD"};
    Odd out{.service = std::string{services[odd.pick(3)]}, .method = std::string{methods[odd.pick(5)]}};
    out.url = odd.pick(2) == 0 ? "https://host.example" : "http://127.0.0.1:9000";
    out.url += "/";  // where there is none botocore signs an empty path, but what is sent is "/"
    for (auto n = odd.pick(4); n > 0; --n)
        out.url += "/" + (odd.pick(6) == 0 ? (odd.pick(2) == 0 ? ".." : "") : odd.text(6));
    if (odd.pick(3) == 0)
        out.url += "/";
    if (auto n = odd.pick(4); n > 0) {
        out.url += "?";
        for (; n > 0; --n)
            out.url += fmt::format("{}{}=", odd.text(3), n) +  // botocore presigns one value of a name only
                       (odd.pick(4) == 0 ? "" : odd.text(5)) + (n > 1 ? "&" : "");
    }
    out.body = odd.pick(2) == 0 ? "" : odd.text(40);
    out.token = odd.pick(3) == 0 ? "token/+=" + odd.text(9) : "";
    if (odd.pick(2) == 0)
        out.headers.emplace_back("Content-Type", "text/plain;  charset=utf-8");
    if (odd.pick(2) == 0)
        out.headers.emplace_back("X-Amz-Meta-Note", "  two   words ");
    if (odd.pick(3) == 0)
        out.headers.emplace_back("User-Agent", "unsigned");
    return out;
}

/// One request per line, our signatures behind it; prints what botocore thinks differs.
constexpr std::string_view judge = R"(
import sys, json, datetime
import botocore.auth as auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
moment = datetime.datetime(2026, 11, 24, 8, 9, 10)
class Frozen(datetime.datetime):
    @classmethod
    def utcnow(cls): return moment
    @classmethod
    def now(cls, tz=None): return moment.replace(tzinfo=tz)
auth.datetime = type('module', (), {'datetime': Frozen})
if hasattr(auth, 'get_current_datetime'):
    auth.get_current_datetime = lambda remove_tzinfo=True: moment
n = 0
for line in open(sys.argv[1], encoding='utf-8'):
    case = json.loads(line)
    keys = Credentials('AKIDEXAMPLE', 'secret/key+1', case['token'] or None)
    kind = auth.S3SigV4Auth if case['service'] == 's3' else auth.SigV4Auth
    request = AWSRequest(case['method'], case['url'], data=case['body'].encode())
    for name, value in case['headers']: request.headers[name] = value
    kind(keys, case['service'], 'eu-west-1').add_auth(request)
    if request.headers['Authorization'] != case['header']:
        print('header', case['method'], case['url'], request.headers['Authorization'], case['header'])
    kind = auth.S3SigV4QueryAuth if case['service'] == 's3' else auth.SigV4QueryAuth
    request = AWSRequest(case['method'], case['url'])
    kind(keys, case['service'], 'eu-west-1', expires=900).add_auth(request)
    if request.url.rpartition('Signature=')[2] != case['query']:
        print('query', case['method'], case['url'], request.url, case['query'])
    n += 1
print(n, 'checked')
)";

std::string json_text(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text)
        out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return out + '"';
}

TEST(Sigv4, AgreesWithBotocoreOnHundredsOfAwkwardRequests)
{
    if (std::system("python3 -c 'import botocore' 2>/dev/null") != 0)
        GTEST_SKIP() << "python3-botocore is not installed: ./dev setup";
    auto const now = absl::FromCivil(absl::CivilSecond{2026, 11, 24, 8, 9, 10}, absl::UTCTimeZone());
    constexpr int count = 400;
    Oddities oddities;
    std::string lines;
    for (int i = 0; i < count; ++i) {
        auto const odd = make_odd(oddities);
        auto const keys = Credentials{"AKIDEXAMPLE", "secret/key+1", odd.token};
        auto const scope = SigningScope{"eu-west-1", odd.service};
        auto const request =
            HttpRequest{.method = odd.method, .url = odd.url, .headers = odd.headers, .body = odd.body};
        auto const link = presign(odd.method, odd.url, keys, scope, now, absl::Minutes(15));
        std::string headers;
        for (auto const& [name, value] : odd.headers)
            headers += fmt::format("{}[{},{}]", headers.empty() ? "" : ",", json_text(name), json_text(value));
        lines += fmt::format(
            R"({{"service":{},"method":{},"url":{},"body":{},"token":{},"headers":[{}],"header":{},"query":{}}})"
            "\n",
            json_text(odd.service), json_text(odd.method), json_text(odd.url), json_text(odd.body),
            json_text(odd.token), headers, json_text(header(sign(request, keys, scope, now), "Authorization")),
            json_text(link.substr(link.rfind('=') + 1)));
    }
    TemporaryFolder const folder;
    auto const script = folder.write("judge.py", judge);
    auto const cases = folder.write("cases", lines);
    ASSERT_EQ(std::system(fmt::format("python3 {} {} > {} 2>&1", script, cases, folder.path("said")).c_str()), 0)
        << folder.read("said");
    EXPECT_EQ(folder.read("said"), fmt::format("{} checked\n", count));
}

}  // namespace
}  // namespace almanac
