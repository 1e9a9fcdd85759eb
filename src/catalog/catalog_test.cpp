#include "catalog/catalog.hpp"
#include "support/message_of.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace almanac {
namespace {

absl::Time const now = absl::FromUnixSeconds(1795456800);

KnownEvent known(std::string identity, int missed = 0)
{
    Event event;
    event.source = "owls";
    event.name = "Owl Prowl of " + identity;
    event.when.start = event.when.end = absl::CivilSecond{2026, 12, 5, 19, 30, 0};
    event.when.zone = "America/New_York";
    return {std::move(identity), "hash", event, now - absl::Hours(48), now, missed};
}

class CatalogTest : public testing::Test {
protected:
    TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "out/almanac.db";
};

TEST_F(CatalogTest, IsEmptyAndLeavesNoFileBeforeTheFirstHarvest)
{
    Catalog catalog{file};
    EXPECT_TRUE(catalog.known_events("owls").empty());
    EXPECT_TRUE(catalog.venues().empty());
    EXPECT_TRUE(catalog.organizers().empty());
    EXPECT_TRUE(catalog.runs("owls").empty());
    EXPECT_EQ(catalog.find_page("https://owls.example/"), std::nullopt);
    Place place;
    place.name = "Hoot Hall";
    EXPECT_EQ(catalog.publish_venue(place).name, "Hoot Hall");
    EXPECT_THROW(catalog.save_known_events("owls", {}), std::logic_error);
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(CatalogTest, RemembersAHarvest)
{
    std::vector<KnownEvent> const events = {known("a"), known("b", 1)};
    Place hall;
    hall.name = "Hoot Hall";
    hall.latitude = 38.88;
    hall.longitude = -77.3;
    Organizer const organizer{"Friends of Owls", "https://owls.example/", "a@owls.example", "555"};
    SourceRun const run{"owls", now, "operational", 2, 4, 1, 12345, 1, 2.5};
    CachedPage const page{"\"1\"", "Mon", "https://owls.example/", "text/html", std::string(100'000, 'x')};
    {
        Catalog catalog{file};
        catalog.begin();
        catalog.save_known_events("owls", events);
        static_cast<void>(catalog.publish_venue(hall));
        static_cast<void>(catalog.publish_organizer(organizer));
        catalog.save_run(run);
        catalog.save_harvest({now - absl::Hours(1), 1, 2});
        catalog.save_harvest({now, 12.5, 23.4});
        catalog.save_page("https://owls.example/", page, now);
        catalog.save_page("https://owls.example/empty", {}, now);
        catalog.commit(now);
    }
    Catalog catalog{file};
    EXPECT_EQ(catalog.known_events("owls"), events);
    EXPECT_TRUE(catalog.known_events("others").empty());
    EXPECT_EQ(catalog.venues(), std::vector<Place>{hall});
    EXPECT_EQ(catalog.organizers(), std::vector<Organizer>{organizer});
    EXPECT_EQ(catalog.runs("owls"), std::vector<SourceRun>{run});
    EXPECT_EQ(catalog.last_harvest(), (HarvestFigures{now, 12.5, 23.4}));
    EXPECT_EQ(catalog.find_page("https://owls.example/"), page);
    EXPECT_EQ(catalog.find_page("https://owls.example/empty"), CachedPage{});
    EXPECT_LT(std::filesystem::file_size(file), 100'000U) << "bodies are compressed";
    EXPECT_FALSE(std::filesystem::exists(file.string() + "-journal"));
}

TEST_F(CatalogTest, ForgetsAHarvestThatWasNotCommitted)
{
    {
        Catalog catalog{file};
        catalog.begin();
        catalog.save_known_events("owls", std::vector{known("a")});
        catalog.commit(now);
        catalog.begin();
        catalog.save_known_events("owls", {});
    }
    EXPECT_EQ(Catalog{file}.known_events("owls").size(), 1U);
}

TEST_F(CatalogTest, ForgetsAHarvestThatWasKilled)
{
    Catalog{file}.begin();
    auto const child = ::fork();
    if (child == 0) {
        Catalog catalog{file};
        catalog.begin();
        std::vector<KnownEvent> many;
        for (int i = 0; i < 10'000; ++i)
            many.push_back(known(std::to_string(i)));
        catalog.save_known_events("owls", many);
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    Catalog catalog{file};
    EXPECT_TRUE(catalog.known_events("owls").empty());
    catalog.begin();
    catalog.commit(now);
}

TEST_F(CatalogTest, LetsOneHarvestWorkAtATime)
{
    Catalog first{file};
    Catalog second{file};
    first.begin();
    EXPECT_NE(test::message_of([&] { second.begin(); }).find("Another run is working with"), std::string::npos);
    EXPECT_TRUE(second.known_events("owls").empty()) << "reading goes on";
    first.commit(now);
    second.begin();
}

TEST_F(CatalogTest, RemovesWhatIsTooOld)
{
    Catalog catalog{file};
    catalog.begin();
    auto old = known("old");
    old.last_seen = now - absl::Hours(24 * 401);
    catalog.save_known_events("owls", std::vector{old, known("new")});
    for (int day = 0; day < 100; ++day)
        catalog.save_run(
            {.source = "owls", .time = now - absl::Hours(24 * day), .status = "operational", .events = day});
    catalog.save_run({.source = "hawks", .time = now - absl::Hours(24 * 1000), .status = "skipped"});
    catalog.save_page("old", {.body = "x"}, now - absl::Hours(24 * 91));
    catalog.save_page("new", {.body = "x"}, now - absl::Hours(24 * 89));
    catalog.commit(now);
    EXPECT_EQ(catalog.known_events("owls").size(), 1U);
    ASSERT_EQ(catalog.runs("owls").size(), 90U);
    EXPECT_EQ(catalog.runs("owls").front().time, now);
    EXPECT_EQ(catalog.runs("hawks").size(), 1U);
    EXPECT_FALSE(catalog.find_page("old"));
    EXPECT_TRUE(catalog.find_page("new"));
}

TEST_F(CatalogTest, IsSafeToUseFromSeveralThreads)
{
    Catalog catalog{file};
    catalog.begin();
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&catalog, t] {
            for (int i = 0; i < 50; ++i) {
                auto const url = "https://owls.example/" + std::to_string(t) + "/" + std::to_string(i);
                catalog.save_page(url, {.etag = url, .body = url}, now);
                EXPECT_EQ(catalog.find_page(url).value_or(CachedPage{}).body, url);
            }
        });
    threads.clear();
    catalog.commit(now);
}

TEST_F(CatalogTest, SaysWhatToDoWithADamagedFile)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file} << "this is not a database, but some text that somebody saved under its name";
    auto const message = test::message_of([&] { Catalog{file}.begin(); });
    EXPECT_NE(message.find("is damaged"), std::string::npos) << message;
    EXPECT_NE(message.find("mv '" + file.string() + "'"), std::string::npos) << message;
    EXPECT_TRUE(std::filesystem::exists(file)) << "nothing is lost silently";
}

TEST_F(CatalogTest, SaysSoWhenPagesOfTheFileAreDamaged)
{
    {
        Catalog catalog{file};
        catalog.begin();
        std::vector<KnownEvent> many;
        for (int i = 0; i < 2000; ++i)
            many.push_back(known(std::to_string(i)));
        catalog.save_known_events("owls", many);
        catalog.commit(now);
    }
    {
        std::fstream bytes{file, std::ios::in | std::ios::out | std::ios::binary};
        bytes.seekp(3 * 4096);
        bytes << std::string(200'000, '\xAA');
    }
    auto const message = test::message_of([&] { static_cast<void>(Catalog{file}.known_events("owls")); });
    EXPECT_NE(message.find("is damaged"), std::string::npos) << message;
}

void execute(std::filesystem::path const& file, char const* sql)
{
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
}

TEST_F(CatalogTest, RefusesFilesOfOthersAndOfTheFuture)
{
    auto const foreign = folder.path() / "foreign.db";
    execute(foreign, "CREATE TABLE bookmarks (url TEXT)");
    EXPECT_NE(test::message_of([&] { Catalog{foreign}.begin(); }).find("of another program"), std::string::npos);

    Catalog{file}.begin();
    execute(file, "PRAGMA user_version = 99");
    EXPECT_NE(test::message_of([&] { Catalog{file}.begin(); }).find("newer almanac (schema 99"), std::string::npos);
}

TEST_F(CatalogTest, SaysWhereItMayNotWrite)
{
    std::ofstream{folder.path() / "out"} << "a file where the folder should be";
    auto const message = test::message_of([&] { Catalog{file}.begin(); });
    EXPECT_NE(message.find("cannot be opened for writing"), std::string::npos) << message;
}

TEST(History, KnowsWhatIsUsual)
{
    auto const run = [](std::string status, int events, int pages, int failed_pages = 0) {
        return SourceRun{.status = std::move(status), .events = events, .pages = pages, .failed_pages = failed_pages};
    };
    struct Case {
        std::string_view what;
        std::vector<SourceRun> runs;  // newest first
        SourceHistory want;
    };
    Case const cases[] = {
        {"none", {}, {0, 0, 0}},
        {"odd",
         {run("operational", 9, 1), run("operational", 1, 1), run("operational with errors", 5, 1, 1)},
         {5, 3, 0}},
        {"even", {run("operational", 4, 1), run("operational, no events", 0, 1)}, {2, 2, 0}},
        {"zero of a broken source does not count", {run("broken", 0, 3), run("operational", 8, 1)}, {8, 1, 0}},
        {"a half does, in the long run", {run("broken", 3, 3), run("operational", 9, 1)}, {6, 2, 0}},
        {"unread", {run("stale", 0, 0, 1), run("stale", 0, 0, 1), run("operational", 8, 1)}, {8, 1, 2}},
        {"skipped runs tell nothing",
         {run("skipped", 0, 0), run("stale", 0, 0, 1), run("operational", 8, 1)},
         {8, 1, 1}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        auto const got = history_of(c.runs);
        EXPECT_EQ(got.usual, c.want.usual);
        EXPECT_EQ(got.good_runs, c.want.good_runs);
        EXPECT_EQ(got.unread_before, c.want.unread_before);
    }
}

}  // namespace
}  // namespace almanac
