#include "json/json.hpp"
#include "read/ical.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <filesystem>

namespace almanac {
namespace {

/// Hundreds of calendars from the tests of other programs, many of them broken on purpose: none may crash the reader,
/// and every event that other programs count must be read or be dropped with its reason (old versions of an event,
/// events without a start).
TEST(IcalCorpus, ReadsTheCalendarsThatOtherProgramsAreTestedWith)
{
    auto const folder = shared_folder() / "dates/ics";
    if (!std::filesystem::exists(folder / "expected.json"))
        GTEST_SKIP() << "there is no corpus in " << folder;
    auto const expected = read_json(read_whole_file(folder / "expected.json"));
    Source source;
    source.timezone = "America/New_York";

    int files = 0;
    int counted = 0;
    int right = 0;
    for (auto const& entry : expected.get_object()) {
        std::string const name{entry.key().data(), entry.key().size()};
        auto const reading = read_ical(read_whole_file(folder / name), source, "https://oak.example/" + name,
                                       {absl::CivilSecond{2026, 1, 1}, absl::CivilDay{2026, 12, 31}});
        ++files;
        for (auto const& event : reading.events) {
            EXPECT_LE(event.when.start, event.when.end) << name;
            EXPECT_FALSE(event.when.zone.empty()) << name;
        }
        auto const& facts = entry.value().get_object();
        auto const* contested = facts.if_contains("contested");
        auto const* count = facts.if_contains("vevents");
        if ((contested != nullptr && !contested->is_null()) || count == nullptr || !count->is_int64())
            continue;
        ++counted;
        right += count->get_int64() == static_cast<std::int64_t>(reading.events.size() + reading.drops.size()) ? 1 : 0;
    }
    EXPECT_GE(files, 300);
    EXPECT_GE(right * 100, counted * 99) << right << " of " << counted;
}

}  // namespace
}  // namespace almanac
