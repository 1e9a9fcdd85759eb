#include "config/finder_config.hpp"

#include "read/template.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace almanac {
namespace {

PlaceOf place_in(Value const& value)
{
    return [value](std::size_t byte) { return value.inside(byte); };
}

/// Adds a finding when the text is no pattern; gives the number of its groups, and their names.
std::vector<std::string> check_match(std::string const& match, PlaceOf const& place, Findings& findings)
{
    RE2 const pattern{match, RE2::Quiet};
    if (!pattern.ok()) {
        auto const& part = pattern.error_arg();
        auto const at = part.empty() ? 0 : std::min(match.find(part), match.size());
        findings.add(place(at), fmt::format("this is no pattern (RE2): {}", pattern.error()));
        return {};
    }
    std::vector<std::string> names = {"0"};
    for (int i = 1; i <= pattern.NumberOfCapturingGroups(); ++i)
        names.push_back(fmt::format("{}", i));
    for (auto const& [name, group] : pattern.NamedCapturingGroups())
        names.push_back(name);
    return names;
}

void check_give(std::string const& give, std::vector<std::string> const& groups, PlaceOf const& place,
                Findings& findings)
{
    for (auto const& piece : parse_template(give)) {
        if (piece.name.empty() || groups.empty())
            continue;
        if (std::ranges::find(groups, piece.name) == groups.end() || !piece.rest.empty())
            findings.add(place(piece.position), fmt::format("the pattern has no group {}. Groups: {}.",
                                                            quoted(piece.name + piece.rest), fmt::join(groups, ", ")));
    }
}

void check_finder_text(Finder const& finder, Format format, std::size_t select_at, PlaceOf const& place,
                       Findings& findings)
{
    if (!finder.text)
        check_select(finder.select, format, select_at, place, findings);
}

/// { select = "a@href", match = "(\\d+)" } and so on: docs/recipes.md, "A field in full".
Finder read_finder_table(Table table, std::string const& name, Format format, std::vector<TemplateUse>& uses,
                         Findings& findings)
{
    Finder finder;
    std::optional<std::string> path;
    std::optional<std::string> select;
    std::optional<std::string> value;
    std::optional<std::string> only_if;
    if (format == Format::json)
        table.read("path", path);
    table.read("select", select);
    table.read("value", value);
    table.read("match", finder.match);
    table.read("give", finder.give);
    table.read("join", finder.join);
    table.read("if", only_if);

    std::size_t select_at = 0;
    if (value && (path || select))
        table.report("value", "'value' stands for the text itself; leave out 'select' and 'path'");
    if (!value && !path && !select)
        findings.add(table.at(), fmt::format("{} needs {}'select' or 'value'", quoted(name),
                                             format == Format::json ? "'path', " : ""));
    if (value) {
        finder.text = *value;
        uses.push_back({name, *value, place_in(table, "value")});
    } else if (format == Format::html) {
        auto const found = read_finder(select.value_or(""), Format::html, &select_at);
        finder.text = found.text;
        finder.select = found.select;
        finder.attribute = found.attribute;
        finder.pick = found.pick;
        finder.before = found.before;
        finder.take = found.take;
        check_finder_text(finder, Format::html, select_at, place_in(table, "select"), findings);
    } else {
        auto const found = read_finder(path.value_or(""), Format::json, &select_at);
        finder.select = found.select;
        finder.pick = found.pick;
        check_select(finder.select, Format::json, select_at, place_in(table, "path"), findings);
        if (select) {
            auto const inner = read_finder(*select, Format::html, &select_at);
            finder.inside = inner.select;
            finder.attribute = inner.attribute;
            finder.take = inner.take;
            if (inner.pick != Finder::Pick::first)
                finder.pick = inner.pick;
            if (inner.before)
                table.report("select", "nothing is 'before' the HTML that a value holds");
            check_select(finder.inside, Format::html, select_at, place_in(table, "select"), findings);
        }
    }
    if (finder.text && !value)
        table.report("select", "a template is a 'value'");
    if (!finder.match.empty()) {
        auto const groups = check_match(finder.match, place_in(table, "match"), findings);
        check_give(finder.give, groups, place_in(table, "give"), findings);
    } else if (!finder.give.empty()) {
        table.report("give", "'give' says what a 'match' becomes, and there is no 'match' here");
    }
    if (only_if) {
        finder.only_if = read_condition(*only_if, format);
        check_select(finder.only_if->select, format, 0, place_in(table, "if"), findings);
    }
    return finder;
}

Finder read_way(Value const& value, std::string const& name, Format format, std::vector<TemplateUse>& uses,
                Findings& findings)
{
    if (value.is(Node::Kind::table))
        return read_finder_table(value.table(), name, format, uses, findings);
    std::size_t select_at = 0;
    auto finder = read_finder(value.text(), format, &select_at);
    if (finder.text)
        uses.push_back({name, *finder.text, place_in(value)});
    check_finder_text(finder, format, select_at, place_in(value), findings);
    return finder;
}

}  // namespace

PlaceOf place_in(Table const& table, std::string_view key)
{
    return [table, key = std::string{key}](std::size_t byte) { return table.inside(key, byte); };
}

void check_select(std::string_view select, Format format, std::size_t select_at, PlaceOf const& place,
                  Findings& findings)
{
    if (select.empty())
        return;
    if (auto const problem = select_problem(select, format))
        findings.add(place(select_at + problem->position), problem->message);
}

std::vector<std::string> field_types()
{
    return {"string", "object", "array"};
}

Field read_field(std::string name, Value const& value, Format format, std::vector<TemplateUse>& uses,
                 Findings& findings)
{
    Field field{std::move(name), {}};
    if (!value.is(Node::Kind::list)) {
        field.ways.push_back(read_way(value, field.name, format, uses, findings));
        return field;
    }
    auto const items = value.items();
    if (items.empty())
        findings.add(value.at(), fmt::format("{} is an empty list", quoted(field.name)));
    for (auto const& item : items) {
        if (item.is(Node::Kind::text) || item.is(Node::Kind::table))
            field.ways.push_back(read_way(item, field.name, format, uses, findings));
        else
            findings.add(item.at(), fmt::format("{} must list strings or tables, and this is {}", quoted(field.name),
                                                item.described()));
    }
    return field;
}

std::vector<Condition> read_conditions(Table& table, std::string_view key, Format format, Findings& findings)
{
    std::vector<Condition> conditions;
    auto const value = table.value(key, {"string", "array"});
    if (!value)
        return conditions;
    auto const read_one = [&](Value const& one) {
        if (!one.is(Node::Kind::text)) {
            findings.add(one.at(), fmt::format("{} must be a string, not {}", quoted(key), one.described()));
            return;
        }
        auto condition = read_condition(one.text(), format);
        if (condition.select.empty())
            findings.add(one.at(), fmt::format("{} names nothing to look for", quoted(key)));
        check_select(condition.select, format, 0, place_in(one), findings);
        conditions.push_back(std::move(condition));
    };
    if (value->is(Node::Kind::text))
        read_one(*value);
    for (auto const& item : value->items())
        read_one(item);
    return conditions;
}

}  // namespace almanac
