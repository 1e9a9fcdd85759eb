#include "command/presign.hpp"

#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/times.hpp"
#include "store/links.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    std::vector<std::string> paths;
    std::string lifetime = "2d";
    std::string out;
    std::string format = "text";
};

void declare(Parser& parser, Options& options)
{
    parser
        .add("paths", options.paths,
             "Files of the place; latest (the default): the CSV files and pages of the last run")
        .value("PATH");
    parser.add("--for", options.lifetime, "How long the links live: 2d, 12h, 30m; at most 7d (default: 2d)")
        .value("TIME");
    parser.add("--out", options.out, "Where it was published (default: output of almanac.toml)").value("PLACE");
    parser.add("--format", options.format, "How the links are printed").value("FORMAT").one_of({"text", "jsonl"});
    declare_plan(parser, options.plan);
}

std::string describe_end(Links const& links, std::string const& asked_for)
{
    auto const end = absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", links.expires, absl::UTCTimeZone());
    if (links.may_end_sooner)
        return fmt::format("These links end {} at the latest, but before that with the credentials that sign them, "
                           "which are temporary and do not tell when they end: mostly within hours.\n",
                           end);
    if (links.shortened)
        return fmt::format("These links end {} and not in {}, because the credentials that sign them end then.\n", end,
                           asked_for);
    return fmt::format("These links end {}.\n", end);
}

std::string to_text(Links const& links, std::string const& asked_for)
{
    std::string out;
    for (auto const& file : links.files)
        out += fmt::format("{}\n    {}\n", file.path, file.url);
    return out + describe_end(links, asked_for);
}

std::string to_json_lines(Links const& links)
{
    std::string out;
    for (auto const& file : links.files)
        out += boost::json::serialize(boost::json::object{
                   {"path", file.path},
                   {"url", file.url},
                   {"expires", absl::FormatTime(absl::RFC3339_sec, links.expires, absl::UTCTimeZone())},
                   {"mayEndSooner", links.may_end_sooner}}) +
               '\n';
    return out;
}

int run(Options const& options, Shell& shell)
{
    auto const lifetime = read_duration(options.lifetime, "--for");
    auto const config = load_plan(options.plan, true).config;
    auto const store = make_store(options.out.empty() ? config.output : options.out, config.s3, shell.environment);
    bool const latest = options.paths.empty() || options.paths == std::vector<std::string>{"latest"};
    auto const links = make_links(*store, latest ? files_to_hand_over(*store) : options.paths, lifetime);
    print(shell.out, options.format == "text" ? to_text(links, options.lifetime) : to_json_lines(links));
    return 0;
}

}  // namespace

Command presign_command()
{
    Command command;
    command.name = "presign";
    command.summary = "Make links to published files for people without credentials";
    command.description =
        "Whoever has such a link may read the file until it ends; so hand it on only to those who should. The links "
        "are to the dated files, which the next run does not replace. A link ends with the credentials that signed it: "
        "those of Lambda, ECS and EC2 live for some hours only, keys of an IAM user as long as the 7 days that S3 "
        "allows. The time that is printed is the true one; where the credentials do not tell when they end, as on "
        "Lambda, it says so.";
    command.examples = {{"almanac presign", "Links to the CSV files of the last run, for two days."},
                        {"almanac presign data/events-2026-11-23.csv --for 12h", "One file, for twelve hours."}};
    command.exit_codes = {
        {0, "the links were printed"},
        {1, "there is no such file or bucket, the time is too long, or there are no credentials that hold"},
        {2, "an option or the configuration is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
