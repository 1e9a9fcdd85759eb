#include "config/platforms.hpp"
#include "read/rungs.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

#include <absl/time/civil_time.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace almanac {
namespace {

namespace fs = std::filesystem;

/// Refuses: a page is read as it is.
class Nothing final : public Fetcher {
public:
    std::vector<Page> get(std::span<Request const> requests) override { return std::vector<Page>(requests.size()); }
};

std::string shown(Event const& event)
{
    auto text = fmt::format("{} | {}{}", event.name, absl::FormatCivilTime(event.when.start),
                            event.when.has_end ? " - " + absl::FormatCivilTime(event.when.end) : "");
    if (event.when.all_day)
        text += " | all day";
    for (auto const& part : {event.place.name, event.place.street, event.place.city, event.url})
        if (!part.empty())
            text += " | " + part;
    if (event.status != Status::scheduled)
        text += " | not scheduled";
    return text;
}

/// A case is tests/platforms/ID.txt: a page of the platform, a line "----", the events that its recipe must give, one
/// a line.
TEST(EveryPlatform, ReadsAPageOfItsFormat)
{
    Nothing fetcher;
    Source source;
    source.id = "test";
    source.timezone = "America/New_York";
    source.url = "https://oak.example/events/";
    ReadContext const context{source, fetcher, absl::CivilSecond{2031, 4, 1}, absl::CivilDay{2031, 4, 1},
                              absl::CivilDay{2031, 7, 1}};
    std::set<std::string> tested;
    for (auto const& entry : fs::directory_iterator{project_folder() / "tests/platforms"}) {
        if (entry.path().extension() != ".txt")
            continue;
        auto const id = entry.path().stem().string();
        SCOPED_TRACE(id);
        tested.insert(id);
        auto const text = read_whole_file(entry.path());
        auto const rule = text.find("\n----\n");
        ASSERT_NE(rule, std::string::npos);
        Page page;
        page.url = page.final_url = source.url;
        page.body = text.substr(0, rule);
        std::string known;
        std::string events;
        for (auto const* platform : recognise(OpenPage{page}))
            known += platform->id + ' ';
        EXPECT_NE((' ' + known).find(' ' + id + ' '), std::string::npos) << "known as: " << known;
        for (auto const& rung : climb(OpenPage{page}, context))
            for (auto const& event : rung.reading.events)
                events += shown(event) + '\n';
        EXPECT_EQ(events, text.substr(rule + 6));
    }
    for (auto const& platform : platforms())
        EXPECT_TRUE(tested.contains(platform.id)) << "there is no tests/platforms/" << platform.id << ".txt";
}

}  // namespace
}  // namespace almanac
