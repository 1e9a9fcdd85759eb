#include "command/lambda.hpp"

#include "aws/lambda_runtime.hpp"
#include "command/interrupt.hpp"
#include "command/lambda_event.hpp"
#include "command/lambda_log.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "config/error.hpp"
#include "json/json.hpp"

#include <absl/time/clock.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <utility>

namespace almanac {
namespace {

struct Options {};

void declare(Parser&, Options&) {}

/// Where the function's files are and where it publishes.
struct Place {
    PlanOptions plan;
    std::string out;
};

Place place_of(Shell const& shell)
{
    std::filesystem::path const root = shell.environment("LAMBDA_TASK_ROOT").value_or(".");
    Place place;
    place.plan = {.config = (root / "almanac.toml").string(), .sources = (root / "sources").string()};
    place.out = shell.environment("ALMANAC_OUTPUT").value_or(std::string{});
    if (place.out.empty())
        place.out = load_plan(place.plan).config.output;
    else
        (void)load_plan(place.plan);
    if (place.out.find("://") == std::string::npos && !place.out.starts_with("/tmp/"))
        throw ConfigError{fmt::format("the output '{}' is a folder, in which a Lambda function cannot write. Set "
                                      "ALMANAC_OUTPUT to s3://BUCKET/PREFIX.",
                                      place.out)};
    return place;
}

std::string_view error_type(int code)
{
    switch (code) {
    case 2: return "Almanac.Configuration";
    case exit_interrupted: return "Almanac.Interrupted";
    default: return "Almanac.Failed";
    }
}

/// Does what the event says and answers.
Taken handle(Invocation const& invocation, Place const& place, LambdaRuntime& runtime, Shell const& shell)
{
    LambdaLog out{shell.err, "info", invocation.id};
    LambdaLog err{shell.err, "error", invocation.id};
    auto const fail = [&](std::string_view type, std::string const& message) {
        print(err.stream(), message + '\n');
        return runtime.fail(invocation.id, {std::string{type}, message});
    };
    if (!invocation.problem.empty())
        return fail("Almanac.BadEvent", fmt::format("the event could not be taken: {}", invocation.problem));
    std::vector<std::string> words;
    try {
        words = read_lambda_event(invocation.event, absl::Now());
    } catch (JsonError const& error) {
        return fail("Almanac.BadEvent", error.what());
    }
    auto arguments = words;
    arguments.insert(arguments.end(), {"--out", place.out, "--config", place.plan.config, "--sources",
                                       place.plan.sources, "--log", "json"});
    auto inner = shell;
    inner.out = out.stream();
    inner.err = err.stream();
    inner.out_is_terminal = inner.err_is_terminal = inner.colour = false;
    inner.deadline = invocation.deadline - time_to_publish;
    auto const code = run_almanac(arguments, inner);
    if (code != 0 && code != 3)
        return runtime.fail(invocation.id, {std::string{error_type(code)}, err.last_line()});
    boost::json::object const answer{
        {"run", words[0] == "merge" ? words[1] : words[2]}, {"exit", code}, {"message", out.last_line()}};
    auto const taken = runtime.respond(invocation.id, boost::json::serialize(answer));
    return taken == Taken::too_large ? fail("Almanac.AnswerTooLarge", runtime.problem()) : taken;
}

int answer_invocations(Options const&, Shell& shell)
{
    auto const api = shell.environment("AWS_LAMBDA_RUNTIME_API");
    if (!api || api->empty())
        throw ConfigError{"AWS_LAMBDA_RUNTIME_API is not set: `almanac lambda` answers invocations inside of AWS "
                          "Lambda, which sets it (docs/lambda.md)."};
    LambdaRuntime runtime{*api};
    LambdaLog log{shell.err, "error", ""};
    Place place;
    auto const fail_start = [&](std::string_view type, std::string const& message) {
        print(log.stream(), message + '\n');
        if (runtime.fail_init({std::string{type}, message}) != Taken::yes)
            print(log.stream(), runtime.problem() + '\n');
    };
    try {
        place = place_of(shell);
    } catch (ConfigError const& error) {
        fail_start("Almanac.Configuration", error.what());
        return 2;
    } catch (std::exception const& error) {
        fail_start("Almanac.Failed", error.what());
        return 1;
    }
    while (auto const invocation = runtime.next()) {
        auto const taken = handle(*invocation, place, runtime, shell);
        if (taken != Taken::yes)
            print(log.stream(), fmt::format("{}: {}\n", invocation->id, runtime.problem()));
        if (taken == Taken::over)
            return 1;
        if (interrupt_flag())
            return exit_interrupted;
    }
    print(log.stream(), runtime.problem() + '\n');
    return 1;
}

}  // namespace

Command lambda_command()
{
    Command command;
    command.name = "lambda";
    command.summary = "Answer the invocations of an AWS Lambda function";
    command.description = "Runs inside of AWS Lambda, where the program does it by itself when it is called bootstrap. "
                          "Each event is a whole run, a shard of one source, or a merge; docs/lambda.md lists them. "
                          "almanac.toml and sources/ are read from LAMBDA_TASK_ROOT; ALMANAC_OUTPUT says where to "
                          "publish. Reading ends 10 seconds before the function's time is over, and what is there is "
                          "published.";
    command.examples = {{"almanac lambda", "Answer invocations until Lambda ends the environment."}};
    command.exit_codes = {{1, "it could not start, or the Runtime API is gone"},
                          {2, "the configuration is wrong, or this is not Lambda"},
                          {130, "interrupted"}};
    bind<Options>(command, declare, answer_invocations);
    return command;
}

}  // namespace almanac
