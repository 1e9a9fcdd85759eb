// Whatever comes from outside may be damaged, by chance or on purpose: nothing of it may crash the program, hang it, or
// give an event that cannot be. Files are changed at random, the same each time. A round takes every fourth of the
// pages; ALMANAC_DAMAGE=N makes N rounds.
#include "command/page_input.hpp"
#include "config/config.hpp"
#include "config/error.hpp"
#include "fetch/replay_fetcher.hpp"
#include "read/ical.hpp"
#include "read/propose.hpp"
#include "read/reader.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"
#include "time/read_when.hpp"
#include "write/check_csv.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

namespace almanac {
namespace {

constexpr std::size_t most_bytes = 100'000;

int rounds()
{
    auto const* stated = std::getenv("ALMANAC_DAMAGE");
    return stated == nullptr ? 1 : std::atoi(stated);
}

/// Files of these folders with one of these endings, in the order of their names.
std::vector<std::filesystem::path> files_of(std::vector<std::filesystem::path> const& folders,
                                            std::vector<std::string_view> const& endings)
{
    std::vector<std::filesystem::path> files;
    for (auto const& folder : folders) {
        if (!std::filesystem::exists(folder))
            continue;
        for (auto const& entry : std::filesystem::recursive_directory_iterator{folder})
            if (std::ranges::find(endings, entry.path().extension().string()) != endings.end())
                files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

/// Changes bytes as a broken connection, an editor or an attacker would.
class Damage {
public:
    explicit Damage(std::uint32_t seed) : m_random(seed) {}

    std::string operator()(std::string bytes)
    {
        static constexpr std::array<std::string_view, 18> words{"<",
                                                                ">",
                                                                "\"",
                                                                "{",
                                                                "[",
                                                                "\\u0000",
                                                                "&#x10ffff;",
                                                                "99999999999999",
                                                                "-",
                                                                "\r\n",
                                                                std::string_view{"\0", 1},
                                                                "<table><tr><td>",
                                                                "RRULE:FREQ=SECONDLY;INTERVAL=1\r\n",
                                                                "BEGIN:VEVENT\r\n",
                                                                "23:59:60",
                                                                "0000-00-00",
                                                                "9999-12-31T23:59:59Z",
                                                                "\xF0\x9F\xA6"};
        for (auto faults = std::array{1, 5, 40, 200}[below(4)]; faults > 0 && !bytes.empty(); --faults) {
            auto const at = below(bytes.size());
            switch (below(6)) {
            case 0: bytes[at] = static_cast<char>(below(256)); break;
            case 1: bytes.erase(at, below(200)); break;
            case 2: bytes.insert(at, bytes.substr(below(bytes.size()), below(400))); break;
            case 3:
                // Digits become others: dates, counts and codes that cannot be.
                if (auto const digit = bytes.find_first_of("0123456789", at); digit != std::string::npos)
                    bytes[digit] = static_cast<char>('0' + below(10));
                break;
            default: bytes.insert(at, words[below(words.size())]);
            }
        }
        return bytes;
    }

private:
    std::size_t below(std::size_t limit) { return m_random() % limit; }

    std::mt19937 m_random;
};

/// Hands each file over, damaged in `times` ways for each round; of a `stride` of files only one.
void damage_each(std::vector<std::filesystem::path> const& files, int times, std::size_t stride,
                 std::function<void(std::string, std::filesystem::path const&)> const& take)
{
    ASSERT_FALSE(files.empty());
    auto const passes = static_cast<std::size_t>(times * rounds());
    for (std::size_t pass = 0; pass < passes; ++pass)
        for (auto i = pass % stride; i < files.size(); i += stride) {
            auto const seed = static_cast<std::uint32_t>(pass * files.size() + i);
            SCOPED_TRACE(fmt::format("{}, seed {}", files[i].string(), seed));
            take(Damage{seed}(read_whole_file(files[i]).substr(0, most_bytes)), files[i]);
        }
}

void expect_possible(Event const& event)
{
    EXPECT_LE(event.when.start, event.when.end);
    EXPECT_FALSE(event.when.zone.empty());
}

void read_and_propose(std::string body, std::filesystem::path const& file)
{
    Source source;
    source.id = "oak";
    source.name = "Oak";
    source.reader = "auto";
    source.url = "https://oak.example/events/";
    source.timezone = "America/New_York";
    Page const page{.url = source.url,
                    .final_url = source.url,
                    .status = 200,
                    .headers = {{"Content-Type", file.extension() == ".html"   ? "text/html"
                                                 : file.extension() == ".json" ? "application/json"
                                                 : file.extension() == ".ics"  ? "text/calendar"
                                                                               : "application/xml"}},
                    .body = std::move(body),
                    .message = {},
                    .took = {}};
    OnePage fetcher{page};
    ReadContext const context{source, fetcher, absl::CivilSecond{2026, 3, 1}, absl::CivilDay{2026, 3, 1},
                              absl::CivilDay{2026, 5, 30}};
    for (auto const& event : make_reader(source)->read(context).events)
        expect_possible(event);
    for (auto const& proposal : propose(page, context))
        EXPECT_FALSE(to_toml(proposal).empty());
}

TEST(Damaged, PagesAndFeedsEndWell)
{
    auto const shared = shared_folder();
    auto const files = files_of(
        {project_folder() / "demo/pages", shared / "captures/web", shared / "captures/dc-2019", shared / "dates/ics"},
        {".html", ".json", ".ics", ".xml"});
    damage_each(files, 1, 4, [](std::string bytes, std::filesystem::path const& file) {
        EXPECT_NO_THROW(read_and_propose(std::move(bytes), file));
    });
}

/// Calendars from the tests of other programs, many of them broken already, cut anywhere too.
TEST(Damaged, CalendarsEndWellWhereverTheyAreCut)
{
    auto const folder = shared_folder() / "dates/ics";
    if (!std::filesystem::exists(folder))
        GTEST_SKIP() << "there is no corpus in " << folder;
    Source source;
    source.timezone = "America/New_York";
    std::mt19937 random{12345};
    damage_each(files_of({folder}, {".ics"}), 4, 1, [&](std::string bytes, std::filesystem::path const&) {
        bytes.resize(random() % (bytes.size() + 1));
        for (auto const& event :
             read_ical(bytes, source, "", {absl::CivilSecond{2026, 1, 1}, absl::CivilDay{2026, 12, 31}}).events)
            expect_possible(event);
    });
}

TEST(Damaged, SourceFilesAreRefusedOrRead)
{
    auto const files = files_of({project_folder() / "sources", project_folder() / "platforms"}, {".toml"});
    ASSERT_GT(files.size(), 25U);
    int refused = 0;
    damage_each(files, 4, 1, [&](std::string const& bytes, std::filesystem::path const& file) {
        try {
            (void)read_source(bytes, file.filename().string(), Config{});
        } catch (ConfigError const& error) {
            EXPECT_NE(std::string_view{error.what()}, "");
            ++refused;
        }
    });
    EXPECT_GT(refused, 0);
}

TEST(Damaged, CapturesAreReadAsFarAsTheyGo)
{
    auto const bytes = read_whole_file(project_folder() / "demo/dc-area.warc.gz");
    TemporaryFolder const folder;
    auto const file = folder.path("damaged.warc.gz");
    for (std::uint32_t seed = 0; seed < 10U * static_cast<std::uint32_t>(rounds()); ++seed) {
        SCOPED_TRACE(fmt::format("seed {}", seed));
        std::ofstream{file, std::ios::binary} << Damage{seed}(bytes);
        try {
            ReplayFetcher fetcher{{file}};
            (void)get(fetcher, {.source = "oak", .url = "https://oak.example/"});
        } catch (ConfigError const& error) {
            EXPECT_NE(std::string_view{error.what()}.find("damaged.warc.gz"), std::string_view::npos);
        }
    }
}

TEST(Damaged, DatesAreReadOrNot)
{
    WhenOptions options;
    options.now = absl::CivilSecond{2026, 3, 1};
    options.zone = "America/New_York";
    static constexpr std::array<std::string_view, 8> texts{"Saturday, March 7, 2026 7:30 - 9:00 pm EST",
                                                           "2026-03-07T19:30:00-05:00/2026-03-08",
                                                           "3/7/26 & 3/8/26, 10am-2pm",
                                                           "every second Tuesday of the month, 7pm, except July 4",
                                                           "the week of March 4 to the end of April",
                                                           "Sat & Sun, Mar 7-8 @ noon (doors 11:30)",
                                                           "Fridays in June, from 5 until dusk",
                                                           "tomorrow at half past 7"};
    for (std::uint32_t seed = 0; seed < 2000U * static_cast<std::uint32_t>(rounds()); ++seed) {
        auto const text = Damage{seed}(std::string{texts[seed % texts.size()]});
        SCOPED_TRACE(fmt::format("seed {}: {}", seed, text));
        for (auto const& when : read_when(text, options).times)
            EXPECT_LE(when.start, when.end);
    }
}

TEST(Damaged, TablesAreCheckedWithoutHarm)
{
    auto const files = files_of({project_folder() / "tests"}, {".csv"});
    damage_each(files, 4, 1, [](std::string const& bytes, std::filesystem::path const&) {
        EXPECT_LE(check_csv(bytes).size(), 1001U);
    });
}

}  // namespace
}  // namespace almanac
