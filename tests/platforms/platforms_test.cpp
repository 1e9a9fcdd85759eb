#include "config/loaders.hpp"
#include "config/platforms.hpp"
#include "read/reader.hpp"
#include "read/rungs.hpp"
#include "refine/refine.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"

#include <absl/time/civil_time.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace almanac {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view address = "https://oak.example/events/";

/// tests/platforms/ID.txt: a page of the platform or format; further pages, each after a line "---- ADDRESS"; a line
/// "----"; and the events that must come of them, one a line.
struct Case {
    std::map<std::string, std::string> pages;  ///< by address
    std::string events;
};

Case read_case(std::string const& id)
{
    Case one;
    auto* target = &one.pages[std::string{address}];
    auto const text = read_whole_file(project_folder() / "tests/platforms" / (id + ".txt"));
    for (auto const line : split(text, '\n')) {
        if (line == "----")
            target = &one.events;
        else if (line.starts_with("---- "))
            target = &one.pages[std::string{line.substr(5)}];
        else
            target->append(line).append("\n");
    }
    while (one.events.ends_with("\n\n"))
        one.events.pop_back();
    return one;
}

/// Answers with the pages of a case; what is not among them is not found.
class Shelf final : public Fetcher {
public:
    explicit Shelf(Case const& from) : m_case(from) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        std::vector<Page> pages;
        for (auto const& request : requests) {
            auto& page = pages.emplace_back();
            page.url = page.final_url = request.url;
            auto const found = m_case.pages.find(request.url);
            page.status = found == m_case.pages.end() ? 404 : 200;
            if (found == m_case.pages.end()) {
                page.problem = FetchProblem::http_status;
                page.message = request.url + " is no page of the case";
            } else {
                page.body = found->second;
                m_used.insert(request.url);
            }
        }
        return pages;
    }

    [[nodiscard]] std::size_t used() const { return m_used.size(); }

private:
    Case const& m_case;
    std::set<std::string> m_used;
};

struct Outcome {
    Reading reading;
    std::size_t pages = 0;  ///< of the case that were asked for
};

/// A source of the platform at the address of the case. What is no reader is a recipe of sources/ID.toml, read for one
/// choice of its `each`.
Source source_of(std::string const& id, std::string const& zone)
{
    Source source;
    if (auto const all = all_readers(); std::ranges::find(all, id) == all.end()) {
        auto const file = (project_folder() / "sources" / (id + ".toml")).string();
        source = read_source(read_whole_file(file), file, {});
        for (auto& each : source.recipe.each)
            each.choices.resize(1);
    } else {
        source.reader = id;
    }
    source.id = "test";
    source.timezone = zone;
    source.url = address;
    return source;
}

Outcome read(Case const& from, std::string const& id, std::string const& zone)
{
    auto const source = source_of(id, zone);
    Shelf shelf{from};
    auto reading = make_reader(source)->read(
        {source, shelf, absl::CivilSecond{2031, 4, 1}, absl::CivilDay{2031, 4, 1}, absl::CivilDay{2031, 7, 1}});
    auto const now = to_instant(absl::CivilSecond{2031, 4, 1}, find_zone(zone).value_or(absl::UTCTimeZone()));
    Config config;
    config.state_tags = false;
    return {refine(std::move(reading), source, config, refine_options(config, source, now, 90)), shelf.used()};
}

std::string time_of(absl::CivilSecond time, bool all_day)
{
    auto text = absl::FormatCivilTime(time).substr(0, all_day ? 10 : 16);
    std::ranges::replace(text, 'T', ' ');
    return text;
}

std::string shown(Event const& event)
{
    auto const& when = event.when;
    auto text = fmt::format("{} | {}", event.name, time_of(when.start, when.all_day));
    if (when.has_end)
        text += " to " + time_of(when.end, when.all_day);
    auto const& place = event.place;
    auto const add = [&](std::string_view label, std::string const& value) {
        if (!value.empty())
            text += fmt::format(" | {}{}", label, value);
    };
    add("", when.all_day ? "" : when.zone);
    add("at ", place.name);
    add("", place.street);
    add("", std::string{trim(fmt::format("{} {} {} {}", place.city, place.state, place.postal_code, place.country))});
    if (place.latitude)
        add("", fmt::format("{},{}", *place.latitude, *place.longitude));
    add("", event.url);
    add("image ", event.image);
    add("cost ", event.cost ? to_cost_cell(*event.cost) : "");
    add("in ", fmt::format("{}", fmt::join(event.categories, ", ")));
    add("tags ", fmt::format("{}", fmt::join(event.tags, ", ")));
    add("", event.status == Status::scheduled ? "" : std::string{to_schema_org(event.status)});
    add("", event.sold_out ? "sold out" : "");
    return text;
}

/// The platforms, the formats that their pages use, and the recipe of a source that others can use as one.
std::vector<std::string> all_ids()
{
    std::vector<std::string> ids{"ical", "jsonld", "microdata", "rdfa", "microformats", "xcal", "nps"};
    for (auto const& platform : platforms())
        ids.push_back(platform.id);
    return ids;
}

TEST(EveryPlatform, ReadsPagesOfItsFormat)
{
    for (auto const& id : all_ids()) {
        SCOPED_TRACE(id);
        auto const wanted = read_case(id);
        auto const outcome = read(wanted, id, "America/New_York");
        std::string events;
        for (auto const& event : outcome.reading.events)
            events += shown(event) + '\n';
        EXPECT_EQ(events, wanted.events);
        EXPECT_EQ(outcome.pages, wanted.pages.size()) << "not every page of the case was asked for";
        for (auto const& drop : outcome.reading.drops)
            ADD_FAILURE() << drop.reason << ": " << drop.detail;
    }
}

TEST(EveryPlatform, IsKnownByItsSigns)
{
    for (auto const& platform : platforms()) {
        Page page;
        page.url = page.final_url = address;
        page.body = read_case(platform.id).pages.at(std::string{address});
        auto const known = recognise(OpenPage{page});
        EXPECT_TRUE(std::ranges::any_of(known, [&](auto const* one) { return one->id == platform.id; })) << platform.id;
    }
    for (auto const& entry : fs::directory_iterator{project_folder() / "tests/platforms"})
        EXPECT_TRUE(entry.path().extension() != ".txt" ||
                    std::ranges::count(all_ids(), entry.path().stem().string()) == 1)
            << entry.path() << " is the case of no platform";
}

/// The row of docs/platforms.md, as the case shows it.
std::string row(std::string const& id)
{
    auto const from = read_case(id);
    auto const outcome = read(from, id, "America/New_York");
    auto const& events = outcome.reading.events;
    auto const any = [&](auto has) { return std::ranges::any_of(events, has) ? "yes" : "–"; };
    auto const instant = [](Reading const& reading) {
        auto const& when = reading.events.front().when;
        return to_instant(when.start, find_zone(when.zone).value_or(absl::UTCTimeZone()));
    };
    bool const zoned = !events.empty() && !events.front().when.all_day &&
                       instant(outcome.reading) == instant(read(from, id, "America/Denver").reading);
    std::set<std::string> names;
    bool repeats = false;
    for (auto const& event : events)
        repeats = !names.insert(event.name).second || repeats;
    return fmt::format("| `{}` | {} | {} | {} | {} | {} | {} | {} | {} | {} |", id, outcome.pages > 1 ? "yes" : "–",
                       zoned ? "yes" : "–", any([](Event const& e) { return e.status != Status::scheduled; }),
                       any([](Event const& e) { return e.cost.has_value(); }),
                       any([](Event const& e) { return !e.place.name.empty(); }),
                       any([](Event const& e) { return !e.place.street.empty() || e.place.latitude.has_value(); }),
                       any([](Event const& e) { return !e.image.empty(); }),
                       any([](Event const& e) { return !e.categories.empty() || !e.tags.empty(); }),
                       repeats ? "yes" : "–");
}

TEST(EveryPlatform, StandsInTheDocumentationWithWhatIsReadOfIt)
{
    auto const text = read_whole_file(project_folder() / "docs/platforms.md");
    for (auto const& id : all_ids())
        EXPECT_NE(text.find(row(id) + "\n"), std::string::npos)
            << "docs/platforms.md lacks this row, which tests/platforms/" << id << ".txt shows:\n"
            << row(id);
}

}  // namespace
}  // namespace almanac
