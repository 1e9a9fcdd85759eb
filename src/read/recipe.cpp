#include "read/recipe.hpp"

#include "json/json.hpp"
#include "read/recipe_selector.hpp"
#include "read/template.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace almanac {
namespace {

constexpr std::array<std::string_view, 36> field_names = {
    "address",  "all_day",    "category",   "city",    "cost",        "country",    "description", "duration",
    "end",      "end_before", "end_time",   "excerpt", "free",        "image",      "latitude",    "longitude",
    "name",     "organizer",  "phone",      "place",   "postal_code", "recurrence", "replaces",    "series",
    "sold_out", "start",      "start_time", "state",   "status",      "street",     "tags",        "timezone",
    "uid",      "url",        "venue",      "when"};
static_assert(std::ranges::is_sorted(field_names));

bool is_attribute_name(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == ':';
    });
}

/// "a@href" -> "a", "href". An "@" within an attribute test of the selector is part of it, as no attribute's name
/// holds a quote or bracket.
void split_attribute(std::string_view& select, std::string& attribute)
{
    auto const at = select.rfind('@');
    if (at == select.npos || !is_attribute_name(select.substr(at + 1)))
        return;
    attribute = lower_ascii(select.substr(at + 1));
    select = select.substr(0, at);
}

bool take_word(std::string_view& text, std::string_view word)
{
    if (!text.starts_with(word) || text.size() == word.size() || text[word.size()] != ' ')
        return false;
    text.remove_prefix(std::min(text.find_first_not_of(' ', word.size()), text.size()));
    return true;
}

/// "longest lines p": the words in front of a selector or path.
void take_words(std::string_view& text, Format format, Finder& finder)
{
    using Take = Finder::Take;
    while (true) {
        if (take_word(text, "longest"))
            finder.pick = Finder::Pick::longest;
        else if (take_word(text, "all"))
            finder.pick = Finder::Pick::all;
        else if (format == Format::html && take_word(text, "before"))
            finder.before = true;
        else if (format == Format::html && take_word(text, "own"))
            finder.take = Take::own_text;
        else if (format == Format::html && take_word(text, "lines"))
            finder.take = Take::lines;
        else if (format == Format::html && take_word(text, "html"))
            finder.take = Take::html;
        else if (format == Format::html && take_word(text, "text"))
            finder.take = Take::text;
        else
            return;
    }
}

}  // namespace

std::span<std::string_view const> event_fields()
{
    return field_names;
}

Finder read_finder(std::string_view text, Format format, std::size_t* select_at)
{
    Finder finder;
    auto const whole = text;
    if (is_template(text)) {
        finder.text = std::string{text};
        return finder;
    }
    text = trim(text);
    take_words(text, format, finder);
    if (format == Format::html)
        split_attribute(text, finder.attribute);
    finder.select = std::string{trim(text)};
    if (format == Format::html && finder.select == ":scope")
        finder.select.clear();
    if (select_at != nullptr)
        *select_at = static_cast<std::size_t>(text.data() - whole.data());
    return finder;
}

std::string short_form(Finder const& finder)
{
    return finder.attribute.empty() ? finder.select : finder.select + '@' + finder.attribute;
}

std::string in_words(Finder const& finder)
{
    std::string text = finder.before                          ? "before "
                       : finder.pick == Finder::Pick::all     ? "all "
                       : finder.pick == Finder::Pick::longest ? "longest "
                                                              : "";
    text += finder.take == Finder::Take::own_text ? "own "
            : finder.take == Finder::Take::lines  ? "lines "
            : finder.take == Finder::Take::html   ? "html "
            : finder.take == Finder::Take::text   ? "text "
                                                  : "";
    return text + short_form(finder);
}

std::optional<std::pair<double, double>> read_degrees(std::string_view text)
{
    auto const parts = split(text, ',');
    double degrees[2] = {};
    if (parts.size() != 2)
        return std::nullopt;
    for (std::size_t i = 0; i < 2; ++i) {
        auto const part = trim(parts[i]);
        auto const [end, error] = std::from_chars(part.data(), part.data() + part.size(), degrees[i]);
        if (error != std::errc{} || end != part.data() + part.size() || !(std::abs(degrees[i]) <= (i == 0 ? 90 : 180)))
            return std::nullopt;
    }
    return std::pair{degrees[0], degrees[1]};
}

Condition read_condition(std::string_view text, Format format)
{
    Condition condition;
    condition.select = std::string{trim(text)};
    if (format != Format::json)
        return condition;
    for (auto const kind : {Condition::Kind::equal, Condition::Kind::unequal}) {
        std::string_view const sign = kind == Condition::Kind::equal ? "==" : "!=";
        auto const at = text.find(sign);
        if (at == text.npos)
            continue;
        condition.select = std::string{trim(text.substr(0, at))};
        condition.kind = kind;
        auto value = trim(text.substr(at + sign.size()));
        if (value.size() >= 2 && (value.front() == '\'' || value.front() == '"') && value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        condition.value = std::string{value};
        return condition;
    }
    return condition;
}

std::optional<SelectProblem> select_problem(std::string_view select, Format format)
{
    try {
        if (format == Format::html)
            static_cast<void>(compile_recipe_selector(select));
        else
            static_cast<void>(compile_json_path(select));
    } catch (SelectorError const& error) {
        return SelectProblem{error.position, fmt::format("this is no selector: {}", error.what())};
    } catch (JsonError const& error) {
        return SelectProblem{0, fmt::format("this is no path: {}", error.what())};
    }
    return std::nullopt;
}

}  // namespace almanac
