#include "config/error.hpp"
#include "harvest/shard.hpp"
#include "harvest/shard_json.hpp"
#include "json/json.hpp"
#include "store/folder_store.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

namespace almanac {
namespace {

absl::Time const now = absl::FromUnixSeconds(1'932'814'800);  // 1 April 2031, 9:00 in Washington
constexpr std::string_view run = "2031-04-01T13-00-00Z";

std::vector<Source> make_sources(std::vector<std::string> const& ids)
{
    std::vector<Source> sources;
    for (auto const& id : ids)
        sources.emplace_back().id = id;
    return sources;
}

std::vector<std::string> ids_of(std::vector<Source> const& sources)
{
    std::vector<std::string> ids;
    for (auto const& source : sources)
        ids.push_back(source.id);
    return ids;
}

/// A result with something in every member, and text that JSON has to escape.
SourceResult full_result(Source const& source)
{
    SourceResult result;
    result.source = &source;
    result.message = "3 of 4 pages failed. First: \"503\"\n\tat <x>";
    result.traffic = {.pages = 7, .late_pages = 1, .retries = 2, .bytes = 5'000'000'000};
    result.finished = now + absl::Nanoseconds(123'456'789);
    result.took = absl::Nanoseconds(1'500'000'001);
    result.reading.pages = 6;
    result.reading.failed_pages = 3;
    result.reading.notes = {{Level::info, source.id, "https://a.example/?q=1", "caf\u00e9 \u2028 \\"},
                            {Level::warning, source.id, "", ""},
                            {Level::error, source.id, "", "no"}};
    result.reading.drops = {
        {source.id, "outside the window", "starts 2032-01-01", "Owl \"Prowl\"", "https://a.example/"}};
    Event event;
    event.source = source.id;
    event.name = "Moss Walk";
    event.description = "<p>Bring \u201cboots\u201d &amp; tea</p>";
    event.when.start = absl::CivilSecond{2031, 4, 2, 18, 30};
    event.when.end = absl::CivilSecond{2031, 4, 2, 20};
    event.when.has_end = true;
    event.when.zone = "America/New_York";
    event.place.name = "Mill Park";
    event.place.latitude = 38.9;
    event.cost = Money{0, 1250, "USD"};
    event.assumptions = {"year: next occurrence"};
    result.reading.events = {event, event};
    return result;
}

Harvest harvest_of(std::vector<SourceResult> results)
{
    return {.now = now, .window_days = 90, .notes = {}, .results = std::move(results)};
}

TEST(Shard, IsNamedByNumbersOrASource)
{
    auto const sources = make_sources({"owls", "vnps"});
    struct Case {
        std::string_view text;
        std::optional<Shard> want;
        std::string_view path;
    };
    Case const cases[] = {
        {"1/1", Shard{1, 1, ""}, "shards/R/1-of-1.json"},
        {"3/25", Shard{3, 25, ""}, "shards/R/3-of-25.json"},
        {"10000/10000", Shard{10'000, 10'000, ""}, "shards/R/10000-of-10000.json"},
        {"vnps", Shard{0, 0, "vnps"}, "shards/R/source-vnps.json"},
        {"vnsp", std::nullopt, "did you mean 'vnps'"},
        {"", std::nullopt, "there is no enabled source ''"},
        {"0/3", std::nullopt, "'0/3' is no shard"},
        {"4/3", std::nullopt, "'4/3' is no shard"},
        {"1/10001", std::nullopt, "'1/10001' is no shard"},
        {"-1/3", std::nullopt, "'-1/3' is no shard"},
        {"1/3/5", std::nullopt, "'1/3/5' is no shard"},
        {"1/", std::nullopt, "'1/' is no shard"},
        {"99999999999999999999/3", std::nullopt, "is no shard"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        try {
            auto const shard = read_shard(c.text, sources);
            EXPECT_EQ(shard, c.want);
            EXPECT_EQ(shard_path("R", shard), c.path);
        } catch (ConfigError const& error) {
            EXPECT_FALSE(c.want);
            EXPECT_NE(std::string_view{error.what()}.find(c.path), std::string_view::npos) << error.what();
        }
    }
}

TEST(Shard, AllOfOneCountAreEverySourceOnce)
{
    auto const all = make_sources({"a", "b", "c", "d", "e", "f", "g"});
    for (std::size_t const count : {1U, 2U, 3U, 7U, 9U}) {
        std::vector<std::string> taken;
        for (std::size_t number = 1; number <= count; ++number) {
            auto part = all;
            keep_shard({number, count, ""}, part);
            EXPECT_LE(part.size(), all.size() / count + 1);
            std::ranges::copy(ids_of(part), std::back_inserter(taken));
        }
        std::ranges::sort(taken);
        EXPECT_EQ(taken, ids_of(all)) << count;
    }
    auto part = all;
    keep_shard({2, 3, ""}, part);
    EXPECT_EQ(ids_of(part), (std::vector<std::string>{"b", "e"}));
    part = all;
    keep_shard({0, 0, "f"}, part);
    EXPECT_EQ(ids_of(part), std::vector<std::string>{"f"});
}

TEST(ShardJson, GivesBackWhatWasRead)
{
    auto const sources = make_sources({"moss", "owls", "vnps"});
    auto const full = full_result(sources[1]);
    SourceResult skipped;
    skipped.source = &sources[2];
    skipped.outcome = Outcome::skipped;
    skipped.message = "NPS_API_KEY is not set";
    skipped.finished = now;
    auto written = harvest_of({full, skipped});
    written.notes = {"the capture is cut off"};

    auto const text = to_shard_json(written);
    auto const read = read_shard_json(text, sources);
    EXPECT_EQ(to_shard_json(read), text);
    EXPECT_EQ(read.now, now);
    EXPECT_EQ(read.window_days, 90);
    EXPECT_EQ(read.notes, written.notes);
    ASSERT_EQ(read.results.size(), 2U);
    auto const& got = read.results[0];
    EXPECT_EQ(got.source, &sources[1]);
    EXPECT_EQ(got.reading.events, full.reading.events);
    EXPECT_EQ(got.finished, full.finished);
    EXPECT_EQ(got.took, full.took);
    EXPECT_EQ(got.traffic.bytes, full.traffic.bytes);
    EXPECT_EQ(got.reading.failed_pages, 3);
    ASSERT_EQ(got.reading.notes.size(), 3U);
    EXPECT_EQ(got.reading.notes[2].level, Level::error);
    EXPECT_EQ(got.reading.notes[0].message, full.reading.notes[0].message);
    EXPECT_EQ(got.reading.drops.at(0).name, "Owl \"Prowl\"");
    EXPECT_EQ(read.results[1].outcome, Outcome::skipped);
    EXPECT_EQ(read.results[1].message, skipped.message);
}

/// A shard of one result, with a piece of it replaced.
std::string spoiled(std::string_view piece, std::string_view by)
{
    auto const sources = make_sources({"owls"});
    auto text = to_shard_json(harvest_of({full_result(sources[0])}));
    auto const at = text.find(piece);
    EXPECT_NE(at, std::string::npos) << piece;
    return text.replace(at, piece.size(), by);
}

TEST(ShardJson, RefusesWhatCannotBeAShard)
{
    struct Case {
        std::string text;
        std::string_view why;
    };
    auto const whole = spoiled("owls", "owls");
    std::string const deep(100'000, '[');
    Case const cases[] = {
        {"", "incomplete"},
        {"null", "an object is expected"},
        {"{}", "'format' is missing"},
        {deep, "too deep"},
        {whole.substr(0, whole.size() / 2), "incomplete"},
        {whole + "x", "extra"},
        {std::string(max_shard_bytes + 1, ' '), "larger than 64 MB"},
        {spoiled("almanac shard 1", "almanac shard 2"), "another version"},
        {spoiled("2031-04-01T", "12031-04-01T"), "'now' is no time"},
        {spoiled("\"days\":90", "\"days\":-1"), "'days' is no count"},
        {spoiled("\"days\":90", "\"days\":9000"), "more than 3660"},
        {spoiled("\"notes\":[]", "\"notes\":7"), "'notes' is no list"},
        {spoiled("\"source\":\"owls\"", "\"source\":\"../x\""), "no enabled source '../x'"},
        {spoiled("\"outcome\":\"read\"", "\"outcome\":\"fine\""), "'outcome' is 'fine'"},
        {spoiled("\"outcome\":\"read\"", "\"outcome\":\"not asked\""), "not asked"},
        {spoiled("\"pages\":7", "\"pages\":3000000000"), "'pages' is no count"},
        {spoiled("\"pages\":7", "\"pages\":1e99"), "'pages' is no count"},
        {spoiled("\"level\":\"info\"", "\"level\":{}"), "'level' is no text"},
        {spoiled("\"drops\":[{", "\"drops\":[1,{"), "an object is expected"},
        {spoiled("\"almanac\":{\"source\":\"owls\"", "\"almanac\":{\"source\":\"moss\""), "an event of 'moss'"},
        {spoiled("\"startDate\":\"2031-04-02T18:30", "\"startDate\":\"99999-04-02T18:30"), "impossible time"},
        {spoiled("\"startDate\":\"2031", "\"startDate\":\"-5"), "impossible time"},
        {spoiled("\"endDate\":\"2031", "\"endDate\":\"2030"), "impossible time"},
        {spoiled("\"startDate\":\"2031-04-02", "\"startDate\":\"tomorrow"), "no date of an event"},
        {spoiled("\"lowPrice\":\"0.00\"", "\"lowPrice\":\"a lot\""), "no price"},
        {spoiled("Moss", "\xFF"), "syntax error"},
    };
    auto const sources = make_sources({"moss", "owls"});
    for (auto const& c : cases) {
        SCOPED_TRACE(c.why);
        try {
            (void)read_shard_json(c.text, sources);
            ADD_FAILURE() << "it was taken: " << c.text.substr(0, 400);
        } catch (JsonError const& error) {
            EXPECT_NE(std::string_view{error.what()}.find(c.why), std::string_view::npos) << error.what();
        }
    }
    auto const result = full_result(sources[1]);
    EXPECT_THROW((void)read_shard_json(to_shard_json(harvest_of({result, result})), sources), JsonError);
}

class JoinShards : public testing::Test {
protected:
    void put(std::string const& name, std::string const& bytes)
    {
        m_store.put({fmt::format("shards/{}/{}", run, name), bytes, "application/json"});
    }

    void put(std::string const& name, std::vector<SourceResult> results)
    {
        put(name, to_shard_json(harvest_of(std::move(results))));
    }

    std::vector<Source> m_sources = make_sources({"moss", "owls", "vnps"});
    TemporaryFolder m_folder;
    FolderStore m_store{m_folder.path()};
};

TEST_F(JoinShards, PutsTheSourcesBackIntoTheirOrder)
{
    put("2-of-2.json", {full_result(m_sources[1])});
    put("1-of-2.json", {full_result(m_sources[0]), full_result(m_sources[2])});
    auto const joined = join_shards(m_store, run, m_sources);
    EXPECT_EQ(joined.shards, 2U);
    EXPECT_TRUE(joined.harvest.notes.empty());
    ASSERT_EQ(joined.harvest.results.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(joined.harvest.results[i].source, &m_sources[i]);
        EXPECT_EQ(joined.harvest.results[i].outcome, Outcome::read);
    }
}

TEST_F(JoinShards, SaysWhichSourcesAreMissingAndWhichShardsWereRefused)
{
    put("source-moss.json", {full_result(m_sources[0])});
    put("source-owls.json", "{");
    auto other = harvest_of({full_result(m_sources[2])});
    other.window_days = 30;
    put("source-vnps.json", to_shard_json(other));
    other.now += absl::Hours(1);
    put("stray.json", to_shard_json(other));
    auto const joined = join_shards(m_store, run, m_sources);
    EXPECT_EQ(joined.shards, 1U);
    EXPECT_EQ(joined.harvest.results[0].outcome, Outcome::read);
    for (auto const i : {1, 2}) {
        auto const& result = joined.harvest.results[static_cast<std::size_t>(i)];
        EXPECT_EQ(result.outcome, Outcome::not_reached);
        EXPECT_NE(result.message.find("no shard of this run holds it"), std::string::npos);
    }
    ASSERT_EQ(joined.harvest.notes.size(), 3U);
    EXPECT_NE(joined.harvest.notes[0].find("source-owls.json is refused"), std::string::npos);
    EXPECT_NE(joined.harvest.notes[1].find("source-vnps.json is refused: its time or its number of days"),
              std::string::npos);
    EXPECT_NE(joined.harvest.notes[2].find("stray.json is refused: it is of the run 2031-04-01T14-00-00Z"),
              std::string::npos);
}

TEST_F(JoinShards, TakesTheOneThatFinishedLast)
{
    auto early = full_result(m_sources[0]);
    early.message = "early";
    auto late = early;
    late.message = "late";
    late.finished += absl::Seconds(1);
    put("1-of-2.json", {late});
    put("1-of-5.json", {early});
    EXPECT_EQ(join_shards(m_store, run, m_sources).harvest.results[0].message, "late");
}

TEST_F(JoinShards, FindsNothingWhereThereIsNothing)
{
    EXPECT_EQ(join_shards(m_store, run, m_sources).shards, 0U);
}

}  // namespace
}  // namespace almanac
