#include "command/check.hpp"

#include "command/capture_check.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/stored_input.hpp"
#include "store/s3_place.hpp"
#include "write/check_csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    std::vector<std::string> files;
    bool no_captures = false;
};

void declare(Parser& parser, Options& options)
{
    parser.add("files", options.files, "CSV files, also s3://..., to check instead of the configuration")
        .value("FILE.csv");
    parser.add_flag("--no-captures", options.no_captures, "Check the files only; replay no capture");
    declare_plan(parser, options.plan);
}

/// The file of the same run that holds `other` instead of events: "dc-venues-2026-11-23.csv"; empty when not there.
std::string read_sibling(std::string const& file, std::string_view other, Config const& config, Shell const& shell)
{
    auto const folder = file.substr(0, file.rfind('/') + 1);
    auto name = file.substr(folder.size());
    auto const at = name.rfind("events");
    if (at == std::string::npos)
        return {};
    name.replace(at, std::string_view{"events"}.size(), other);
    return find_file_or_object(folder + name, config, shell).value_or(std::string{});
}

/// True when the import would lose or change nothing.
bool check_csv_file(std::string const& file, Config const& config, Shell& shell)
{
    auto const bytes = read_file_or_object(file, config, shell);
    if (is_list_for_people(bytes)) {
        print(shell.out, fmt::format("{}: a list for people, not for the import\n", file));
        return true;
    }
    auto const venues = read_sibling(file, "venues", config, shell);
    auto const organizers = read_sibling(file, "organizers", config, shell);
    auto const findings = check_csv(bytes, {.venues = venues, .organizers = organizers});
    std::string out;
    for (auto const& finding : findings)
        out += fmt::format("{}:{}: {}: {}{}{} {}\n", file, finding.line,
                           finding.level == Level::error ? "error" : "warning", finding.column,
                           finding.column.empty() ? "" : ": ", finding.sentence, finding.cure);
    if (findings.empty())
        out = fmt::format("{}: fine\n", file);
    print(shell.out, out);
    return std::ranges::find(findings, Level::error, &CsvFinding::level) == findings.end();
}

/// True when every capture still gives the events expected of it.
bool check_captures(Plan const& plan, Shell& shell)
{
    bool fine = true;
    for (auto const& source : plan.sources) {
        if (!source.capture)
            continue;
        auto const differences = check_capture(source, plan);
        for (auto const& difference : differences)
            print(shell.out, fmt::format("{}: {}\n", source.id, difference));
        if (!differences.empty())
            print(shell.out,
                  fmt::format("{0}: if the file was changed and the new events are right: almanac record {0}. "
                              "If the site has changed: almanac probe --repair {0}\n",
                              source.id));
        if (differences.empty())
            print(shell.out, fmt::format("{}: its capture gives the events expected\n", source.id));
        fine = fine && differences.empty();
    }
    return fine;
}

int run(Options const& options, Shell& shell)
{
    bool fine = true;
    if (!options.files.empty()) {
        // A CSV file on this machine is checked whatever almanac.toml says.
        bool const needs_config = std::ranges::any_of(options.files, [](auto const& file) { return is_s3(file); });
        auto const config = needs_config ? load_plan(options.plan, true).config : Config{};
        for (auto const& file : options.files)
            fine = check_csv_file(file, config, shell) && fine;
        return fine ? 0 : 1;
    }
    auto const plan = load_plan(options.plan);
    print(shell.out, fmt::format("The configuration and {} sources: fine\n", plan.sources.size()));
    return options.no_captures || check_captures(plan, shell) ? 0 : 1;
}

}  // namespace

Command check_command()
{
    Command command;
    command.name = "check";
    command.summary = "Check the configuration, the sources and their captures, or CSV files";
    command.description =
        "Without a file: reads almanac.toml and every source and shows all mistakes at once, each with its place and "
        "the "
        "cure; then replays the capture that a source names and says when other events come out than are expected. "
        "With CSV files: explains every row that The Events Calendar would misread, whoever wrote the file. An events "
        "file is held against the venues and organizers files beside it.";
    command.examples = {{"almanac check", "Before the next run: is everything in order?"},
                        {"almanac check out/latest/*.csv", "Will the import take these files as they are meant?"}};
    command.exit_codes = {{0, "all is fine, or there are warnings only"},
                          {1, "a CSV file has an error, or a capture gives other events"},
                          {2, "the configuration or a source is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
