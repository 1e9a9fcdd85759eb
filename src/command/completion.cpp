#include "command/completion.hpp"

#include "command/parser.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

namespace almanac {

namespace {

struct Options {
    std::string shell;
};

void declare(Parser& parser, Options& options)
{
    parser.add("shell", options.shell, "For which shell").value("SHELL").required().one_of({"bash", "zsh", "fish"});
}

std::string option_names(OptionText const& option)
{
    return fmt::format("{}", fmt::join(option.names, " "));
}

std::string bash(std::vector<Command> const& commands, Shell& shell)
{
    std::string names;
    std::string cases;
    for (auto const& command : commands) {
        names += (names.empty() ? "" : " ") + command.name;
        Parser const parser{command, shell};
        std::string words;
        std::string values;
        for (auto const& option : options_of(parser)) {
            if (!option.positional)
                words += option_names(option) + " ";
            if (option.choices.empty())
                continue;
            if (option.positional)
                words += fmt::format("{} ", fmt::join(option.choices, " "));
            else
                values += fmt::format("            {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                                      fmt::join(option.names, "|"), fmt::join(option.choices, " "));
        }
        cases += fmt::format("    {})\n        case \"$before\" in\n{}            *) words='{}' ;;\n        esac ;;\n",
                             command.name, values, words);
    }
    return fmt::format(R"(# bash completion of almanac; source it, or put it into /etc/bash_completion.d
_almanac() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words=
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '{}' -- "$word"))
        return
    fi
    case "${{COMP_WORDS[1]}}" in
{}    esac
    COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))
}}
complete -o filenames -F _almanac almanac
)",
                       names, cases);
}

std::string zsh(std::vector<Command> const& commands, Shell& shell)
{
    return "#compdef almanac\nautoload -U +X bashcompinit && bashcompinit\n" + bash(commands, shell);
}

std::string single_quoted(std::string_view text)
{
    return "'" + replace_all(std::string{text}, "'", "\\'") + "'";
}

std::string fish(std::vector<Command> const& commands, Shell& shell)
{
    std::string script = "# fish completion of almanac\n";
    for (auto const& command : commands) {
        script += fmt::format("complete -c almanac -n __fish_use_subcommand -f -a {} -d {}\n", command.name,
                              single_quoted(command.summary));
        Parser const parser{command, shell};
        for (auto const& option : options_of(parser)) {
            if (option.positional)
                continue;
            auto line = fmt::format("complete -c almanac -n '__fish_seen_subcommand_from {}'", command.name);
            for (auto const& name : option.names)
                line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (!option.choices.empty())
                line += fmt::format(" -x -a {}", single_quoted(fmt::format("{}", fmt::join(option.choices, " "))));
            else if (!option.value.empty())
                line += " -r";
            script += fmt::format("{} -d {}\n", line, single_quoted(option.description));
        }
    }
    return script;
}

int run(Options const& options, Shell& shell)
{
    auto const commands = all_commands();
    print(shell.out, options.shell == "bash"  ? bash(commands, shell)
                     : options.shell == "zsh" ? zsh(commands, shell)
                                              : fish(commands, shell));
    return 0;
}

}  // namespace

Command completion_command()
{
    Command command;
    command.name = "completion";
    command.summary = "Print a script that completes commands and options";
    command.description = "Prints the completion of commands, options and their values for a shell.";
    command.examples = {{"almanac completion bash > /etc/bash_completion.d/almanac", "For all users of bash."},
                        {"almanac completion fish > ~/.config/fish/completions/almanac.fish", "For fish."}};
    command.exit_codes = {{0, "done"}, {2, "there is no such shell"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
