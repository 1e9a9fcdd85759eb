#include "command/man.hpp"

#include "command/parser.hpp"
#include "config/error.hpp"
#include "program_version.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace almanac {

namespace {

struct Options {
    std::string command;
    std::string folder;
};

void declare(Parser& parser, Options& options)
{
    parser.add("command", options.command, "The command; without it, all").value("COMMAND");
    parser.add("--folder", options.folder, "Write almanac-COMMAND.1 files here instead of to standard output")
        .value("FOLDER");
}

/// Text for roff: backslashes and leading dots would be requests (groff(7)).
std::string roff(std::string_view text)
{
    auto escaped = replace_all(replace_all(std::string{text}, "\\", "\\e"), "-", "\\-");
    escaped = replace_all(std::move(escaped), "\n", "\n.PP\n");
    return escaped.starts_with('.') || escaped.starts_with('\'') ? "\\&" + escaped : escaped;
}

std::string man_page(Command const& command, Shell& shell)
{
    Parser const parser{command, shell};
    auto page =
        fmt::format(".TH ALMANAC\\-{} 1 \"\" \"almanac {}\" \"Almanac manual\"\n.SH NAME\nalmanac\\-{} \\- {}\n",
                    command.name, program_version, command.name, roff(command.summary));
    page += fmt::format(".SH SYNOPSIS\n{}\n.SH DESCRIPTION\n{}\n.SH OPTIONS\n", roff(synopsis(command, parser)),
                        roff(command.description));
    for (auto const& option : options_of(parser)) {
        page += fmt::format(".TP\n\\fB{}\\fR{}\n{}{}\n", roff(fmt::format("{}", fmt::join(option.names, ", "))),
                            option.value.empty() ? "" : " \\fI" + roff(option.value) + "\\fR", roff(option.description),
                            option.choices.empty() ? "" : roff(fmt::format(" ({})", fmt::join(option.choices, ", "))));
    }
    page += ".SH EXAMPLES\n";
    for (auto const& example : command.examples)
        page += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(example.line), roff(example.meaning));
    page += ".SH DIAGNOSTICS\nThe exit code is\n";
    for (auto const& exit : command.exit_codes)
        page += fmt::format(".TP\n{}\n{}\n", exit.code, roff(exit.meaning));
    return page;
}

int run(Options const& options, Shell& shell)
{
    bool found = false;
    for (auto const& command : all_commands()) {
        if (!options.command.empty() && options.command != command.name)
            continue;
        found = true;
        auto const page = man_page(command, shell);
        if (options.folder.empty()) {
            print(shell.out, page);
            continue;
        }
        std::filesystem::create_directories(options.folder);
        auto const path = fmt::format("{}/almanac-{}.1", options.folder, command.name);
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file{std::fopen(path.c_str(), "wb"), std::fclose};
        if (!file)
            throw std::runtime_error{fmt::format("cannot write {}: is the folder writable?", path)};
        print(file.get(), page);
    }
    if (!found)
        throw ConfigError{fmt::format("almanac man: there is no command '{}'. See: almanac --help", options.command)};
    return 0;
}

}  // namespace

Command man_command()
{
    Command command;
    command.name = "man";
    command.summary = "Show the manual page of a command";
    command.description = "Prints the manual page of a command in roff, made from the same table as --help.";
    command.examples = {{"almanac man run | man -l -", "Read the manual of `almanac run`."},
                        {"almanac man --folder /usr/local/share/man/man1", "Install all manual pages."}};
    command.exit_codes = {{0, "done"}, {1, "a file could not be written"}, {2, "there is no such command"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
