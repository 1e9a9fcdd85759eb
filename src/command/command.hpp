#pragma once

#include "command/shell.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

class Parser;

struct Example {
    std::string line;     ///< as typed: "almanac run --dry-run"
    std::string meaning;  ///< one sentence
};

struct ExitCode {
    int code = 0;
    std::string meaning;
};

/// One command: the single place from which --help, its man page and the completions are made.
struct Command {
    std::string name;
    std::string summary;      ///< one line, no full stop
    std::string description;  ///< paragraphs
    std::vector<Example> examples;
    std::vector<ExitCode> exit_codes;
    /// Adds options and positional arguments. Touches neither disk nor network.
    std::function<void(Parser&)> declare;
    /// Does the work after the options are parsed; returns the exit code.
    std::function<int(Shell&)> run;
};

/// Binds a command's options to its work: `declare` fills an Options that `run` then gets.
template <typename Options>
void bind(Command& command, void (*declare)(Parser&, Options&), int (*run)(Options const&, Shell&))
{
    // shared_ptr: both functions use the one object that the parser writes into, and std::function must be copyable.
    auto const options = std::make_shared<Options>();
    command.declare = [options, declare](Parser& parser) { declare(parser, *options); };
    command.run = [options, run](Shell& shell) { return run(*options, shell); };
}

/// Every command, in the order of `almanac --help`.
[[nodiscard]] std::vector<Command> all_commands();

/// Parses the arguments (without the program's name) and runs the command they name. Returns the exit code; all that
/// goes wrong ends here in a sentence on shell.err.
[[nodiscard]] int run_almanac(std::vector<std::string> arguments, Shell& shell);

}  // namespace almanac
