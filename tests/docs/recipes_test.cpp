#include "config/loaders.hpp"
#include "event/event.hpp"
#include "fetch/url.hpp"
#include "harvest/harvest.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <map>
#include <set>

namespace almanac {
namespace {

constexpr std::string_view home = "https://park.example";

/// An example of docs/recipes.md.
struct Example {
    std::size_t line = 0;  ///< of the document
    std::string source;
    std::map<std::string, std::string> pages;  ///< by "GET address" or "POST address body"
    std::string events;
};

/// Answers with an example's pages; what is not among them is not found.
class ExampleFetcher final : public Fetcher {
public:
    explicit ExampleFetcher(Example const& example) : m_example(example) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        std::vector<Page> pages;
        for (auto const& request : requests) {
            Page page;
            page.url = page.final_url = request.url;
            auto const key = request.method + " " + request.url + (request.body.empty() ? "" : " " + request.body);
            auto const found = m_example.pages.find(key);
            page.status = found == m_example.pages.end() ? 404 : 200;
            if (found == m_example.pages.end()) {
                page.problem = FetchProblem::http_status;
                page.message = key + " is no page of the example";
            } else {
                page.body = found->second;
            }
            pages.push_back(std::move(page));
        }
        return pages;
    }

private:
    Example const& m_example;
};

/// "html", "html /events/1", "json POST /ajax page=2": what stands behind the three marks of a page.
std::string page_key(std::string_view info)
{
    auto const space = info.find(' ');
    auto rest = space == std::string_view::npos ? std::string_view{} : info.substr(space + 1);
    std::string method = "GET";
    if (rest.starts_with("POST ")) {
        method = "POST";
        rest = rest.substr(5);
    }
    auto const address = rest.empty() ? "/events" : std::string{rest};
    return method + " " + std::string{home} + address;
}

std::vector<Example> read_examples(std::string_view document)
{
    std::vector<Example> examples;
    std::string* block = nullptr;
    std::size_t number = 0;
    for (auto const line : split(document, '\n')) {
        ++number;
        if (!line.starts_with("```")) {
            if (block != nullptr)
                block->append(line).append("\n");
            continue;
        }
        auto const info = line.substr(3);
        if (block != nullptr)
            block = nullptr;
        else if (info == "toml")
            block = &examples.emplace_back(Example{.line = number, .source = {}, .pages = {}, .events = {}}).source;
        else if (info == "text")
            block = &examples.back().events;
        else
            block = &examples.back().pages[page_key(info)];
    }
    return examples;
}

std::string time_of(absl::CivilSecond time, bool all_day)
{
    return all_day
               ? absl::FormatCivilTime(absl::CivilDay{time})
               : fmt::format("{} {:02}:{:02}", absl::FormatCivilTime(absl::CivilDay{time}), time.hour(), time.minute());
}

std::map<std::string, std::string> fields_of(Event const& event)
{
    auto const degrees = [](std::optional<double> value) { return value ? fmt::format("{}", *value) : std::string{}; };
    auto const& place = event.place;
    return {{"uid", event.uid},
            {"name", event.name},
            {"start", time_of(event.when.start, event.when.all_day)},
            {"end", event.when.has_end ? time_of(event.when.end, event.when.all_day) : ""},
            {"all_day", event.when.all_day ? "yes" : "no"},
            {"timezone", event.when.zone},
            {"url", event.url},
            {"image", event.image},
            {"description", event.description},
            {"excerpt", event.excerpt},
            {"venue", place.name},
            {"street", place.street},
            {"city", place.city},
            {"state", place.state},
            {"postal_code", place.postal_code},
            {"country", place.country},
            {"phone", place.phone},
            {"latitude", degrees(place.latitude)},
            {"longitude", degrees(place.longitude)},
            {"organizer", event.organizer},
            {"category", fmt::format("{}", fmt::join(event.categories, ", "))},
            {"tags", fmt::format("{}", fmt::join(event.tags, ", "))},
            {"cost", event.cost ? to_cost_cell(*event.cost) : ""},
            {"status", std::string{to_schema_org(event.status)}},
            {"sold_out", event.sold_out ? "yes" : "no"}};
}

void check(Example const& example)
{
    SCOPED_TRACE(fmt::format("docs/recipes.md:{}", example.line));
    auto text = example.source;
    auto const top = text.substr(0, text.find('['));
    if (top.find("url ") == std::string::npos)
        text = fmt::format("url = \"{}/events\"\n{}", home, text);
    Config config;
    config.state_tags = false;
    auto const source = read_source("name = \"Park\"\n" + text, "park.toml", config);
    ExampleFetcher fetcher{example};
    FixedClock const clock{absl::FromUnixSeconds(1'932'714'000)};  // Tuesday, 1 April 2031, 9:00 in Washington
    HarvestOptions options;
    options.now = clock.now();
    options.clock = &clock;
    auto const reading = harvest({source}, config, fetcher, options).front().reading;
    for (auto const& note : reading.notes)
        EXPECT_NE(note.level, Level::error) << note.message;

    std::vector<std::string_view> lines;
    for (auto const line : split(example.events, '\n'))
        if (!line.empty())
            lines.push_back(line);
    ASSERT_EQ(reading.events.size(), lines.size())
        << (reading.drops.empty() ? "" : reading.drops[0].reason + ": " + reading.drops[0].detail);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const got = fields_of(reading.events[i]);
        for (std::string_view rest = lines[i]; !rest.empty();) {
            auto const end = rest.find("; ");
            auto const part = rest.substr(0, end);
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 2);
            auto const colon = part.find(": ");
            ASSERT_NE(colon, std::string_view::npos) << part;
            auto const field = got.find(std::string{part.substr(0, colon)});
            ASSERT_NE(field, got.end()) << part;
            EXPECT_EQ(field->second, part.substr(colon + 2)) << "event " << i + 1 << ", " << field->first;
        }
    }
}

std::string document()
{
    return read_whole_file(project_folder() / "docs/recipes.md");
}

TEST(Recipes, EveryExampleOfTheDocumentationIsRight)
{
    auto const examples = read_examples(document());
    EXPECT_GT(examples.size(), 25U);
    for (auto const& example : examples)
        check(example);
}

void gather_keys(Shape const& shape, std::set<std::string>& keys)
{
    for (auto const& key : shape.keys) {
        keys.insert(key.key);
        gather_keys(key, keys);
    }
}

TEST(Recipes, EveryKeyOfARecipeHasAnExample)
{
    std::string sources;
    for (auto const& example : read_examples(document()))
        sources += example.source;
    std::set<std::string> keys;
    for (auto const& key : keys_of_source().keys)
        if (key.key == "html" || key.key == "json")
            gather_keys(key, keys);
    for (auto const& field : event_fields())
        keys.emplace(field);
    EXPECT_GT(keys.size(), 45U);
    for (auto const& key : keys)
        EXPECT_TRUE(RE2::PartialMatch(sources, fmt::format(R"((?m)(^{0} *=|[\[.]{0}\]|[{{,] *{0} *=))", key)))
            << "docs/recipes.md has no example of '" << key << "'";
}

TEST(Configuration, EveryKeyIsExplained)
{
    auto const text = read_whole_file(project_folder() / "docs/configuration.md");
    std::set<std::string> keys;
    gather_keys(keys_of_config(), keys);
    for (auto const& key : keys_of_source().keys)
        keys.insert(key.key);
    for (auto const& key : keys)
        EXPECT_TRUE(text.find("`" + key + "`") != std::string::npos || text.find("[" + key + "]") != std::string::npos)
            << "docs/configuration.md does not explain '" << key << "'";
}

}  // namespace
}  // namespace almanac
