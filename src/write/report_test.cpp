#include "write/csv.hpp"
#include "write/report.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Report, JudgesHowASourceDid)
{
    struct Case {
        std::string_view what;
        SourceFacts facts;
        SourceStatus want;
    };
    Case const cases[] = {
        {"as usual", {.events = 23, .pages = 4, .usual = 23, .good_runs = 10}, SourceStatus::operational},
        {"new source", {.events = 1, .pages = 1}, SourceStatus::operational},
        {"nothing on", {.pages = 1}, SourceStatus::no_events},
        {"nothing on, as ever", {.pages = 1, .usual = 0, .good_runs = 10}, SourceStatus::no_events},
        {"silent zero", {.pages = 4, .usual = 23, .good_runs = 3}, SourceStatus::broken},
        {"half", {.events = 4, .pages = 4, .usual = 8, .good_runs = 3}, SourceStatus::broken},
        {"just over half", {.events = 5, .pages = 4, .usual = 8, .good_runs = 3}, SourceStatus::operational},
        {"few are usual", {.pages = 4, .usual = 3.5, .good_runs = 30}, SourceStatus::no_events},
        {"little history", {.pages = 4, .usual = 23, .good_runs = 2}, SourceStatus::no_events},
        {"a page failed", {.events = 20, .pages = 40, .failed_pages = 1}, SourceStatus::with_errors},
        {"an error", {.events = 20, .pages = 40, .errors = 1}, SourceStatus::with_errors},
        {"pages failed and far fewer",
         {.events = 2, .pages = 1, .failed_pages = 9, .usual = 23, .good_runs = 9},
         SourceStatus::broken},
        {"pages failed, no events", {.pages = 1, .failed_pages = 2}, SourceStatus::broken},
        {"read as something else", {.pages = 1, .errors = 1}, SourceStatus::broken},
        {"down", {.failed_pages = 1, .kept = 17, .usual = 23, .good_runs = 9}, SourceStatus::stale},
        {"down again", {.failed_pages = 1, .kept = 17, .unread_before = 1}, SourceStatus::stale},
        {"down a third time", {.failed_pages = 1, .kept = 17, .unread_before = 2}, SourceStatus::broken},
        {"down and nothing kept", {.failed_pages = 1}, SourceStatus::broken},
        {"token missing", {.skipped = true, .kept = 3, .usual = 23, .good_runs = 9}, SourceStatus::skipped},
        {"no time", {.not_reached = true, .usual = 23, .good_runs = 9}, SourceStatus::not_reached},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        EXPECT_EQ(to_string(judge_status(c.facts)), to_string(c.want));
    }
}

std::vector<SourceReport> reports()
{
    SourceReport fine;
    fine.source = "casey_trees";
    fine.name = "Casey Trees";
    fine.events = 12;
    fine.usual = 11.5;
    fine.added = 2;
    fine.drops = {{"over", 1}, {"outside the window", 12}};
    fine.pages = 14;
    fine.bytes = 3'412'000;
    fine.seconds = 12.34;
    SourceReport broken;
    broken.source = "vnps";
    broken.name = "=Virginia, Native \"Plant\" Society";
    broken.status = SourceStatus::broken;
    broken.usual = 23;
    broken.kept = 17;
    broken.pages = 1;
    broken.failed_pages = 2;
    broken.bytes = 512;
    broken.message =
        "broken: 0 events today, 23 is usual. Its 17 coming events stay, marked stale. Try: almanac explain vnps";
    SourceReport skipped;
    skipped.source = "nps";
    skipped.status = SourceStatus::skipped;
    return {fine, skipped, broken};
}

TEST(Report, WritesWorstFirst)
{
    EXPECT_EQ(to_report_csv(reports()),
              "Status,Source,Name,Events,Usual,New,Changed,Cancelled,Gone,Kept,Dropped,Dropped Why,Pages,Failed "
              "Pages,Bytes,Retries,Seconds,Message\r\n"
              "broken,vnps,\"'=Virginia, Native \"\"Plant\"\" Society\",0,23,0,0,0,0,17,0,,1,2,512,0,0.0,\"broken: 0 "
              "events today, 23 is usual. Its 17 coming events stay, marked stale. Try: almanac explain vnps\"\r\n"
              "skipped,nps,,0,,0,0,0,0,0,0,,0,0,0,0,0.0,\r\n"
              "operational,casey_trees,Casey Trees,12,11.5,2,0,0,0,0,13,outside the window: 12; over: "
              "1,14,0,3412000,0,12.3,\r\n");
}

TEST(Report, AlignsATable)
{
    EXPECT_EQ(to_report_table(reports(), {.width = 60}),
              R"(Status       Source       Events  Usual  New  Changed  Dropped          Pages   Bytes    Time
broken       vnps              0     23    0        0        0   1 (2 failed)   512 B   0.0 s
    broken: 0 events today, 23 is usual. Its 17 coming
    events stay, marked stale. Try: almanac explain vnps
skipped      nps               0      -    0        0        0              0     0 B   0.0 s
operational  casey_trees      12   11.5    2        0       13             14  3.4 MB  12.3 s
3 sources                     12           2        0       13  15 (2 failed)  3.4 MB
)");
    auto const coloured = to_report_table(reports(), {.width = 60, .colour = true});
    EXPECT_NE(coloured.find("\x1b[31mbroken     \x1b[0m  vnps"), std::string::npos);
}

TEST(Report, KeepsHostileTextOffTheTerminal)
{
    SourceReport report;
    report.source = "x";
    report.message = "answered \x1b[2J\r\n twice";
    auto const table = to_report_table({&report, 1}, {});
    EXPECT_EQ(table.find('\x1b'), std::string::npos);
    EXPECT_NE(table.find("answered [2J twice"), std::string::npos);
}

TEST(Report, KnowsHowWideTextIs)
{
    struct Case {
        std::string_view text;
        std::size_t want;
    };
    Case const cases[] = {{"", 0},     {"owl", 3},  {"ünï", 3},          {"u\xCC\x88", 1},
                          {"日本", 4}, {"🦉", 2}, {"é\xE2\x80\x8B", 1}};
    for (auto const& c : cases)
        EXPECT_EQ(display_width(c.text), c.want) << c.text;
}

TEST(Report, WritesSizes)
{
    EXPECT_EQ(to_size(0), "0 B");
    EXPECT_EQ(to_size(999), "999 B");
    EXPECT_EQ(to_size(1000), "1.0 kB");
    EXPECT_EQ(to_size(999'499), "999 kB");
    EXPECT_EQ(to_size(999'999), "1.0 MB");
    EXPECT_EQ(to_size(20'000'000'000), "20.0 GB");
}

}  // namespace
}  // namespace almanac
