#include "command/doctor.hpp"

#include "command/doctor_checks.hpp"
#include "command/fetching.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "text/text.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    FetchingOptions fetching;
    std::string out;
    bool offline = false;
};

void declare(Parser& parser, Options& options)
{
    parser.add_flag("--offline", options.offline, "Leave out all that needs the network");
    parser.add("--out", options.out, "Where a run would publish (default: output of almanac.toml)").value("PLACE");
    declare_now(parser, options.fetching);
    declare_plan(parser, options.plan);
}

Diagnosis check_sources(Plan const& plan)
{
    auto const enabled = std::ranges::count(plan.sources, true, &Source::enabled);
    auto found = fmt::format("right; sources: {}, enabled: {}", plan.sources.size(), enabled);
    if (enabled == 0)
        return {Health::failed, "configuration", std::move(found), "Add a calendar: docs/add-a-calendar.md."};
    return {Health::ok, "configuration", std::move(found)};
}

int run(Options const& options, Shell& shell)
{
    std::vector<Diagnosis> diagnoses;
    try {
        auto const plan = load_plan(options.plan);
        auto const now =
            options.fetching.now.empty() ? absl::Now() : read_now(options.fetching.now, plan.config.timezone);
        auto const patient =
            Patient{plan, options.out.empty() ? plan.config.output : options.out, now, options.offline, shell};
        diagnoses.push_back(check_sources(plan));
        bool const may_sign = check_credentials(patient, diagnoses);
        check_place(patient, may_sign, diagnoses);
        check_tokens(patient, diagnoses);
        check_mail(patient, diagnoses);
        check_ca_list(diagnoses);
        check_hosts(patient, diagnoses);
    } catch (ConfigError const& error) {
        for (auto const line : split(std::string_view{error.what()}, '\n'))
            if (!line.empty())
                diagnoses.push_back({Health::failed, "configuration", std::string{line}});
        diagnoses.back().cure = "Correct that first; `almanac check` tells the same. Nothing else was checked.";
    }
    print(shell.out, to_table(diagnoses, shell.colour));
    return any_failed(diagnoses) ? 1 : 0;
}

}  // namespace

Command doctor_command()
{
    Command command;
    command.name = "doctor";
    command.summary = "Check whether a run would find all that it needs";
    command.description =
        "Checks the configuration, the place that is published to (in a bucket with an object that it writes and "
        "deletes), the catalog and how old the last run is, credentials and region of AWS when they are needed, "
        "tokens, whether the mail server takes the login, the list of certificate authorities, names and connections "
        "of the sources' hosts (robots.txt, once each) and the clock. Says what to do where something is "
        "wrong. Shows no secret and changes nothing.";
    command.examples = {{"almanac doctor", "All checks, on the machine that runs almanac."},
                        {"almanac doctor --offline", "Without the network."},
                        {"almanac doctor --out s3://bucket/almanac", "Whether that bucket would do."}};
    command.exit_codes = {{0, "nothing failed; warnings do not keep a run from publishing"},
                          {1, "something failed"},
                          {2, "an option is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
