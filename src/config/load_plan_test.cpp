#include "config/config.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace almanac {
namespace {

namespace fs = std::filesystem;

/// A folder of its own for each test, gone afterwards.
class Plans : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = fs::path{testing::TempDir()} /
                   ("almanac_" + std::string{testing::UnitTest::GetInstance()->current_test_info()->name()});
        fs::remove_all(m_folder);
        fs::create_directories(m_folder / "sources");
    }
    void TearDown() override { fs::remove_all(m_folder); }

    void write(std::string const& name, std::string_view text) const
    {
        std::ofstream{m_folder / name, std::ios::binary} << text;
    }

    [[nodiscard]] Plan load() const { return load_plan(m_folder / "almanac.toml", m_folder / "sources"); }

    /// The message without the folder's name.
    [[nodiscard]] std::string error() const
    {
        try {
            static_cast<void>(load());
        } catch (ConfigError const& error) {
            std::string text = error.what();
            auto const folder = m_folder.string() + "/";
            for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
                text.erase(at, folder.size());
            return text;
        }
        return {};
    }

    fs::path m_folder;
};

constexpr std::string_view fern = "name = \"Fern Club\"\nurl = \"https://fern.example.org/events\"\n";
constexpr std::string_view moss = "name = \"Moss Club\"\nurl = \"https://moss.example.org/events\"\n";

TEST_F(Plans, HasDefaultsWithoutAConfigFile)
{
    write("sources/fern.toml", fern);
    auto const plan = load_plan({}, m_folder / "sources");
    EXPECT_EQ(plan.config.output, "out");
    EXPECT_EQ(plan.config.timezone, "America/New_York");
    EXPECT_EQ(plan.config.window.days, 90);
    EXPECT_EQ(plan.config.fetch.request_timeout.count(), 60);
    ASSERT_EQ(plan.sources.size(), 1U);
    auto const& source = plan.sources[0];
    EXPECT_EQ(source.id, "fern");
    EXPECT_EQ(source.timezone, "America/New_York");
    EXPECT_EQ(source.reader, "auto");
    EXPECT_TRUE(source.enabled);
}

TEST_F(Plans, ReadEveryKeyOfTheConfig)
{
    write("almanac.toml", R"(
output = "public"
timezone = "America/Chicago"
contact = "calendar@example.org"
file_prefix = "dc-"
state_tags = false
[window]
days = 30
past = true
[fetch]
requests_per_second = 0.5
connections = 1
connect_timeout = 5
stall_timeout = 6
request_timeout = 7
max_body_bytes = 4096
tries = 2
deadline = 8
[fetch.hosts."API.example.org"]
requests_per_second = 10
[fetch.hosts."127.0.0.1"]
allow_private = true
connections = 4
[organizer_aliases]
"Fern Society" = "Fern Club"
[venue_aliases]
"The Barn" = "Old Barn"
)");
    auto const config = load().config;
    EXPECT_EQ(config.output, "public");
    EXPECT_EQ(config.timezone, "America/Chicago");
    EXPECT_EQ(config.contact, "calendar@example.org");
    EXPECT_EQ(config.file_prefix, "dc-");
    EXPECT_FALSE(config.state_tags);
    EXPECT_EQ(config.window.days, 30);
    EXPECT_TRUE(config.window.past);
    EXPECT_EQ(config.fetch.requests_per_second, 0.5);
    EXPECT_EQ(config.fetch.connections, 1);
    EXPECT_EQ(config.fetch.connect_timeout.count(), 5);
    EXPECT_EQ(config.fetch.stall_timeout.count(), 6);
    EXPECT_EQ(config.fetch.request_timeout.count(), 7);
    EXPECT_EQ(config.fetch.max_body_bytes, 4096U);
    EXPECT_EQ(config.fetch.tries, 2);
    EXPECT_EQ(config.fetch.deadline.count(), 8);
    ASSERT_EQ(config.fetch.hosts.size(), 2U);
    auto const& api = config.fetch.hosts.at("api.example.org");
    EXPECT_EQ(api.requests_per_second, 10);
    EXPECT_EQ(api.connections, 1);  // as [fetch] says
    EXPECT_FALSE(api.allow_private);
    EXPECT_TRUE(config.fetch.hosts.at("127.0.0.1").allow_private);
    EXPECT_EQ(config.organizer_aliases.at("Fern Society"), "Fern Club");
    EXPECT_EQ(config.venue_aliases.at("The Barn"), "Old Barn");
}

TEST_F(Plans, TakeTheZoneOfTheConfigAndSortById)
{
    write("almanac.toml", "timezone = \"America/Denver\"");
    write("sources/moss.toml", moss);
    write("sources/fern.toml", std::string{fern} + "timezone = \"Europe/Berlin\"\nenabled = false\n");
    write("sources/.fern.toml", "left by an editor");
    write("sources/notes.txt", "no source");
    auto const plan = load();
    ASSERT_EQ(plan.sources.size(), 2U);
    EXPECT_EQ(plan.sources[0].id, "fern");
    EXPECT_EQ(plan.sources[0].timezone, "Europe/Berlin");
    EXPECT_FALSE(plan.sources[0].enabled);
    EXPECT_EQ(plan.sources[1].id, "moss");
    EXPECT_EQ(plan.sources[1].timezone, "America/Denver");
}

TEST_F(Plans, TellAllMistakesOfAllFilesAtOnceInOrder)
{
    write("almanac.toml", "output = 1\ntimezone = \"America/Chicgo\"\n[window]\ndays = -1\n");
    write("sources/fern.toml", "name = \"Fern Club\"\nurl = \"ftp://fern.example.org\"\nstat = \"VA\"\n");
    write("sources/moss.toml", "name = \"Moss Club\nurl = 1");
    write("sources/zinc.toml", "reader = \"jsn\"\n");
    auto const text = error();
    std::string_view const starts[] = {
        "almanac.toml:1:10: 'output' must be a string, not a whole number",
        "almanac.toml:2:12: there is no zone 'America/Chicgo' (did you mean 'America/Chicago'?)",
        "almanac.toml:4:8: 'days' must be from 0 to 3660, not -1",
        "sources/fern.toml:2:7: 'url' must be a whole web address",
        "sources/fern.toml:3:1: there is no key 'stat' here (did you mean 'state'?). Keys: name, state, ",
        "sources/moss.toml:1:18: not TOML: the string has no closing quote on its line",
        "sources/zinc.toml:1:1: 'name' is missing",
        "sources/zinc.toml:1:1: 'url' is missing",
        "sources/zinc.toml:1:10: there is no reader 'jsn' (did you mean 'json'?). Choices: auto, html, ical, json, "
        "jsonld, microdata, microformats, rdfa and ",
    };
    std::size_t at = 0;
    for (auto const start : starts) {
        auto const found = text.find(start, at);
        EXPECT_NE(found, std::string::npos) << start << "\nin\n" << text;
        at = found == std::string::npos ? at : found;
    }
    EXPECT_EQ(std::ranges::count(text, '\n') + 1, std::ssize(starts)) << text;
}

TEST_F(Plans, RefuseTwoSourcesThatAreOne)
{
    write("almanac.toml", "");
    write("sources/fern.toml", fern);
    write("sources/fern2.toml", fern);
    write("sources/Fern.toml", moss);
    EXPECT_EQ(error(), "sources/Fern.toml: the file's name 'Fern' is the source's id: only a-z, 0-9 and _ are allowed\n"
                       "sources/fern.toml: the id 'fern' is that of sources/Fern.toml too\n"
                       "sources/fern2.toml: name and url are those of sources/fern.toml too");
}

TEST_F(Plans, KnowWhichSourcesAreBelievedFirst)
{
    write("almanac.toml", "authority = [\"moss\", \"fern\"]\n[organizer_aliases]\n\"FERN CLUB\" = \"Ferns\"");
    write("sources/moss.toml", moss);
    write("sources/fern.toml", fern);
    auto const config = load().config;
    EXPECT_EQ(config.authority, (std::vector<std::string>{"moss", "fern"}));
    // Each source is an organizer that others may name; what the file says of one holds.
    EXPECT_EQ(config.organizer_aliases,
              (std::map<std::string, std::string>{{"FERN CLUB", "Ferns"}, {"Moss Club", "Moss Club"}}));

    write("almanac.toml", "authority = [\"mosss\"]");
    EXPECT_EQ(error(), "almanac.toml:1:13: 'authority' names 'mosss', which is no source (did you mean 'moss'?)");
}

TEST_F(Plans, SayWhatCannotBeRead)
{
    EXPECT_EQ(error(), "almanac.toml: cannot read this: No such file or directory");
    fs::remove_all(m_folder / "sources");
    write("almanac.toml", "");
    EXPECT_EQ(error(), "sources: cannot read the folder of sources: No such file or directory");
    fs::create_directories(m_folder / "sources" / "folder.toml");
    EXPECT_EQ(error(), "sources/folder.toml: cannot read this: not a file");
}

TEST_F(Plans, StayQuickOnHostileFiles)
{
    auto repeat = [](std::string_view text, std::size_t times) {
        std::string all;
        for (std::size_t i = 0; i < times; ++i)
            all += text;
        return all;
    };
    std::string many_keys;
    std::string many_tables;
    std::string many_dotted;
    for (int i = 0; i < 19'000; ++i) {
        many_keys += "k" + std::to_string(i) + " = 1\n";
        many_tables += "[a.b" + std::to_string(i) + ".c]\n";
        many_dotted += "a" + std::to_string(i % 9'500) + "." + (i < 9'500 ? "x" : "y") + " = 1\n";
    }
    struct Case {
        char const* what;
        std::string text;
        std::string_view want;
    };
    Case const cases[] = {
        {"1 MB", repeat("# 1\n", 300'000), "bad.toml: the file has more than 1 MB"},
        {"no key", "[=]\n",
         "bad.toml:1:2: not TOML: expected bare key starting character or string delimiter, saw '='"},
        {"lines", repeat("#\n", 30'000), "bad.toml:20001:2: the file has more than 20000 lines"},
        {"deep lists", "x = " + repeat("[", 10'000), "bad.toml:1:21: values are nested more than 16 deep"},
        {"deep tables", "x = " + repeat("{a=", 10'000), "bad.toml:1:53: values are nested more than 16 deep"},
        {"deep keys", repeat("a.", 10'000) + "a = 1", "bad.toml:1:34: a key has more than 16 dots"},
        {"deep header", "[" + repeat("\"a\" . ", 100'000) + "a]", "bad.toml:1:102: a key has more than 16 dots"},
        {"no UTF-8", "name = \"Fern \xC3\x28\"", "bad.toml:1:14: this is no UTF-8"},
        {"NUL", std::string("na\0me = 1", 9), "bad.toml:1:3: not TOML"},
        {"many keys", many_keys, "bad.toml:1:1: there is no key 'k0' here"},
        {"many tables", many_tables, "bad.toml:1:2: there is no key 'a' here"},
        {"many dotted keys", many_dotted, "bad.toml:1:1: there is no key 'a0' here"},
        {"long key", repeat("k", 1'000'000) + " = 1", "bad.toml:1:1: there is no key 'kkkk"},
        {"long text",
         "name = " + repeat("\"", 1) + repeat("n", 1'000'000) + "\"\nstate = " + "\"" + repeat("s", 1000) + "\"",
         "bad.toml:2:9: there is no state 'ssss"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        write("almanac.toml", "");
        write("sources/bad.toml", c.text);
        auto const start = std::clock();
        auto const text = error();
        EXPECT_NE(text.find(c.want), std::string::npos) << text.substr(0, 300);
        EXPECT_LT(text.size(), 200'000U);
        EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 5.0);
    }
}

TEST_F(Plans, KeepTokensElsewhereButNeverTheSecretItself)
{
    write("sources/fern.toml", fern);
    write("almanac.toml", "[tokens]\nNPS_API_KEY = \"ssm:/almanac/nps-api-key\"\n");
    EXPECT_EQ(load().config.tokens.at("NPS_API_KEY"), "ssm:/almanac/nps-api-key");
    write("almanac.toml", "[tokens]\n\"fern key\" = \"ssm:/a\"\n");
    EXPECT_EQ(error(), "almanac.toml:1:1: 'tokens' names environment variables (A-Z, 0-9, _), such as NPS_API_KEY, and "
                       "'fern key' is none");
    for (auto const line : {"NPS_API_KEY = \"Zk3x9Qw7Lm2Pf8Rt5Vb1Nc6\"", "\"Zk3x9Qw7Lm2Pf8Rt5Vb1Nc6-\" = \"ssm:/a\""}) {
        write("almanac.toml", std::string{"[tokens]\n"} + line + "\n");
        EXPECT_NE(error().find("almanac.toml:1:1: "), std::string::npos) << error();
        EXPECT_EQ(error().find("Zk3x9Qw7"), std::string::npos) << error();
    }
}

}  // namespace
}  // namespace almanac
