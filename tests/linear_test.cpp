// Reading is never slower than linear in its input: four times the events take at most eight times the CPU time. The
// bound is generous, as allocation and caches have their say; what is quadratic takes sixteen times.
#include "config/config.hpp"
#include "read/ical.hpp"
#include "read/jsonld.hpp"
#include "read/reader.hpp"
#include "time/read_when.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <functional>
#include <string>

namespace almanac {
namespace {

constexpr int rounds = 5;
constexpr double most_times = 8;

/// CPU seconds of this thread: other work on the machine does not count.
double thread_seconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Reads a text made of `count` events; returns how many were found.
using Read = std::function<std::size_t(std::string const& text)>;
using Write = std::function<std::string(int count)>;

double median_seconds(Read const& read, std::string const& text, std::size_t wanted)
{
    std::array<double, rounds> seconds{};
    for (auto& one : seconds) {
        auto const begin = thread_seconds();
        EXPECT_EQ(read(text), wanted);
        one = thread_seconds() - begin;
    }
    std::ranges::nth_element(seconds, seconds.begin() + rounds / 2);
    return seconds[rounds / 2];
}

void expect_linear(int count, Write const& write, Read const& read)
{
    auto const few = median_seconds(read, write(count), static_cast<std::size_t>(count));
    auto const many = median_seconds(read, write(4 * count), static_cast<std::size_t>(4 * count));
    EXPECT_LT(many, most_times * few) << fmt::format("{} events: {:.1f} ms, {}: {:.1f} ms", count, few * 1e3, 4 * count,
                                                     many * 1e3);
}

std::string repeat(int count, std::string_view before, std::string_view between, std::string_view after,
                   std::function<std::string(int)> const& one)
{
    std::string text{before};
    for (int i = 0; i < count; ++i)
        text += (i == 0 ? std::string{} : std::string{between}) + one(i);
    return text += after;
}

Source oak()
{
    auto source =
        read_source("name = \"Oak\"\nurl = \"https://oak.example/events/\"\nreader = \"html\"\n[html]\nitems = \"li\"\n"
                    "[html.fields]\nname = \"b\"\nurl = \"a@href\"\nwhen = \"i\"\nvenue = \"u\"\n",
                    "sources/oak.toml", Config{});
    source.timezone = "America/New_York";
    return source;
}

constexpr ReadOptions options{absl::CivilSecond{2026, 3, 1}, absl::CivilDay{2026, 12, 31}};

/// Any request is answered with the same page.
class OnlyPage final : public Fetcher {
public:
    explicit OnlyPage(std::string const& body) : m_body(body) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        std::vector<Page> pages(requests.size());
        for (std::size_t i = 0; i < pages.size(); ++i) {
            pages[i].url = pages[i].final_url = requests[i].url;
            pages[i].body = m_body;
        }
        return pages;
    }

private:
    std::string const& m_body;
};

TEST(Linear, ICalendar)
{
    expect_linear(
        1000,
        [](int count) {
            return repeat(count, "BEGIN:VCALENDAR\n", "", "END:VCALENDAR\n", [](int i) {
                return fmt::format("BEGIN:VEVENT\nUID:{}@oak.example\nSUMMARY:Walk {}\nLOCATION:Hall {}\n"
                                   "DTSTART;TZID=America/New_York:20260314T090000\nDURATION:PT1H\n"
                                   "DESCRIPTION:Bring boots\\, and a hat.\\n\n  More of it.\nEND:VEVENT\n",
                                   i, i, i);
            });
        },
        [](std::string const& text) { return read_ical(text, oak(), "https://oak.example/", options).events.size(); });
}

/// One series with a moved instance for each event but the first.
TEST(Linear, InstancesOfASeries)
{
    expect_linear(
        500,
        [](int count) {
            return repeat(count, "BEGIN:VCALENDAR\n", "", "END:VCALENDAR\n", [](int i) {
                auto const day = absl::FormatCivilTime(absl::CivilDay{2026, 1, 1} + i).erase(7, 1).erase(4, 1);
                return fmt::format("BEGIN:VEVENT\nUID:1\nSUMMARY:Walk\nDTSTART:{0}T090000\n{1}\nEND:VEVENT\n", day,
                                   i == 0 ? "SEQUENCE:0\nRRULE:FREQ=DAILY"
                                          : fmt::format("RECURRENCE-ID:{}T090000", day));
            });
        },
        [](std::string const& text) { return read_ical(text, oak(), "https://oak.example/", options).events.size(); });
}

TEST(Linear, JsonLd)
{
    expect_linear(
        500,
        [](int count) {
            return repeat(count, "[", ",", "]", [](int i) {
                return fmt::format(
                    R"({{"@type":"Event","name":"Walk {}","startDate":"2026-03-14T09:30","url":"/walks/{}",)"
                    R"("location":{{"@type":"Place","name":"Hall","address":"1 Main St, Reston, VA"}}}})",
                    i, i);
            });
        },
        [](std::string const& text) {
            return read_jsonld(text, oak(), "https://oak.example/", options).events.size();
        });
}

TEST(Linear, HtmlByARecipe)
{
    expect_linear(
        250,
        [](int count) {
            return repeat(count, "<html><body><ul>", "", "</ul></body></html>", [](int i) {
                return fmt::format("<li><b>Walk {}</b> <a href='/walks/{}'>more</a> <i>March 14, 2026 7-9pm</i> "
                                   "<u>Hall, 1 Main St</u></li>",
                                   i, i);
            });
        },
        [](std::string const& text) {
            OnlyPage page{text};
            auto const source = oak();
            return make_reader(source)
                ->read({source, page, options.now, absl::CivilDay{options.now}, options.to})
                .events.size();
        });
}

/// A text is cut at a length, so that many dates are many texts.
TEST(Linear, Dates)
{
    WhenOptions const when{options.now, "America/New_York"};
    auto const read = [&](std::string const& text) {
        std::size_t found = 0;
        for (std::size_t from = 0, to = 0; (to = text.find('\n', from)) != std::string::npos; from = to + 1)
            found += read_when(std::string_view{text}.substr(from, to - from), when).times.size();
        return found;
    };
    expect_linear(
        500,
        [](int count) {
            return repeat(count, "", "", "", [](int i) {
                return fmt::format("Every second Tuesday of the month, {} - 9pm, except July {}\n", 1 + i % 8,
                                   1 + i % 28);
            });
        },
        read);
    // One text that grows: what stands beyond the cut costs nothing.
    auto const seconds = [&](std::size_t bytes) {
        std::string text;
        while (text.size() < bytes)
            text += "March 3, 2026 7pm, ";
        return median_seconds([&](std::string const& x) { return read_when(x, when).times.empty() ? 0U : 1U; }, text,
                              1);
    };
    EXPECT_LT(seconds(400'000), most_times * seconds(100'000));
}

}  // namespace
}  // namespace almanac
