#include "command/when.hpp"

#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "text/text.hpp"
#include "time/read_when.hpp"
#include "time/when_json.hpp"
#include "time/zone.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

namespace almanac {

namespace {

struct Options {
    std::string text;
    std::string now;
    std::string timezone;
    std::string format = "text";
    bool day_first = false;
    bool batch = false;
};

void declare(Parser& parser, Options& options)
{
    parser.add("text", options.text, "The date as it stands on a page").value("TEXT");
    parser.add("--now", options.now, "Read it as if it were this time").value("TIME");
    parser.add("--timezone", options.timezone, "The zone of the page; without it times stay as they are written")
        .value("ZONE");
    parser.add_flag("--day-first", options.day_first, "3/4/2026 is 3 April");
    parser.add_flag("--batch", options.batch, "Read lines NOW<TAB>TEXT from standard input, print an object for each");
    parser.add("--format", options.format, "How one date is printed").value("FORMAT").one_of({"text", "json"});
}

/// The first column must begin like a time; an offset may follow.
void check_now(std::string_view text)
{
    absl::CivilSecond wall;
    auto const seconds = text.substr(0, std::string_view{"2026-11-23T18:00:00"}.size());
    if (!absl::ParseLenientCivilTime(std::string{seconds}, &wall))
        throw ConfigError{fmt::format("almanac when --batch: '{}' is not a time. A line is NOW<TAB>TEXT.", text)};
}

int run_batch(WhenOptions const& options, Shell& shell)
{
    auto const input = read_input("-");
    std::string out;
    for (auto line : split(input, '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            continue;
        auto const tab = line.find('\t');
        check_now(line.substr(0, tab));
        auto const unescaped = replace_all(replace_all(std::string{line}, "\\n", "\n"), "\\t", "\t");
        out += answer_batch_line(unescaped, options) + '\n';
    }
    print(shell.out, out);
    return 0;
}

int run(Options const& options, Shell& shell)
{
    WhenOptions when{{}, options.timezone.empty() ? "" : iana_zone(options.timezone), options.day_first, false};
    if (!options.timezone.empty() && when.zone.empty())
        throw ConfigError{fmt::format("--timezone: there is no zone '{}'{}", options.timezone,
                                      suggestion(nearest_zone(options.timezone)))};
    if (options.batch)
        return run_batch(when, shell);
    if (options.text.empty())
        throw ConfigError{"almanac when: give a date to read, such as: almanac when \"Sat. March 23rd 7-9pm\""};
    when.day_of_now = !options.now.empty();
    when.now = wall_clock(options.now.empty() ? absl::Now() : read_now(options.now, when.zone), when.zone);
    auto const reading = read_when(options.text, when);
    print(shell.out, options.format == "json" ? to_json(reading) + '\n' : explain(reading, options.text));
    return reading.times.empty() ? 1 : 0;
}

}  // namespace

Command when_command()
{
    Command command;
    command.name = "when";
    command.summary = "Show how a date is understood";
    command.description =
        "Reads a date, time or range as pages write them and says how each gap was filled: the year, "
        "am or pm, the zone. \"Every second Tuesday, 7pm\" gives the first and its rule. Text that holds no date "
        "gives none; nothing is ever taken as now, but clock times alone are of the day of --now.";
    command.examples = {{"almanac when \"Sat. March 23rd, 2019 10:00am to 11:00am\"", "One date, explained."},
                        {"almanac when --now 2026-12-30 \"Jan 5, 7-9pm\" --format json", "As an object."},
                        {"almanac when \"Mondays in June, noon\"", "A series: its first day and its rule."},
                        {"almanac when --batch < dates.tsv", "Many, one object a line."}};
    command.exit_codes = {{0, "there is a date (or --batch)"}, {1, "there is no date"}, {2, "an option is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
