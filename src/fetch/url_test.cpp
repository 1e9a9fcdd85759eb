#include "fetch/url.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Url, ResolvesTheExamplesOfTheStandard)
{
    struct Case {
        std::string_view reference;
        std::string_view want;
    };
    // RFC 3986 sections 5.4.1 and 5.4.2; "g:h" is no web address.
    Case const cases[] = {
        {"g:h", ""},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"g;x", "http://a/b/c/g;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {".g", "http://a/b/c/.g"},
        {"g..", "http://a/b/c/g.."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
        {"http:g", "http://a/b/c/g"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.reference);
        EXPECT_EQ(resolve_url("http://a/b/c/d;p?q", c.reference), c.want);
    }
}

TEST(Url, ResolvesWhatPagesSay)
{
    struct Case {
        std::string_view reference;
        std::string_view want;
    };
    Case const cases[] = {
        {"  /walk\n", "https://example.org/walk"},
        {"/a walk", "https://example.org/a%20walk"},
        {"/caf\xC3\xA9?q=\xC3\xA9", "https://example.org/caf%C3%A9?q=%C3%A9"},
        {"/a\n  b", "https://example.org/a%20%20b"},
        {"\\walks\\june", "https://example.org/walks/june"},
        {"//Other.Example.ORG:443/x", "https://other.example.org/x"},
        {"HTTP://EXAMPLE.org:80", "http://example.org/"},
        {"http:///example.org/x", "http://example.org/x"},
        {"https://example.org:8443/", "https://example.org:8443/"},
        {"https://m\xC3\xBCnchen.example/", "https://xn--mnchen-3ya.example/"},
        {"https://\xE4\xBE\x8B\xE3\x81\x88.example/", "https://xn--r8jz45g.example/"},
        {"/%7Eme/%2e%2E/x", "https://example.org/x"},
        {"/100%/x", "https://example.org/100%/x"},
        {"efq?from[value][date]=02/01/2019", "https://example.org/calendar/efq?from[value][date]=02/01/2019"},
        {"?cat=\"a\"|<b>", "https://example.org/calendar/?cat=%22a%22|%3Cb%3E"},
        {"http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"},
        {"javascript:void(0)", ""},
        {"mailto:walks@example.org", ""},
        {"tel:+1-202-555-0100", ""},
        {"data:text/html,hello", ""},
        {"http:other", ""},
        {"https://", ""},
        {"https://exa mple.org/", ""},
        {"https://example.org:99999/", ""},
        {"https://example.org:x/", ""},
        {"https://ex%61mple.org/", ""},
        {"https://\xFF.example/", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.reference);
        EXPECT_EQ(resolve_url("https://example.org/calendar/?page=2", c.reference), c.want);
    }
    EXPECT_EQ(resolve_url("", "https://example.org"), "https://example.org/");
    EXPECT_EQ(resolve_url("", "/walk"), "");
    EXPECT_EQ(resolve_url("ftp://example.org/", "/walk"), "");
    EXPECT_EQ(resolve_url("https://example.org/", std::string(1U << 20U, 'x')), "");
}

TEST(Url, KnowsTheHost)
{
    EXPECT_EQ(host_of("https://me:secret@Example.ORG:8443/x@y"), "example.org");
    EXPECT_EQ(host_of("http://[::1]:80/"), "[::1]");
    EXPECT_EQ(host_of("//example.org"), "example.org");
    EXPECT_EQ(host_of("/walk"), "");
    EXPECT_EQ(host_of("https:///"), "");
}

TEST(Url, EncodesAllButUnreserved)
{
    EXPECT_EQ(encode_url_part("a b&c=\xC3\xA9/~-._"), "a%20b%26c%3D%C3%A9%2F~-._");
}

TEST(Url, HidesSecrets)
{
    struct Case {
        std::string_view url;
        std::string_view want;
    };
    Case const cases[] = {
        {"https://a.org/e?parkCode=acad&api_key=hush&limit=5",
         "https://a.org/e?parkCode=acad&api_key=REDACTED&limit=5"},
        {"https://a.org/e?API%5FKEY=hush", "https://a.org/e?API%5FKEY=REDACTED"},
        {"https://me:hush@a.org/x", "https://REDACTED@a.org/x"},
        {"https://a.org/x?y=me@b.org", "https://a.org/x?y=me@b.org"},
        {"https://a.org/x#access_token=hush&state=1", "https://a.org/x#access_token=REDACTED&state=1"},
        {"https://b.s3.amazonaws.com/k?X-Amz-Signature=hush&X-Amz-Date=1",
         "https://b.s3.amazonaws.com/k?X-Amz-Signature=REDACTED&X-Amz-Date=REDACTED"},
        {"https://a.org/proxy?url=https%3A%2F%2Fb.org%2F%3Ftoken%3Dhush",
         "https://a.org/proxy?url=https%3A%2F%2Fb.org%2F%3Ftoken%3DREDACTED"},
        {"https://a.org/proxy?url=https://b.org/?token=hush", "https://a.org/proxy?url=https://b.org/?token=REDACTED"},
        {"https://a.org/d?activitykey=7&orgkey=4153&page_token=n2",
         "https://a.org/d?activitykey=7&orgkey=4153&page_token=n2"},
        {"https://a.org/d?key=", "https://a.org/d?key="},
        {"no address at all", "no address at all"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.url);
        EXPECT_EQ(redact_url(c.url), c.want);
    }
}

TEST(Url, MatchesARequestWithItsCapture)
{
    struct Case {
        std::string_view one;
        std::string_view other;
    };
    Case const same[] = {
        {"https://a.org/e?a=1&b=2", "https://A.org:443/e?&b=2&a=1#top"},
        {"https://a.org/e?api_key=hush", "https://a.org/e?api_key=REDACTED"},
        {"https://a.org/e?api_key=hush&a=1", "https://a.org/e?a=1"},
        {"https://me:hush@a.org/e", "https://a.org/e"},
        {"https://a.org/e?from[value]=2/1", "https://a.org/e?from%5Bvalue%5D=2%2f1"},
        {"https://a.org/e?q=a+b", "https://a.org/e?q=a%20b"},
        {"https://a.org/caf\xC3\xA9", "https://a.org/caf%c3%a9"},
        {"https://a.org", "https://a.org/?"},
    };
    for (auto const& c : same) {
        SCOPED_TRACE(c.one);
        EXPECT_EQ(capture_key("GET", c.one), capture_key("get", c.other));
    }
    Case const different[] = {
        {"https://a.org/e?a=1", "https://a.org/e?a=2"}, {"https://a.org/e?topic=1&topic=2", "https://a.org/e?topic=1"},
        {"https://a.org/a/b", "https://a.org/a%2Fb"},   {"https://a.org/e", "http://a.org/e"},
        {"https://a.org/e", "https://a.org:8443/e"},
    };
    for (auto const& c : different) {
        SCOPED_TRACE(c.one);
        EXPECT_NE(capture_key("GET", c.one), capture_key("GET", c.other));
    }
    EXPECT_NE(capture_key("GET", "https://a.org/"), capture_key("POST", "https://a.org/"));
}

}  // namespace
}  // namespace almanac
