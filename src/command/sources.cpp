#include "command/sources.hpp"

#include "command/open_place.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "config/secrets.hpp"
#include "fetch/url.hpp"
#include "write/report.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    std::string out;
    std::string format = "text";
};

/// A source as the list shows it.
struct Row {
    Source const* source = nullptr;
    std::optional<SourceRun> last;
    std::string state;  ///< of the last run, or why there is none
};

void declare(Parser& parser, Options& options)
{
    parser.add("--out", options.out, "Where it was published (default: output of almanac.toml)").value("PLACE");
    parser.add("--format", options.format, "How the list is printed").value("FORMAT").one_of({"text", "jsonl"});
    declare_plan(parser, options.plan);
}

std::string state_of(Source const& source, std::optional<SourceRun> const& last, SecretPlaces const& places)
{
    if (!source.enabled)
        return "off (enabled = false)";
    if (!find_token(source, places).ok())
        return fmt::format("needs {}", source.token);
    return last ? last->status : "never read";
}

std::string day_of(absl::Time time)
{
    return absl::FormatTime("%Y-%m-%d %H:%M", time, absl::UTCTimeZone());
}

std::string to_text(std::vector<Row> const& rows)
{
    std::size_t id = 6;
    std::size_t state = 5;
    for (auto const& row : rows) {
        id = std::max(id, row.source->id.size());
        state = std::max(state, row.state.size());
    }
    auto out = fmt::format("{:{}}  {:{}}  {:>6}  {:16}  {:7}  {}\n", "SOURCE", id, "STATE", state, "EVENTS",
                           "READ (UTC)", "READER", "NAME");
    for (auto const& row : rows)
        out += fmt::format("{:{}}  {:{}}  {:>6}  {:16}  {:7}  {}\n", row.source->id, id, row.state, state,
                           row.last ? std::to_string(row.last->events) : "", row.last ? day_of(row.last->time) : "",
                           row.source->reader, row.source->name);
    return out;
}

std::string to_json_lines(std::vector<Row> const& rows)
{
    std::string out;
    for (auto const& row : rows) {
        boost::json::object line{{"source", row.source->id},
                                 {"name", row.source->name},
                                 {"reader", row.source->reader},
                                 {"url", redact_url(row.source->url)},
                                 {"state", row.state}};
        if (row.last) {
            line["events"] = row.last->events;
            line["time"] = absl::FormatTime(absl::RFC3339_sec, row.last->time, absl::UTCTimeZone());
        }
        out += boost::json::serialize(line) + '\n';
    }
    return out;
}

int run(Options const& options, Shell& shell)
{
    auto const plan = load_plan(options.plan);
    auto place = open_place(options.out.empty() ? plan.config.output : options.out, plan.config, shell);
    auto& catalog = look(place, plan.config);
    auto const places = secret_places(plan.config, shell);
    std::vector<Row> rows;
    for (auto const& source : plan.sources) {
        auto const runs = catalog.runs(source.id);
        auto const last = runs.empty() ? std::nullopt : std::optional{runs.front()};
        rows.push_back({&source, last, state_of(source, last, places)});
    }
    print(shell.out, options.format == "text" ? to_text(rows) : to_json_lines(rows));
    return 0;
}

}  // namespace

Command sources_command()
{
    Command command;
    command.name = "sources";
    command.summary = "List the sources and how they fared";
    command.description = "Lists every source with its state in the last run, the events it gave and when that was.";
    command.examples = {{"almanac sources", "All sources, one a line."},
                        {"almanac sources --format jsonl", "The same for a program."}};
    command.exit_codes = {
        {0, "the list was printed"}, {1, "the catalog cannot be read"}, {2, "an option or the configuration is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
