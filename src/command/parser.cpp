#include "command/parser.hpp"

#include "command/command.hpp"
#include "text/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace almanac {

namespace {

/// A text broken into lines of at most `width` columns, each indented. Paragraphs are parted by an empty line.
std::string wrap(std::string_view text, std::size_t indent, std::size_t width)
{
    std::string out;
    for (auto const paragraph : split(text, '\n')) {
        std::size_t column = 0;
        for (auto const word : split(paragraph, ' ')) {
            if (column > 0 && column + 1 + word.size() > width) {
                out += '\n';
                column = 0;
            }
            if (column == 0) {
                out.append(indent, ' ');
                column = indent;
            } else {
                out += ' ';
                ++column;
            }
            out += word;
            column += word.size();
        }
        out += '\n';
    }
    return out;
}

std::string left_column(OptionText const& option)
{
    auto left = fmt::format("{}", fmt::join(option.names, ", "));
    if (!option.value.empty())
        left += " " + option.value;
    return left;
}

/// A check appends what it allows to the name of a value: "FORM:{text,json}", "N:INT in [1 - 3660]".
void take_choices(OptionText& text)
{
    auto const colon = text.value.find(':');
    if (colon == std::string::npos)
        return;
    auto const allowed = std::string_view{text.value}.substr(colon + 1);
    if (allowed.starts_with('{') && allowed.ends_with('}'))
        for (auto const choice : split(allowed.substr(1, allowed.size() - 2), ','))
            text.choices.emplace_back(choice);
    text.value.resize(colon);
}

/// The parser says "The following argument was not expected: --nwo"; a person wants to know which option was meant.
std::string advise(CLI::ParseError const& error, CLI::App const& app, std::span<std::string const> arguments)
{
    std::vector<std::string> known;
    for (auto const* const option : app.get_options())
        for (auto const& name : option->get_lnames())
            known.push_back("--" + name);
    std::vector<std::string_view> const names{known.begin(), known.end()};
    for (auto const& argument : arguments) {
        auto const name = argument.substr(0, argument.find('='));
        if (name.starts_with("--") && app.get_option_no_throw(name) == nullptr)
            return fmt::format("almanac {}: there is no option '{}'{}. See: almanac {} --help\n", app.get_name(), name,
                               did_you_mean(name, names), app.get_name());
    }
    return fmt::format("almanac {}: {}. See: almanac {} --help\n", app.get_name(), error.what(), app.get_name());
}

}  // namespace

ParserOption& ParserOption::value(std::string name)
{
    m_option->type_name(std::move(name));
    return *this;
}

ParserOption& ParserOption::required(bool required)
{
    m_option->required(required);
    return *this;
}

ParserOption& ParserOption::one_of(std::vector<std::string> const& allowed)
{
    m_option->check(CLI::IsMember(allowed));
    return *this;
}

ParserOption& ParserOption::between(int least, int most)
{
    m_option->check(CLI::Range(least, most));
    return *this;
}

ParserOption& ParserOption::between(double least, double most)
{
    m_option->check(CLI::Range(least, most));
    return *this;
}

ParserOption& ParserOption::or_alone(std::string value)
{
    m_option->expected(0, 1)->default_str(std::move(value));
    return *this;
}

Parser::Parser(Command const& command, Shell& shell) : m_app(std::make_unique<CLI::App>(command.summary, command.name))
{
    m_app->set_help_flag("-h,--help", "Show this help");
    command.declare(*this);
    m_app
        ->add_option_function<std::string>(
            "--log", [&shell](std::string const& form) { shell.json_log = form == "json"; },
            "How messages on standard error look")
        ->type_name("FORM")
        ->check(CLI::IsMember({"text", "json"}));
}

Parser::~Parser() = default;

template <typename T>
ParserOption Parser::add(std::string const& name, T& target, std::string const& description)
{
    return ParserOption{*m_app->add_option(name, target, description)};
}

template ParserOption Parser::add(std::string const&, std::string&, std::string const&);
template ParserOption Parser::add(std::string const&, std::vector<std::string>&, std::string const&);
template ParserOption Parser::add(std::string const&, int&, std::string const&);
template ParserOption Parser::add(std::string const&, std::size_t&, std::string const&);
template ParserOption Parser::add(std::string const&, double&, std::string const&);

void Parser::add_flag(std::string const& names, bool& target, std::string const& description)
{
    m_app->add_flag(names, target, description);
}

Parsed Parser::parse(std::span<std::string const> arguments)
{
    try {
        // CLI11 takes the arguments last first.
        m_app->parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
        return {};
    } catch (CLI::CallForHelp const&) {
        return {.help = true, .mistake = {}};
    } catch (CLI::ParseError const& error) {
        return {.help = false, .mistake = advise(error, *m_app, arguments)};
    }
}

std::vector<OptionText> options_of(Parser const& parser)
{
    std::vector<OptionText> texts;
    for (auto const* const option : parser.app().get_options()) {
        OptionText text;
        for (auto const& name : option->get_snames())
            text.names.push_back("-" + name);
        for (auto const& name : option->get_lnames())
            text.names.push_back("--" + name);
        text.positional = text.names.empty();
        if (option->get_type_size() != 0)
            text.value = option->get_type_name();
        take_choices(text);
        if (text.positional) {
            text.names.push_back(text.value.empty() ? option->get_name() : text.value);
            text.value.clear();
        }
        text.description = option->get_description();
        text.required = option->get_required();
        text.repeatable = option->get_expected_max() > 1;
        texts.push_back(std::move(text));
    }
    // The help flag, which the parser puts first, is read last.
    std::ranges::stable_partition(texts, [](auto const& text) { return text.names.front() != "-h"; });
    return texts;
}

std::string synopsis(Command const& command, Parser const& parser)
{
    auto line = fmt::format("almanac {} [OPTIONS]", command.name);
    for (auto const& option : options_of(parser))
        if (option.positional)
            line += fmt::format(fmt::runtime(option.required ? " {}{}" : " [{}{}]"), option.names.front(),
                                option.repeatable ? "..." : "");
    return line;
}

std::string help_text(Command const& command, Parser const& parser)
{
    auto text = fmt::format("{}\n\n{}\nOptions:\n", synopsis(command, parser), wrap(command.description, 0, 100));
    auto const options = options_of(parser);
    std::size_t widest = 0;
    for (auto const& option : options)
        widest = std::max(widest, left_column(option).size());
    for (auto const& option : options) {
        auto description = option.description;
        if (!option.choices.empty())
            description += fmt::format(" ({})", fmt::join(option.choices, ", "));
        auto const right = wrap(description, widest + 4, 100);
        text += fmt::format("  {:{}}{}", left_column(option), widest, right.substr(widest + 2));
    }
    if (!command.examples.empty())
        text += "\nExamples:\n";
    for (auto const& example : command.examples)
        text += fmt::format("  {}\n{}", example.line, wrap(example.meaning, 6, 100));
    text += "\nExit codes:\n";
    for (auto const& exit : command.exit_codes)
        text += fmt::format("  {}  {}\n", exit.code, exit.meaning);
    return text;
}

std::string overview(std::vector<Command> const& commands)
{
    std::string text = "almanac reads the event calendars of many organisations and publishes one.\n\n"
                       "almanac COMMAND [OPTIONS]\n\nCommands:\n";
    for (auto const& command : commands)
        text += fmt::format("  {:11} {}\n", command.name, command.summary);
    return text + "\nalmanac COMMAND --help shows the options and examples of one.\n";
}

}  // namespace almanac
