#include "config/config.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

[[nodiscard]] std::string error_of(std::string const& toml)
{
    try {
        static_cast<void>(read_source(toml, "s.toml", Config{}));
    } catch (ConfigError const& error) {
        return error.what();
    }
    return {};
}

/// What is wrong with a source that is fine but for these lines; they start at line 3.
[[nodiscard]] std::string error_with(std::string_view lines)
{
    return error_of("name = \"Fern Club\"\nurl = \"https://fern.example.org/\"\n" + std::string{lines});
}

TEST(Source, ReadsEveryKey)
{
    auto const source = read_source(R"(
name = "Fern Club"
state = "VA"
timezone = "America/Chicago"
reader = "ical"
url = "https://fern.example.org/events/{month:%Y-%m}"
homepage = "https://fern.example.org/"
enabled = false
method = "POST"
form = { view = "list", page = 3 }
headers = { X-Api-Key = "{token}", Accept = "text/calendar" }
token = "FERN_KEY"
token_aliases = ["FERN_API_KEY"]
token_help = "A key is free at fern.example.org/keys."
ignore_robots = true
ignore_robots_reason = "allowed by the club's secretary"
allow_private = true
requests_per_second = 2.5
max_pages = 7
max_time = 60
day_first = true
split_days = true
default_venue = "Fern House"
venue_aliases = { "The House" = "Fern House" }
category_map = { Walks = "Hikes", Board = "" }
categories = ["Nature"]
capture = "fern.warc.gz"
capture_now = "2019-03-01T09:00:00"

[[skip]]
field = "name"
pattern = "^Board"
reason = "not public"
[[skip]]
field = "venue"
pattern = "(?i)library"
)",
                                    "sources/fern.toml", Config{});
    EXPECT_EQ(source.id, "fern");
    EXPECT_EQ(source.position.file, "sources/fern.toml");
    EXPECT_EQ(source.name, "Fern Club");
    EXPECT_EQ(source.state, "VA");
    EXPECT_EQ(source.timezone, "America/Chicago");
    EXPECT_EQ(source.reader, "ical");
    EXPECT_EQ(source.url, "https://fern.example.org/events/{month:%Y-%m}");
    EXPECT_EQ(source.homepage, "https://fern.example.org/");
    EXPECT_FALSE(source.enabled);
    EXPECT_EQ(source.method, "POST");
    EXPECT_EQ(source.form, (std::map<std::string, std::string>{{"view", "list"}, {"page", "3"}}));
    EXPECT_EQ(source.headers.at("X-Api-Key"), "{token}");
    EXPECT_EQ(source.token, "FERN_KEY");
    EXPECT_EQ(source.token_aliases, (std::vector<std::string>{"FERN_API_KEY"}));
    EXPECT_EQ(source.token_help, "A key is free at fern.example.org/keys.");
    EXPECT_TRUE(source.ignore_robots);
    EXPECT_EQ(source.ignore_robots_reason, "allowed by the club's secretary");
    EXPECT_TRUE(source.allow_private);
    EXPECT_EQ(source.requests_per_second, 2.5);
    EXPECT_EQ(source.max_pages, 7);
    EXPECT_EQ(source.max_time.count(), 60);
    EXPECT_TRUE(source.day_first);
    EXPECT_TRUE(source.split_days);
    EXPECT_EQ(source.default_venue, "Fern House");
    EXPECT_EQ(source.venue_aliases.at("The House"), "Fern House");
    EXPECT_EQ(source.category_map.at("Board"), "");
    EXPECT_EQ(source.categories, (std::vector<std::string>{"Nature"}));
    EXPECT_EQ(source.capture, "fern.warc.gz");
    EXPECT_EQ(source.capture_now, "2019-03-01T09:00:00");
    ASSERT_EQ(source.skip.size(), 2U);
    EXPECT_EQ(source.skip[0].field, "name");
    EXPECT_EQ(source.skip[0].pattern, "^Board");
    EXPECT_EQ(source.skip[0].reason, "not public");
    EXPECT_EQ(source.skip[1].field, "venue");
}

TEST(Source, InfersWhatFollows)
{
    Config const config;
    std::string const start = "name = \"F\"\nurl = \"https://f.example.org/\"\n";
    EXPECT_EQ(read_source(start + "body = '{\"a\": 1}'", "f.toml", config).method, "POST");
    EXPECT_EQ(
        read_source("name = \"F\"\nurl = \"https://f.example.org/?q={token}\"\ntoken = \"F\"\ntoken_in_url = true",
                    "f.toml", config)
            .token,
        "F");
}

TEST(Source, SaysWhatIsWrongWithIt)
{
    struct Case {
        std::string_view lines;
        std::string_view want;
    };
    Case const cases[] = {
        {"", ""},
        {"name = \"x\"", "s.toml:3:1: \"name\""},
        {"state = \"Virginia\"",
         "s.toml:3:9: there is no state 'Virginia' (did you mean 'VA'?). States are two capital letters, such as VA."},
        {"state = \"va\"",
         "s.toml:3:9: there is no state 'va' (did you mean 'VA'?). States are two capital letters, such as VA."},
        {"state = \"ZZ\"", "s.toml:3:9: there is no state 'ZZ'. States are two capital letters, such as VA."},
        {"timezone = \"America/NewYork\"",
         "s.toml:3:12: there is no zone 'America/NewYork' (did you mean 'America/New_York'?). Names are those of the "
         "IANA data, such as America/New_York."},
        {"timezone = \"\"", "s.toml:3:12: there is no zone ''. Names are those of the IANA data, such as "
                            "America/New_York."},
        {"reader = \"icla\"",
         "s.toml:3:10: there is no reader 'icla' (did you mean 'ical'?). Choices: auto, html, ical, "
         "json, jsonld, microdata, microformats, rdfa and 51 more (docs/platforms.md)."},
        {"homepage = \"fern.example.org\"",
         "s.toml:3:12: 'homepage' must be a whole web address (http:// or https://), not \"fern.example.org\""},
        {"enabled = \"no\"", "s.toml:3:11: 'enabled' must be true or false, not a string: \"no\""},
        {"method = \"PUT\"", "s.toml:3:10: there is no method 'PUT'. Choices: GET, POST."},
        {"method = \"GET\"\nbody = \"x\"",
         "s.toml:3:10: a GET request has no 'body': leave 'method' out, or write \"POST\""},
        {"method = \"POST\"", "s.toml:3:10: a POST request needs 'form' or 'body'"},
        {"body = \"x\"\nform = { a = \"b\" }", "s.toml:3:8: a request has either 'form' or 'body', not both"},
        {"content_type = \"text/plain\"", "s.toml:3:16: 'content_type' says what 'body' is, and there is none"},
        {"form = { a = 1.5 }", "s.toml:3:14: 'a' in 'form' must be a string, not a number: 1.5"},
        {"headers = \"X-Key: abc\"", "s.toml:3:11: 'headers' must be a table, not a string"},
        {"headers = { \"X Key\" = \"abc\" }", "s.toml:3:13: 'X Key' is no header name"},
        {"headers = { Host = \"abc\" }", "s.toml:3:13: the header 'Host' is not yours to set"},
        {"headers = { Accept = \"a\\r\\nb\" }",
         "s.toml:3:22: the header 'Accept' holds a line break or control character"},
        {"headers = { X-Api-Key = \"abc\" }", "s.toml:3:25: the header 'X-Api-Key' holds what looks like a secret (not "
                                              "shown): write {token} for it, and name "
                                              "its environment variable as 'token'"},
        {"headers = { X-Mine = \"8f14e45fceea167a5a36dedd4bea2543\" }",
         "s.toml:3:22: the header 'X-Mine' holds what looks like a secret (not shown): write {token} for it, and name "
         "its environment variable as 'token'"},
        {"headers = { A = \"{token}\" }",
         "s.toml:1:1: {token} stands for a secret, and 'token' does not name its environment variable"},
        {"token = \"FERN_KEY\"", "s.toml:3:9: 'token' is named but {token} is used nowhere; put it into 'headers'"},
        {"token = \"fern key\"\nheaders = { A = \"{token}\" }",
         "s.toml:3:9: 'token' must be the name of an environment variable (A-Z, 0-9, _), such as NPS_API_KEY"},
        {"token = \"Zk3x9Qw7Lm2Pf8Rt5Vb1Nc6\"\nheaders = { A = \"{token}\" }",
         "s.toml:3:9: 'token' holds what looks like the secret itself (not shown): write the name of the environment "
         "variable that holds it, and make a new key, as this one has been in a file"},
        {"token = 12345678\nheaders = { A = \"b\" }", "s.toml:3:9: 'token' must be a string, not a whole number"},
        {"token_help = \"Ask.\"", "s.toml:3:14: 'token_help' goes with 'token', and there is none"},
        {"token_aliases = [\"K\"]", "s.toml:3:17: 'token_aliases' goes with 'token', and there is none"},
        {"ignore_robots = true",
         "s.toml:3:17: 'ignore_robots' needs a reason in 'ignore_robots_reason', such as who allowed it"},
        {"ignore_robots_reason = \"ok\"",
         "s.toml:3:24: 'ignore_robots_reason' is given, but ignore_robots is not true"},
        {"requests_per_second = -1", "s.toml:3:23: 'requests_per_second' must be from 0 to 100, not -1"},
        {"max_pages = 0", "s.toml:3:13: 'max_pages' must be from 1 to 10000, not 0"},
        {"max_time = 1.5", "s.toml:3:12: 'max_time' must be a whole number, not a number: 1.5"},
        {"categories = \"Nature\"", "s.toml:3:14: 'categories' must be a list, not a string"},
        {"category_map = [\"a\"]", "s.toml:3:16: 'category_map' must be a table, not a list"},
        {"capture_now = \"2019-03-01\"", "s.toml:3:15: 'capture_now' is the clock of 'capture', and there is none"},
        {"capture = \"c.warc\"\ncapture_now = \"March\"",
         "s.toml:4:15: 'capture_now' must be a date or time such as \"2019-03-01\" or \"2019-03-01T09:00:00\", not "
         "\"March\""},
        {"capture = \"\"", "s.toml:3:11: 'capture' is empty"},
        {"[[skip]]\nfield = \"title\"\npattern = \"a\"",
         "s.toml:4:9: there is no field 'title'. Choices: name, venue, description, category, url."},
        {"[[skip]]\nfield = \"name\"", "s.toml:3:1: 'pattern' is missing"},
        {"[[skip]]\nfield = \"name\"\npattern = \"ab(c\"", "s.toml:5:12: 'ab(c' is no pattern: missing ): ab(c"},
        {"[[skip]]\nfield = \"name\"\npattern = 'ab[z-a]'",
         "s.toml:5:15: 'ab[z-a]' is no pattern: invalid character class range: z-a"},
        {"[[skip]]\nfield = \"name\"\npattern = '(?<=a)b'",
         "s.toml:5:12: '(?<=a)b' is no pattern: invalid perl operator: (?<"},
        {"[[skip]]\nfield = \"name\"\npattern = \"a\"\nstate = \"VA\"",
         "s.toml:6:1: there is no key 'state' in this table; it belongs above the first [table] of the file"},
        {"[skip]\nfield = \"name\"", "s.toml:3:1: 'skip' must be a list of tables, each under [[skip]], not a table"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.lines);
        auto const error = error_with(c.lines);
        if (c.lines.starts_with("name"))
            EXPECT_EQ(error, "s.toml:3:1: 'name' is set twice; the first stands above");
        else
            EXPECT_EQ(error, c.want);
    }
}

TEST(Source, ChecksItsAddress)
{
    struct Case {
        std::string_view lines;
        std::string_view want;
    };
    Case const cases[] = {
        {"url = \"https://fern.example.org/?cat={category}\"\neach = { category = { Hikes = 1733 } }", ""},
        {"url = \"\"", "s.toml:2:7: 'url' is empty"},
        {"url = \"/events\"", "s.toml:2:7: 'url' must be a whole web address (http:// or https://), not \"/events\""},
        {"url = \"javascript:alert(1)\"",
         "s.toml:2:7: 'url' must be a whole web address (http:// or https://), not \"javascript:alert(1)\""},
        {"url = \"https://user:secret@fern.example.org/\"",
         "s.toml:2:7: 'url' holds a user name or password; send it as a header with {token}"},
        {"url = \"https://fern.example.org/?api_key=Zk3x9Qw7Lm2Pf8Rt5Vb1Nc6\"",
         "s.toml:2:7: the url holds what looks like a secret (not shown): name an environment variable as 'token' and "
         "write {token} into 'headers'"},
        {"url = \"https://fern.example.org/?api_key={token}\"\ntoken = \"FERN_KEY\"",
         "s.toml:2:7: a {token} in an address ends up in the logs of servers: send it in 'headers', such as { "
         "X-Api-Key "
         "= \"{token}\" }; if the site takes it no other way, say token_in_url = true"},
        {"url = \"http://fern.example.org/\"\ntoken = \"FERN_KEY\"\nheaders = { A = \"{token}\" }",
         "s.toml:2:7: a secret must not travel over http: use https"},
        {"url = \"https://fern.example.org/\"\ntoken_in_url = true\ntoken = \"F\"\nheaders = { A = \"{token}\" }",
         "s.toml:3:16: 'token_in_url' is set, and the url holds no {token}"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.lines);
        EXPECT_EQ(error_of("name = \"Fern Club\"\n" + std::string{c.lines}), c.want);
    }
}

TEST(Source, NeverShowsASecret)
{
    std::string const secret = "Zk3x9Qw7Lm2Pf8Rt5Vb1Nc6";
    for (std::string const lines :
         {"token = \"SECRET\"", "token = [\"SECRET\"]", "headers = \"SECRET\"",
          "headers = { Authorization = \"Bearer SECRET\" }", "token_aliases = [\"SECRET\"]",
          "token_aliases = \"SECRET\"", "homepage = \"https://me:SECRET@fern.example.org/\"",
          "homepage = \"fern.example.org/?api_key=SECRET\"", "body = \"x\"\nform = \"SECRET\""}) {
        SCOPED_TRACE(lines);
        auto text = lines;
        text.replace(text.find("SECRET"), 6, secret);
        auto const error = error_with(text);
        EXPECT_NE(error, "");
        EXPECT_EQ(error.find(secret), std::string::npos) << error;
    }
}

}  // namespace
}  // namespace almanac
