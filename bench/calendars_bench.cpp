// The work that python_calendars.py and node_calendars.mjs do too: calendars_bench RULES FILES. RULES has a line for
// each rule: its start, the RRULE, and the last day that is asked for; FILES names iCalendar files. "turn rules
// SECONDS" on standard input lists the occurrences of each rule; "turn fields SECONDS" parses each file and decodes the
// fields of its events that the others are asked for; "turn events SECONDS" reads each file to events as a harvest
// does. The answer is the CPU seconds of a pass.
#include "corpus.hpp"
#include "ical/ical.hpp"
#include "ical/value.hpp"
#include "read/ical.hpp"
#include "text/text.hpp"
#include "time/expand.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace almanac;

struct RuleLine {
    When first;
    Recurrence recurrence;
    absl::CivilDay to;
};

struct Bench {
    std::vector<RuleLine> rules;
    std::vector<std::string> files;
};

RuleLine read_rule_line(std::string_view line)
{
    auto const cells = split(line, '\t');
    auto const start = cells.size() == 3 ? read_ical_time(cells[0]) : std::nullopt;
    auto const last = start ? read_ical_time(cells[2]) : std::nullopt;
    if (!last)
        throw std::runtime_error{fmt::format("'{}' is not START, RRULE, LAST DAY", line)};
    RuleLine rule{{start->wall, start->wall, false, start->is_date, "UTC"}, {}, absl::CivilDay{last->wall}};
    rule.recurrence.rules.emplace_back(cells[1]);
    return rule;
}

std::size_t expand_all(Bench const& bench)
{
    std::size_t found = 0;
    for (auto const& rule : bench.rules)
        found += expand(rule.first, rule.recurrence, absl::CivilDay{rule.first.start}, rule.to).occurrences.size();
    return found;
}

std::size_t read_fields(std::vector<IcalComponent> const& parts)
{
    std::size_t found = 0;
    std::string buffer;
    for (auto const& part : parts) {
        found += read_fields(part.children);
        if (part.name != "VEVENT")
            continue;
        std::optional<IcalTime> start;
        std::optional<IcalTime> end;
        for (auto const& property : part.properties) {
            auto const name = property.name;
            auto const is_start = name == "DTSTART";
            if (is_start || name == "DTEND") {
                auto& time = is_start ? start : end;
                time = read_ical_time(property.value);
                if (time && !property.parameters.empty())
                    time->zone = ical_parameter(property, "TZID");
            } else if (name == "SUMMARY" || name == "DESCRIPTION" || name == "LOCATION" || name == "UID" ||
                       name == "URL") {
                static_cast<void>(ical_text(property, buffer));  // of another file: not optimised away
            }
        }
        found += start ? 1U : 0U;
    }
    return found;
}

std::size_t read_all_fields(Bench const& bench)
{
    std::size_t found = 0;
    for (auto const& bytes : bench.files)
        found += read_fields(parse_ical(bytes).components());
    return found;
}

std::size_t read_all_events(Bench const& bench)
{
    Source source;
    source.timezone = "America/New_York";
    std::size_t found = 0;
    for (auto const& bytes : bench.files)
        found += read_ical(bytes, source, "", {absl::CivilSecond{2026, 1, 1}, absl::CivilDay{2026, 12, 31}, true})
                     .events.size();
    return found;
}

void turn(std::function<std::size_t()> const& pass, double seconds)
{
    std::size_t found = 0;
    int passes = 0;
    double spent = 0;
    for (auto const begin = bench::cpu_seconds(); passes == 0 || spent < seconds;
         ++passes, spent = bench::cpu_seconds() - begin)
        found = pass();
    fmt::print("{{\"seconds\":{:.6f},\"found\":{},\"peak_mb\":{:.1f}}}\n", spent / passes, found,
               bench::peak_megabytes());
}

int run(char** argv)
{
    Bench bench;
    for (auto const& line : bench::read_lines(argv[1]))
        bench.rules.push_back(read_rule_line(line));
    for (auto const& path : bench::read_lines(argv[2]))
        bench.files.push_back(bench::read_file(path));
    for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) {
        auto const words = split(line, ' ');
        if (words.size() != 3)
            throw std::runtime_error{fmt::format("'{}' is not turn, rules, fields or events, SECONDS", line)};
        auto const work = words[1] == "rules" ? expand_all : words[1] == "fields" ? read_all_fields : read_all_events;
        turn([&] { return work(bench); }, std::atof(words[2].data()));
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        fmt::print(stderr, "calendars_bench RULES FILES\n");
        return 2;
    }
    try {
        return run(argv);
    } catch (std::exception const& error) {
        fmt::print(stderr, "calendars_bench: {}\n", error.what());
        return 1;
    }
}
