#include "config/recipe_names.hpp"

#include "read/template.hpp"
#include "read/url_plan.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>

namespace almanac {
namespace {

/// A message shows so many names at most.
constexpr std::ptrdiff_t max_shown = 40;

void report_unknown_name(TemplatePiece const& piece, NameSet const& names, PlaceOf const& place, Findings& findings)
{
    if (findings.full())
        return;
    auto const end =
        static_cast<std::ptrdiff_t>(names.size()) > max_shown ? std::next(names.begin(), max_shown) : names.end();
    std::vector<std::string_view> const choices{names.begin(), end};
    findings.add(place(piece.position),
                 fmt::format("there is no value {} here{}. Values: {}.", quoted(piece.name),
                             did_you_mean(piece.name, choices),
                             choices.empty() ? "none" : fmt::format("{}", fmt::join(choices, ", "))));
}

}  // namespace

NameSet names_of_readers()
{
    return {"city", "image", "name", "organizer", "street", "uid", "url", "venue"};
}

NameSet names_of(std::vector<Field> const& fields)
{
    NameSet names;
    for (auto const& field : fields)
        names.insert(field.name);
    return names;
}

NameSet address_names_of(Recipe const& recipe)
{
    NameSet names{std::begin(address_names), std::end(address_names)};
    for (auto const& each : recipe.each)
        names.insert(each.name);
    if (recipe.lookup)
        names.merge(names_of(recipe.lookup->values));
    return names;
}

void check_address(std::string_view text, NameSet const& names, PlaceOf const& place, Findings& findings)
{
    for (auto const& piece : parse_template(text)) {
        if (piece.name.empty())
            continue;
        if (!names.contains(piece.name))
            report_unknown_name(piece, names, place, findings);
        else if (!piece.rest.empty() && !is_date_name(piece.name))
            findings.add(place(piece.position),
                         fmt::format("only dates take a format, and {} is none", quoted(piece.name)));
        else if (!piece.rest.empty() && (piece.rest.front() != ':' || !format_day({}, piece.rest.substr(1))))
            findings.add(place(piece.position),
                         fmt::format("{} is no date format. Known: %Y %y %m %-m %d %-d %B %b %%.", quoted(piece.rest)));
    }
}

void check_uses(std::vector<TemplateUse> const& uses, NameSet const& given, std::vector<Field> const& fields,
                std::vector<std::pair<std::string, std::string>> const& repeat, Format format, Findings& findings)
{
    auto const of_fields = names_of(fields);
    auto const is_repeated = [&](std::string const& name) {
        return std::ranges::any_of(repeat, [&](auto const& one) { return one.first == name; });
    };
    for (auto const& use : uses) {
        for (auto const& piece : parse_template(use.text)) {
            if (piece.name.empty())
                continue;
            if (is_repeated(piece.name)) {
                auto const part = part_of(piece, format == Format::json);
                check_select(read_finder(part, format).select, format, piece.position + piece.name.size(), use.place,
                             findings);
            } else if (!given.contains(piece.name) && (piece.name == use.field || !of_fields.contains(piece.name))) {
                auto names = given;
                names.insert(of_fields.begin(), of_fields.end());
                for (auto const& one : repeat)
                    names.insert(one.first);
                if (!given.contains(use.field))
                    names.erase(use.field);
                report_unknown_name(piece, names, use.place, findings);
            } else if (!piece.rest.empty()) {
                findings.add(use.place(piece.position),
                             fmt::format("{} is a text and has no part {}", quoted(piece.name), quoted(piece.rest)));
            }
        }
    }
}

void order_fields(std::vector<Field>& fields, std::vector<TemplateUse> const& uses, Findings& findings)
{
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < fields.size(); ++i)
        places.emplace(fields[i].name, i);
    std::vector<std::vector<std::size_t>> waiting(fields.size());  // for a field: those whose templates name it
    std::vector<std::size_t> missing(fields.size());               // how many a field still waits for
    for (auto const& use : uses) {
        auto const user = places.find(use.field);
        for (auto const& piece : parse_template(use.text)) {
            auto const named = places.find(piece.name);
            if (user == places.end() || named == places.end() || named == user)
                continue;
            waiting[named->second].push_back(user->second);
            ++missing[user->second];
        }
    }
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (missing[i] == 0)
            ready.push_back(i);
    for (std::size_t next = 0; next < ready.size(); ++next)
        for (auto const user : waiting[ready[next]])
            if (--missing[user] == 0)
                ready.push_back(user);
    if (ready.size() < fields.size()) {
        auto const use = std::ranges::find_if(uses, [&](TemplateUse const& one) {
            auto const user = places.find(one.field);
            return user != places.end() && missing[user->second] > 0;
        });
        findings.add(use->place(0), fmt::format("{} is made of itself in a circle", quoted(use->field)));
        return;
    }
    std::vector<Field> ordered;
    ordered.reserve(ready.size());
    for (auto const index : ready)
        ordered.push_back(std::move(fields[index]));
    fields = std::move(ordered);
}

}  // namespace almanac
