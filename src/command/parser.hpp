#pragma once

#include "command/command.hpp"

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace almanac {

/// The parser of a command, with the options that every command has (--log, --help).
[[nodiscard]] std::unique_ptr<CLI::App> make_parser(Command const& command, Shell& shell);

/// `almanac COMMAND --help`.
[[nodiscard]] std::string help_text(Command const& command, CLI::App const& app);

/// `almanac --help`.
[[nodiscard]] std::string overview(std::vector<Command> const& commands);

/// An option as people read it, the same in --help, man pages and completions.
struct OptionText {
    std::vector<std::string> names;  ///< "-n", "--now"; a positional's own name alone
    std::string value;               ///< "TIME"; empty for a flag
    std::string description;
    bool positional = false;
    bool required = false;
    bool repeatable = false;
    std::vector<std::string> choices;  ///< the allowed values, when they are few
};

[[nodiscard]] std::vector<OptionText> options_of(CLI::App const& app);

/// "almanac read [OPTIONS] FILE|URL"
[[nodiscard]] std::string synopsis(Command const& command, CLI::App const& app);

}  // namespace almanac
