// How well listings of one event are told from those of two, over pairs that people labelled: those that rules were
// made with (pairs.txt), and those that were written and labelled before the program was run on them. What it said of
// these at first sight stands in docs/duplicates.md.

#include "merge/duplicates.hpp"
#include "refine/name.hpp"
#include "support/paths.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace almanac {
namespace {

struct LabelledPair {
    bool same = false;
    std::string kind;
    std::vector<Event> events;  ///< two
};

int number(std::string_view text)
{
    int value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// "04-05 19:00-20:30", "04-05..04-07", "04-05 23:00Z", all of 2031.
When read_time(std::string_view text)
{
    auto const day = [](std::string_view part) {
        return absl::CivilSecond(2031, number(part.substr(0, 2)), number(part.substr(3, 2)));
    };
    auto const clock = [&](std::string_view part) {
        return day(text) + (number(part.substr(0, 2)) * 60L + number(part.substr(3, 2))) * 60;
    };
    When when;
    when.zone = text.ends_with('Z') ? "UTC" : "America/New_York";
    if (text.find(':') == std::string_view::npos) {
        when.all_day = true;
        when.start = day(text);
        when.has_end = text.size() > 5;
        when.end = when.has_end ? day(text.substr(7)) : when.start;
        return when;
    }
    when.start = when.end = clock(text.substr(6));
    if (text.size() > 12) {
        when.end = clock(text.substr(12));
        when.has_end = true;
    }
    return when;
}

Event read_event(std::vector<std::string> const& cells)
{
    Event event;
    event.source = cells[0];
    event.name = cells[1];
    take_status_words(event);  // as refine does
    event.when = read_time(cells[2]);
    auto const place = split(cells[3], '@');
    event.place.name = trim(place.front());
    if (place.size() > 1) {
        auto const address = split(place[1], ',');
        event.place.street = trim(address.front());
        event.place.city = address.size() > 1 ? trim(address[1]) : "";
    }
    event.url = cells[4];
    event.description = event.excerpt = cells[5];
    event.uid = cells[6];
    return event;
}

std::vector<LabelledPair> read_pairs(std::string const& file)
{
    auto const path = project_folder() / "tests" / "merge" / file;
    std::ifstream in{path};
    EXPECT_TRUE(in) << path;
    std::vector<LabelledPair> pairs;
    std::vector<std::string> above;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("same ") || line.starts_with("other ")) {
            pairs.push_back({line.starts_with("same "), line.substr(line.find(' ') + 1), {}});
        } else if (!line.empty() && !line.starts_with('#')) {
            std::vector<std::string> cells;
            for (auto const cell : split(line, '|'))
                cells.emplace_back(trim(cell));
            cells.resize(7);
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (cells[i] == "\"")
                    cells[i] = above[i];
            above = cells;
            pairs.back().events.push_back(read_event(cells));
        }
    }
    for (auto const& pair : pairs)
        EXPECT_EQ(pair.events.size(), 2U) << pair.kind;
    return pairs;
}

std::vector<Event> merged(std::vector<Event> events)
{
    std::map<std::string, std::vector<Event>> by_source;
    for (auto& event : events)
        by_source[event.source].push_back(std::move(event));
    std::vector<Event> all;
    for (auto& [source, own] : by_source)
        std::ranges::move(merge_within(std::move(own)).events, std::back_inserter(all));
    return merge_across(std::move(all), {}).events;
}

struct Score {
    int right = 0;
    int all = 0;
};

struct Scores {
    std::map<std::string, Score> kinds;  ///< "same moved", "other weekly"
    int found = 0;
    int missed = 0;
    int false_alarms = 0;

    [[nodiscard]] double precision() const { return static_cast<double>(found) / (found + false_alarms); }
    [[nodiscard]] double recall() const { return static_cast<double>(found) / (found + missed); }
};

Scores score(std::vector<LabelledPair> const& pairs)
{
    Scores scores;
    for (auto const& pair : pairs) {
        bool const one = merged(pair.events).size() == 1;
        auto& kind = scores.kinds[fmt::format("{} {}", pair.same ? "same" : "other", pair.kind)];
        ++kind.all;
        kind.right += one == pair.same ? 1 : 0;
        scores.found += one && pair.same ? 1 : 0;
        scores.missed += !one && pair.same ? 1 : 0;
        scores.false_alarms += one && !pair.same ? 1 : 0;
        if (one != pair.same)
            fmt::print("  {} {}: {} | {}\n", one ? "wrongly one" : "missed", pair.kind, pair.events[0].name,
                       pair.events[1].name);
    }
    for (auto const& [kind, of] : scores.kinds)
        fmt::print("  {:<24} {:>3} of {:>3}\n", kind, of.right, of.all);
    fmt::print("  precision {:.4f}, recall {:.4f}\n", scores.precision(), scores.recall());
    return scores;
}

/// What was reached: all pairs of a kind are right but for so many. Fewer is better; then lower the figure.
void expect_kinds(Scores const& scores, std::map<std::string, int> const& wrong)
{
    for (auto const& [kind, of] : scores.kinds)
        EXPECT_EQ(of.all - of.right, wrong.contains(kind) ? wrong.at(kind) : 0) << kind;
}

void expect_reached(Scores const& scores, std::map<std::string, int> const& wrong)
{
    expect_kinds(scores, wrong);
    EXPECT_GE(scores.precision(), 0.995);
    EXPECT_GE(scores.recall(), 0.95);
}

TEST(Pairs, ListingsOfOneEventAreTold)
{
    expect_reached(score(read_pairs("pairs.txt")), {{"same retitled", 3}});
}

TEST(Pairs, ListingsOfOneEventAreToldInWhatNoRuleWasTunedOn)
{
    expect_reached(score(read_pairs("held_out.txt")), {{"same subtitle", 1}});
}

TEST(Pairs, ListingsOfOneEventAreToldInWhatWasWrittenBeforehand)
{
    expect_reached(score(read_pairs("unseen.txt")), {{"same retitled", 4}, {"same shared-link", 1}});
}

TEST(Pairs, ListingsOfOneEventAreToldWhereHalfOfThemIsHard)
{
    expect_reached(score(read_pairs("fresh.txt")), {{"same subtitle", 1}, {"same translated", 2}, {"same venue", 3}});
}

TEST(Pairs, ListingsOfOneEventAreToldOnOtherTopics)
{
    expect_reached(score(read_pairs("other_topics.txt")),
                   {{"same hour", 1}, {"same no-venue", 1}, {"same retitled", 1}});
}

TEST(Pairs, ListingsOfOneEventAreToldInAThirdSet)
{
    expect_reached(score(read_pairs("third.txt")), {{"same retitled", 2}, {"same sponsor", 1}});
}

TEST(Pairs, ListingsOfOneEventAreToldInAFourthSet)
{
    auto const scores = score(read_pairs("fourth.txt"));
    expect_kinds(scores, {{"same retitled", 3}, {"same same-text", 1}});
    EXPECT_EQ(scores.false_alarms, 0);
}

TEST(Pairs, AreToldInOneCalendarAsWellAsAlone)
{
    std::vector<Event> all;
    std::size_t alone = 0;
    for (auto const* file :
         {"pairs.txt", "held_out.txt", "unseen.txt", "fresh.txt", "other_topics.txt", "third.txt", "fourth.txt"})
        for (auto const& pair : read_pairs(file)) {
            alone += merged(pair.events).size();
            all.insert(all.end(), pair.events.begin(), pair.events.end());
        }
    EXPECT_EQ(merged(std::move(all)).size(), alone);
}

}  // namespace
}  // namespace almanac
