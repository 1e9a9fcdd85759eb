#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace almanac {

struct Command;
struct Shell;

/// An option or positional argument that was just added, to be told more.
class ParserOption {
public:
    explicit ParserOption(CLI::Option& option) : m_option(&option) {}

    ParserOption& value(std::string name);  ///< what stands for its value in --help: "TIME"
    ParserOption& required(bool required = true);
    ParserOption& one_of(std::vector<std::string> const& allowed);
    ParserOption& between(int least, int most);
    ParserOption& between(double least, double most);
    ParserOption& or_alone(std::string value);  ///< its value is this where none is given

private:
    CLI::Option* m_option;
};

struct Parsed {
    bool help = false;    ///< the help was asked for
    std::string mistake;  ///< what is wrong with the arguments, for standard error; else empty
};

/// The parser of a command, which its `declare` fills. It stands between the commands and CLI11, whose header takes
/// several seconds of every file that includes it.
class Parser {
public:
    /// With the options that every command has (--log, --help).
    Parser(Command const& command, Shell& shell);
    ~Parser();

    /// A `name` without dashes is a positional argument. T: std::string, a vector of them, int, std::size_t, double.
    template <typename T>
    ParserOption add(std::string const& name, T& target, std::string const& description);
    void add_flag(std::string const& names, bool& target, std::string const& description);

    [[nodiscard]] CLI::App const& app() const { return *m_app; }

    [[nodiscard]] Parsed parse(std::span<std::string const> arguments);

private:
    std::unique_ptr<CLI::App> m_app;
};

/// `almanac COMMAND --help`.
[[nodiscard]] std::string help_text(Command const& command, Parser const& parser);

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

[[nodiscard]] std::vector<OptionText> options_of(Parser const& parser);

/// "almanac read [OPTIONS] FILE|URL"
[[nodiscard]] std::string synopsis(Command const& command, Parser const& parser);

}  // namespace almanac
