// Each source of sources/ against the pages its site really served in 2019, and the events expected from them. Both are
// beside the repository, not in it; without them these tests are skipped.

#include "config/config.hpp"
#include "fetch/replay_fetcher.hpp"
#include "html/document.hpp"
#include "json/json.hpp"
#include "read/reader.hpp"
#include "read/recipe_engine.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "text/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace almanac {
namespace {

namespace fs = std::filesystem;

fs::path captures()
{
    return shared_folder() / "captures";
}

/// The text of a description however it is marked up and spaced; "…" as the expectations write it.
std::string plain(std::string_view html)
{
    auto const document = parse_html(std::string{html});
    auto text = replace_all(text_of(root(document)), "…", "...");
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return replace_all(text, "\u00A0", "");
}

/// Categories in any order and case.
std::string plain_categories(std::string_view text)
{
    std::set<std::string> words;
    for (auto const word : split(text, ','))
        if (!trim(word).empty())
            words.insert(lower_ascii(trim(word)));
    return fmt::format("{}", join(std::vector<std::string>{words.begin(), words.end()}, ", "));
}

/// An event by field, in the words of the expectations.
using Row = std::map<std::string, std::string>;

Row row_of(Event const& event, Source const& source)
{
    auto const& when = event.when;
    auto const day = [](absl::CivilSecond time) { return absl::FormatCivilTime(absl::CivilDay(time)); };
    auto const clock = [&](absl::CivilSecond time) {
        return when.all_day ? std::string{}
                            : fmt::format("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    };
    return {{"Event Name", event.name},
            {"Event Website", event.url},
            {"Event Start Date", day(when.start)},
            {"Event Start Time", clock(when.start)},
            {"Event End Date", when.has_end ? day(when.end) : ""},
            {"Event End Time", when.has_end ? clock(when.end) : ""},
            {"All Day Event", when.all_day ? "true" : "false"},
            {"Timezone", when.zone},
            {"Event Venue Name", event.place.name.empty() ? "See event website" : event.place.name},
            {"Event Cost", event.cost ? to_cost_cell(*event.cost) : ""},
            {"Event Description", plain(event.description)},
            {"Event Category", plain_categories(join(event.categories, ","))},
            {"Event Organizers", event.organizer.empty() ? source.name : event.organizer},
            {"Event Featured Image", event.image},
            {"status", event.status == Status::cancelled ? "cancelled" : ""}};
}

Row row_of(boost::json::object const& expected)
{
    Row row;
    for (auto const& [key, value] : expected) {
        auto text = to_text(value);
        if (key == "Event Description")
            text = plain(text);
        if (key == "Event Category")
            text = plain_categories(text);
        row[std::string{key}] = std::move(text);
    }
    return row;
}

/// A mistake of the expectations.
struct Mistake {
    std::string source;
    std::string event;
    std::string field;
    std::string expected;
    std::string right;
    mutable bool met = false;
};

std::vector<Mistake> known_mistakes()
{
    auto const text = read_whole_file(project_folder() / "tests/sources/known_mistakes.tsv");
    std::vector<Mistake> mistakes;
    for (auto const line : split(text, '\n')) {
        auto const cells = split(line, '\t');
        if (cells.size() == 6 && !line.starts_with('#'))
            mistakes.push_back({std::string{cells[0]}, std::string{cells[1]}, std::string{cells[2]},
                                std::string{cells[3]}, std::string{cells[4]}});
    }
    return mistakes;
}

/// Reads a source from the capture with its clock, as `almanac run --replay --days 400` does.
Reading replay(Source const& source, std::string const& now)
{
    ReplayFetcher fetcher{{(captures() / "dc-2019.warc.gz").string()}};
    absl::CivilDay day;
    EXPECT_TRUE(absl::ParseCivilTime(now, &day)) << now;
    return make_reader(source)->read({source, fetcher, absl::CivilSecond(day), day, day + 400});
}

/// The produced event that an expected one is: by address, and the day within its days.
Row find_row(std::vector<Row> const& rows, Row const& expected)
{
    auto const at = [](Row const& row, std::string const& key) {
        auto const found = row.find(key);
        return found == row.end() ? std::string{} : found->second;
    };
    auto const day = at(expected, "Event Start Date");
    Row best;
    for (auto const& row : rows) {
        if (at(row, "Event Website") != at(expected, "Event Website"))
            continue;
        if (at(row, "Event Start Date") == day)
            return row;
        if (at(row, "Event Start Date") < day && day <= at(row, "Event End Date"))
            best = row;
    }
    return best;
}

class SourceCaptures : public testing::Test {
protected:
    void SetUp() override
    {
        if (!fs::exists(captures()))
            GTEST_SKIP() << "no captures beside the repository";
        m_plan = load_plan({}, project_folder() / "sources");
        auto const index = read_json(read_whole_file(captures() / "dc-2019/index.json"));
        for (auto const& entry : index.as_array()) {
            m_now[to_text(entry.at("source"))] = to_text(entry.at("now"));
            m_pages[to_text(entry.at("file"))] = to_text(entry.at("url"));
        }
        m_mistakes = known_mistakes();
    }

    Source source(std::string_view id) const
    {
        auto const found = std::ranges::find(m_plan.sources, id, &Source::id);
        if (found == m_plan.sources.end())
            throw std::runtime_error{"there is no source " + std::string{id}};
        return *found;
    }

    Row page(std::string const& file) const
    {
        auto const id = file.substr(0, file.find('/'));
        auto const of = source(id);
        ReplayFetcher fetcher{{(captures() / "dc-2019.warc.gz").string()}};
        absl::CivilDay day;
        EXPECT_TRUE(absl::ParseCivilTime(m_now.at(id), &day));
        auto const address = m_pages.at(file);
        auto const reading = read_one_page(get(fetcher, {.source = id, .url = address}),
                                           {of, fetcher, absl::CivilSecond(day), day, day + 400});
        return reading.events.empty() ? Row{} : row_of(reading.events.front(), of);
    }

    /// How many of the expected events are there field by field, known mistakes of the expectations set right.
    struct Score {
        std::size_t expected = 0;
        std::size_t matched = 0;
        std::size_t mistakes = 0;
    };
    Score compare(std::string const& id, std::vector<Row> const& rows, boost::json::array const& expected) const
    {
        Score score;
        for (auto const& value : expected) {
            auto const want = row_of(value.as_object());
            auto const got = find_row(rows, want);
            ++score.expected;
            EXPECT_FALSE(got.empty()) << id << ": missing: " << value;
            bool matched = !got.empty();
            for (auto const& [field, text] : want) {
                auto const found = got.find(field);
                if (found == got.end() || found->second == text)
                    continue;
                if (is_known(id, want.at("Event Name"), field, text, found->second)) {
                    ++score.mistakes;
                    continue;
                }
                matched = false;
                ADD_FAILURE() << id << ": " << want.at("Event Name") << ": " << field << "\n  want '" << text
                              << "'\n  got  '" << found->second << "'";
            }
            score.matched += matched ? 1 : 0;
        }
        return score;
    }

    bool is_known(std::string const& id, std::string const& event, std::string const& field,
                  std::string const& expected, std::string const& right) const
    {
        auto const fits = [](std::string const& pattern, std::string const& text) {
            return pattern == "*" || pattern == text;
        };
        auto const found = std::ranges::find_if(m_mistakes, [&](Mistake const& mistake) {
            return mistake.source == id && fits(mistake.event, event) && mistake.field == field &&
                   fits(mistake.expected, expected) && mistake.right == right;
        });
        if (found == m_mistakes.end())
            return false;
        found->met = true;
        return true;
    }

    Plan m_plan;
    std::map<std::string, std::string> m_now;
    std::map<std::string, std::string> m_pages;
    std::vector<Mistake> m_mistakes;
};

std::vector<Row> rows_of(Reading const& reading, Source const& source)
{
    std::vector<Row> rows;
    for (auto const& event : reading.events)
        rows.push_back(row_of(event, source));
    return rows;
}

TEST_F(SourceCaptures, ProduceTheExpectedEvents)
{
    fmt::print("{:<14}|{:>9}|{:>9}|{:>8}|{:>15}\n", "source", "expected", "produced", "matched", "known mistakes");
    for (auto const& [id, now] : m_now) {
        auto const of = source(id);
        auto const reading = replay(of, now);
        auto const rows = rows_of(reading, of);
        Score score;
        for (auto const& file : fs::directory_iterator{captures() / "dc-2019" / id}) {
            if (!file.path().filename().string().starts_with("expected"))
                continue;
            auto const expected = read_json(read_whole_file(file.path()));
            auto const more = compare(id, rows, expected.as_array());
            score.expected += more.expected;
            score.matched += more.matched;
            score.mistakes += more.mistakes;
        }
        fmt::print("{:<14}|{:>9}|{:>9}|{:>8}|{:>15}\n", id, score.expected, rows.size(), score.matched, score.mistakes);
        EXPECT_EQ(score.matched, score.expected) << id;
        for (auto const& drop : reading.drops)
            ADD_FAILURE() << id << ": dropped: " << drop.reason << ": " << drop.detail;
    }
    for (auto const& mistake : m_mistakes)
        EXPECT_TRUE(mistake.met || mistake.source == "montgomery")
            << "no longer met: " << mistake.source << ": " << mistake.event << ": " << mistake.field;
}

TEST_F(SourceCaptures, ArlingtonHasBothPages)
{
    auto const of = source("arlington");
    auto const reading = replay(of, m_now.at("arlington"));
    ASSERT_EQ(reading.events.size(), 10U);
    EXPECT_EQ(reading.pages, 2);
    EXPECT_EQ(reading.failed_pages, 0) << "'count' tells that there is no third page";
    struct Case {
        std::string_view name;
        std::string_view start;
        std::string_view cost;
        Status status;
    };
    Case const first_page[] = {
        {"Flying Squirrel Lore & More", "2019-01-25T17:30:00", "5", Status::scheduled},
        {"Benjamin Banneker Park Invasive Plant Removal", "2019-01-26T10:00:00", "0", Status::scheduled},
        {"Yoga in the Nature Center - CANCELLED", "2019-01-26T10:00:00", "5", Status::cancelled},
        {"Tree ID Hike", "2019-01-26T11:15:00", "5", Status::scheduled},
        {"Native American Survival Skills", "2019-01-26T15:00:00", "5", Status::scheduled},
    };
    for (std::size_t i = 0; i < std::size(first_page); ++i) {
        auto const& event = reading.events[i];
        SCOPED_TRACE(first_page[i].name);
        EXPECT_EQ(event.name, first_page[i].name);
        EXPECT_EQ(absl::FormatCivilTime(event.when.start), first_page[i].start);
        EXPECT_EQ(event.cost ? to_cost_cell(*event.cost) : "", first_page[i].cost);
        EXPECT_EQ(event.status, first_page[i].status);
        EXPECT_EQ(event.place.state, "VA");
    }
}

TEST_F(SourceCaptures, FairfaxReadsEventPages)
{
    auto const expected = read_json(read_whole_file(captures() / "dc-2019/fairfax/by-page.json"));
    for (auto const& value : expected.as_array()) {
        auto const want = row_of(value.as_object());
        if (want.contains("links"))
            continue;
        SCOPED_TRACE(want.at("page"));
        auto const got = page(want.at("page"));
        for (auto const& [field, text] : want) {
            if (field != "page") {
                ASSERT_TRUE(got.contains(field)) << field;
                EXPECT_EQ(got.at(field), text) << field;
            }
        }
    }
}

TEST_F(SourceCaptures, FairfaxFollowsTheCalendar)
{
    auto const reading = replay(source("fairfax"), m_now.at("fairfax"));
    std::vector<std::string> links;
    for (auto const& event : reading.events)
        links.push_back(event.url);
    EXPECT_EQ(links, (std::vector<std::string>{
                         "https://www.fairfaxcounty.gov/parks/green-spring/wild-women-of-dc/012719",
                         "https://www.fairfaxcounty.gov/parks/green-spring/lecture/gardens-piet-oudolf"}));
}

TEST_F(SourceCaptures, MontgomeryReadsEachKindOfPage)
{
    auto of = source("montgomery");
    of.recipe.each = {{"category", {{"open house", "2901"}}}};
    auto reading = replay(of, m_now.at("montgomery"));
    auto const open_house = read_json(read_whole_file(captures() / "dc-2019/montgomery/by-page-open-house.json"));
    static_cast<void>(compare("montgomery", rows_of(reading, of), open_house.as_array()));

    of.recipe.each.clear();
    of.url = "https://www.montgomeryparks.org/calendar/";
    std::erase_if(of.recipe.fields, [](Field const& field) { return field.name == "category"; });
    reading = replay(of, m_now.at("montgomery"));
    ASSERT_EQ(reading.events.size(), 3U);
    auto const got = row_of(reading.events[1], of);
    // Its own page was not captured: what that page says is left out here.
    auto const item = read_json(read_whole_file(captures() / "dc-2019/montgomery/by-page-item.json"));
    for (auto const& [field, text] : row_of(item.as_object())) {
        bool const of_its_page = field == "Event Cost" || field == "Event Description" || field == "Event Category";
        if (!of_its_page && got.contains(field)) {
            EXPECT_EQ(got.at(field), text) << field;
        }
    }

    EXPECT_TRUE(page("montgomery/event_page_canceled.html").empty());
    EXPECT_EQ(page("montgomery/event_page.html").size(), 0U) << "the page alone has no name and time of its own";
}

TEST_F(SourceCaptures, MontgomeryAsksForCategoriesThatThereAre)
{
    auto const ids = read_json(read_whole_file(captures() / "dc-2019/montgomery/by-page-categories.json"));
    auto const of = source("montgomery");
    for (auto const& [label, id] : of.recipe.each.at(0).choices) {
        auto const* known = ids.as_object().if_contains(label);
        ASSERT_NE(known, nullptr) << label;
        EXPECT_EQ(to_text(*known), id) << label;
    }
}

TEST_F(SourceCaptures, TncReadsTheSearchService)
{
    auto of = source("tnc");
    of.recipe.lookup.reset();  // the page that names the service was not captured
    of.recipe.more.reset();
    of.url = m_pages.at("tnc/search.json");
    auto const reading = replay(of, m_now.at("tnc"));
    auto const expected = read_json(read_whole_file(captures() / "dc-2019/tnc/by-page.json"));
    EXPECT_EQ(reading.events.size(), expected.as_array().size());
    static_cast<void>(compare("tnc", rows_of(reading, of), expected.as_array()));
}

TEST_F(SourceCaptures, VnpsReadsItsEvent)
{
    auto const reading = replay(source("vnps"), m_now.at("vnps"));
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].place.state, "VA");
    EXPECT_EQ(reading.events[0].categories, std::vector<std::string>{"John Clayton"});
    EXPECT_NE(reading.events[0].description.find("Ashton Stinson"), std::string::npos);
}

}  // namespace
}  // namespace almanac
