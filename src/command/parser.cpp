#include "command/parser.hpp"

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

}  // namespace

std::unique_ptr<CLI::App> make_parser(Command const& command, Shell& shell)
{
    auto app = std::make_unique<CLI::App>(command.summary, command.name);
    app->set_help_flag("-h,--help", "Show this help");
    command.declare(*app);
    app->add_option_function<std::string>(
           "--log", [&shell](std::string const& form) { shell.json_log = form == "json"; },
           "How messages on standard error look")
        ->type_name("FORM")
        ->check(CLI::IsMember({"text", "json"}));
    return app;
}

std::vector<OptionText> options_of(CLI::App const& app)
{
    std::vector<OptionText> texts;
    for (auto const* const option : app.get_options()) {
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

std::string synopsis(Command const& command, CLI::App const& app)
{
    auto line = fmt::format("almanac {} [OPTIONS]", command.name);
    for (auto const& option : options_of(app))
        if (option.positional)
            line += fmt::format(fmt::runtime(option.required ? " {}{}" : " [{}{}]"), option.names.front(),
                                option.repeatable ? "..." : "");
    return line;
}

std::string help_text(Command const& command, CLI::App const& app)
{
    auto text = fmt::format("{}\n\n{}\nOptions:\n", synopsis(command, app), wrap(command.description, 0, 100));
    auto const options = options_of(app);
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
