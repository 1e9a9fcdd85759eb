// Recipes as a volunteer would write them (*.toml here), for real pages that offer nothing structured. The pages and
// the events expected of them are beside the repository, not in it; without them these tests are skipped. What is
// compared, and how, is what tests/accuracy/run does for pages that need no recipe.

#include "command/page_input.hpp"
#include "command/times.hpp"
#include "config/config.hpp"
#include "event/event_json.hpp"
#include "json/json.hpp"
#include "read/reader.hpp"
#include "refine/refine.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"

#include <absl/time/time.h>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace almanac {
namespace {

namespace fs = std::filesystem;
using boost::json::object;

fs::path folder()
{
    return project_folder() / "tests/recipes";
}

fs::path captures()
{
    return shared_folder() / "captures/web";
}

std::string text_at(object const& from, std::string_view name)
{
    auto const* found = from.if_contains(name);
    return found == nullptr ? std::string{} : to_text(*found);
}

/// A time as a page or an event states it: an instant where the zone is known, else a clock, else a day.
struct Moment {
    std::optional<absl::Time> instant;
    std::string clock;  ///< to the minute
    std::string day;
};

Moment moment(std::string text, bool is_utc)
{
    std::ranges::replace(text, ' ', 'T');
    Moment moment{{}, {}, text.substr(0, 10)};
    if (text.size() <= 10)
        return moment;
    moment.clock = text.substr(0, 16);
    absl::Time time;
    if (RE2::PartialMatch(text, R"([+-]\d\d:\d\d$|Z$)")) {
        if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr))
            moment.instant = time;
    } else if (is_utc &&
               absl::ParseTime(absl::RFC3339_full, text + (text.size() == 16 ? ":00Z" : "Z"), &time, nullptr)) {
        moment.instant = time;
    }
    return moment;
}

bool same(Moment const& a, Moment const& b)
{
    if (a.instant && b.instant)
        return a.instant == b.instant;
    if (!a.clock.empty() && !b.clock.empty())
        return a.clock == b.clock;
    return a.day == b.day;
}

std::set<std::string> words(std::string_view text)
{
    std::set<std::string> found;
    std::string word;
    auto const low = lower_ascii(text);
    static RE2 const pattern{"([a-z0-9]{2,})"};
    for (re2::StringPiece rest{low}; RE2::FindAndConsume(&rest, pattern, &word);)
        found.insert(word);
    return found;
}

bool alike(std::string_view a, std::string_view b)
{
    auto const left = words(a);
    auto const right = words(b);
    if (left.empty() || right.empty())
        return true;
    auto const both = std::ranges::count_if(left, [&](auto const& word) { return right.contains(word); });
    return static_cast<double>(both) >= 0.6 * static_cast<double>(std::min(left.size(), right.size()));
}

/// A line of pages.tsv: which recipe reads which captured page, and whether the page needs it (`custom`) or is one of a
/// platform where hand-written events stand beside the platform's own (`platform`).
struct Row {
    std::string kind;
    std::string page;
    std::string recipe;
};

std::vector<Row> rows()
{
    std::vector<Row> rows;
    auto const text = read_whole_file(folder() / "pages.tsv");
    for (auto const line : split(text, '\n')) {
        auto const cells = split(line, '\t');
        if (cells.size() == 3)
            rows.push_back({std::string{cells[0]}, std::string{cells[1]}, std::string{cells[2]}});
    }
    return rows;
}

/// The expectations of a folder of captures.
std::vector<object> expectations(fs::path const& of)
{
    std::vector<object> files;
    auto const whole = read_json(read_whole_file(of / "expected.json"));
    for (auto const& file : whole.at("files").as_array()) {
        auto const basis = text_at(file.as_object(), "basis");
        if (!basis.starts_with("none") && !basis.starts_with("not read"))
            files.push_back(file.as_object());
    }
    return files;
}

std::vector<object> dated_events(object const& file)
{
    std::vector<object> events;
    if (auto const* listed = file.if_contains("events"); listed != nullptr && listed->is_array())
        for (auto const& event : listed->as_array())
            if (!text_at(event.as_object(), "start").empty())
                events.push_back(event.as_object());
    return events;
}

/// As `almanac read PAGE --source RECIPE --no-window --no-expand --format jsonl` does.
std::vector<object> read_with(Plan const& plan, Row const& row, object const& file)
{
    auto const found = std::ranges::find(plan.sources, row.recipe, &Source::id);
    if (found == plan.sources.end()) {
        ADD_FAILURE() << "pages.tsv: there is no recipe " << row.recipe;
        return {};
    }
    auto source = *found;
    Page page;
    page.body = read_whole_file(captures() / row.page);
    if (auto const url = text_at(file, "page_url"); url.starts_with("http") && url.find(' ') == std::string::npos)
        source.url = url;
    page.url = page.final_url = source.url;
    std::string stated;
    std::ignore = RE2::PartialMatch(text_at(file, "now_or_capture"), R"((\d[\dT:-]*))", &stated);
    auto const now =
        stated.empty() ? absl::FromUnixSeconds(1'577'836'800) : read_now(stated.substr(0, 19), source.timezone);
    auto refining = refine_options(plan.config, source, now, plan.config.window.days);
    refining.no_window = refining.no_expand = true;
    OnePage fetcher{std::move(page)};
    auto const reading = refine(
        make_reader(source)->read({source, fetcher, wall_clock(now, source.timezone), refining.from, refining.to}),
        source, plan.config, refining);
    std::vector<object> events;
    for (auto const& event : reading.events)
        events.push_back(read_json(to_json_line(event)).as_object());
    return events;
}

struct Score {
    int found = 0;
    int wanted = 0;

    [[nodiscard]] double percent() const { return wanted == 0 ? 0 : 100.0 * found / wanted; }
};

/// Prints what is missed; tests/accuracy/README.md says why.
Score score_of(std::string_view kind)
{
    Score score;
    auto const plan = load_plan({}, folder());
    for (auto const& row : rows()) {
        if (row.kind != kind)
            continue;
        auto const files = expectations(captures() / fs::path{row.page}.parent_path());
        auto const name = fs::path{row.page}.filename().string();
        auto const file = std::ranges::find_if(files, [&](auto const& one) { return text_at(one, "file") == name; });
        if (file == files.end()) {
            ADD_FAILURE() << "pages.tsv: there is no page " << row.page;
            continue;
        }
        auto const events = read_with(plan, row, *file);
        EXPECT_FALSE(events.empty()) << row.page << ": its recipe finds nothing";
        bool const names_count = text_at(*file, "basis").find("upstream") == std::string::npos;
        for (auto const& want : dated_events(*file)) {
            auto const start = moment(text_at(want, "start"), text_at(want, "start_tz") == "UTC");
            ++score.wanted;
            if (std::ranges::any_of(events, [&](object const& got) {
                    return same(start, moment(text_at(got, "startDate"), false)) &&
                           (!names_count || alike(text_at(want, "name"), text_at(got, "name")));
                }))
                ++score.found;
            else
                fmt::print("missed: {}: {} at {}\n", row.page, text_at(want, "name"), text_at(want, "start"));
        }
    }
    return score;
}

double least(std::string_view key)
{
    double percent = 0;
    auto const text = read_whole_file(project_folder() / "tests/accuracy.toml");
    EXPECT_TRUE(RE2::PartialMatch(text, fmt::format(R"((?m)^{}\s*=\s*([\d.]+))", key), &percent)) << key;
    return percent;
}

class RealPages : public testing::Test {
protected:
    void SetUp() override
    {
        if (!fs::exists(captures()))
            GTEST_SKIP() << "the captured pages are not beside the repository";
    }
};

TEST_F(RealPages, WithoutStructureAreReadByRecipes)
{
    auto const score = score_of("custom");
    fmt::print("recipes: {} of {} events: {:.1f}%\n", score.found, score.wanted, score.percent());
    EXPECT_GE(score.percent(), least("recipe_custom_events"));
}

TEST_F(RealPages, OfPlatformsWithHandWrittenEventsAreReadByRecipes)
{
    auto const score = score_of("platform");
    fmt::print("recipes beside a platform: {} of {} events: {:.1f}%\n", score.found, score.wanted, score.percent());
    EXPECT_GE(score.percent(), least("recipe_platform_events"));
}

/// So that the score is not that of chosen pages: a folder is read whole.
TEST_F(RealPages, AreAllScored)
{
    std::set<std::string> listed;
    std::set<fs::path> folders;
    for (auto const& row : rows()) {
        listed.insert(row.page);
        if (row.kind == "custom")
            folders.insert(fs::path{row.page}.parent_path());
    }
    EXPECT_GE(folders.size(), 15U);
    for (auto const& of : folders)
        for (auto const& file : expectations(captures() / of)) {
            auto const page = (of / text_at(file, "file")).string();
            EXPECT_TRUE(dated_events(file).empty() || listed.contains(page)) << page << " has no recipe";
        }
}

TEST(RecipesOfRealPages, AreSourceFilesWithoutAMistake)
{
    auto const ended = run_almanac_program({"check", "--sources", folder().string()}, fs::temp_directory_path());
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    std::set<std::string> used;
    for (auto const& row : rows())
        used.insert(row.recipe);
    EXPECT_GE(used.size(), 30U);
    for (auto const& file : fs::directory_iterator{folder()})
        EXPECT_TRUE(file.path().extension() != ".toml" || used.contains(file.path().stem().string()))
            << file.path() << " is not in pages.tsv";
}

}  // namespace
}  // namespace almanac
