#include "command/check.hpp"
#include "command/command.hpp"
#include "command/completion.hpp"
#include "command/cost.hpp"
#include "command/doctor.hpp"
#include "command/explain.hpp"
#include "command/lambda.hpp"
#include "command/mail.hpp"
#include "command/man.hpp"
#include "command/merge.hpp"
#include "command/parser.hpp"
#include "command/presign.hpp"
#include "command/probe.hpp"
#include "command/read.hpp"
#include "command/record.hpp"
#include "command/run.hpp"
#include "command/sources.hpp"
#include "command/store.hpp"
#include "command/version.hpp"
#include "command/when.hpp"
#include "config/error.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <span>

namespace almanac {

namespace {

std::string unknown_command(std::string_view word, std::vector<Command> const& commands)
{
    std::vector<std::string_view> names;
    names.reserve(commands.size());
    for (auto const& command : commands)
        names.emplace_back(command.name);
    return fmt::format("almanac: there is no command '{}'{}. Commands: {}.\n", word, did_you_mean(word, names),
                       fmt::join(names, ", "));
}

int parse_and_run(Command const& command, std::span<std::string const> arguments, Shell& shell)
{
    Parser parser{command, shell};
    auto const parsed = parser.parse(arguments);
    if (parsed.help) {
        print(shell.out, help_text(command, parser));
        return 0;
    }
    if (!parsed.mistake.empty()) {
        print(shell.err, parsed.mistake);
        return 2;
    }
    return command.run(shell);
}

}  // namespace

std::vector<Command> all_commands()
{
    return {run_command(),        merge_command(),   read_command(),    probe_command(),   when_command(),
            check_command(),      record_command(),  sources_command(), explain_command(), mail_command(),
            store_command(),      presign_command(), cost_command(),    doctor_command(),  lambda_command(),
            completion_command(), man_command(),     version_command()};
}

int run_almanac(std::vector<std::string> arguments, Shell& shell)
{
    try {
        auto const commands = all_commands();
        if (arguments.empty()) {
            print(shell.err, overview(commands));
            return 2;
        }
        if (arguments.front() == "--help" || arguments.front() == "-h" ||
            arguments == std::vector<std::string>{"help"}) {
            print(shell.out, overview(commands));
            return 0;
        }
        if (arguments.front() == "--version")
            arguments.front() = "version";
        if (arguments.front() == "help")
            arguments = {arguments[1], "--help"};
        for (auto const& command : commands)
            if (command.name == arguments.front())
                return parse_and_run(command, std::span{arguments}.subspan(1), shell);
        print(shell.err, unknown_command(arguments.front(), commands));
        return 2;
    } catch (ConfigError const& error) {
        std::fprintf(shell.err, "%s\n", error.what());
        return 2;
    } catch (ReaderGone const&) {
        return 0;
    } catch (std::exception const& error) {
        std::fprintf(shell.err, "almanac: %s\n", error.what());
        return 1;
    }
}

}  // namespace almanac
