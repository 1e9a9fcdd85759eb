#include "ical/xcal.hpp"

#include "json/json.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <string_view>

namespace almanac {
namespace {

using boost::json::value;

constexpr int max_depth = 8;

std::string upper(std::string_view name)
{
    std::string text{name};
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// A name as a line of iCalendar may hold it; empty for one that may not.
std::string name_of(std::string_view name)
{
    bool const plain =
        !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
    return plain ? upper(name) : std::string{};
}

/// Each value of that name: several elements are an array, one is itself.
void for_each(value const* of, std::function<void(value const&)> const& visit)
{
    if (of == nullptr)
        return;
    if (auto const* array = of->if_array())
        std::ranges::for_each(*array, visit);
    else
        visit(*of);
}

value const* member(value const& of, std::string_view name)
{
    auto const* object = of.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

/// On one line.
std::string plain(value const& of)
{
    auto text = to_text(of);
    std::erase_if(text, [](unsigned char c) { return c < 0x20 && c != '\t'; });
    return std::string{trim(text)};
}

std::string without(std::string text, std::string_view what)
{
    std::erase_if(text, [&](char c) { return what.find(c) != std::string_view::npos; });
    return text;
}

/// RFC 5545 section 3.3.11.
std::string escaped(std::string_view text)
{
    std::string out;
    for (auto const c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || c == ';' || c == ',')
            out.append(1, '\\').append(1, c);
        else if (c != '\r')
            out += c;
    }
    return out;
}

/// "2031-04-05T19:00:00" without what iCalendar does not write.
std::string time_of(value const& of)
{
    return without(plain(of), "-:");
}

/// <recur><freq>WEEKLY</freq><byday>MO</byday><byday>WE</byday></recur> (RFC 6321 section 3.6.10).
std::string rule_of(value const& of)
{
    std::string rule;
    auto const* parts = of.if_object();
    if (parts == nullptr)
        return plain(of);
    for (auto const& part : *parts) {
        std::string values;
        for_each(&part.value(), [&](value const& one) {
            auto const text = part.key() == "until" ? time_of(one) : without(plain(one), ";=");
            values += (values.empty() ? "" : ",") + text;
        });
        if (auto const name = name_of(part.key()); !name.empty())
            rule += fmt::format("{}{}={}", rule.empty() ? "" : ";", name, values);
    }
    return rule;
}

std::string period_of(value const& of)
{
    auto const* start = member(of, "start");
    auto const* end = member(of, "end");
    auto const* duration = member(of, "duration");
    if (start == nullptr || (end == nullptr && duration == nullptr))
        return {};
    return fmt::format("{}/{}", time_of(*start), end != nullptr ? time_of(*end) : plain(*duration));
}

std::string value_of(std::string_view type, value const& of)
{
    if (type == "text")
        return escaped(to_text(of));
    if (type == "date" || type == "date-time")
        return time_of(of);
    if (type == "utc-offset")
        return without(plain(of), ":");
    if (type == "recur")
        return rule_of(of);
    return type == "period" ? period_of(of) : plain(of);
}

/// ";TZID=America/New_York"
std::string parameters_of(value const& property)
{
    std::string out;
    auto const* parameters = member(property, "parameters");
    auto const* named = parameters == nullptr ? nullptr : parameters->if_object();
    if (named == nullptr)
        return out;
    for (auto const& parameter : *named) {
        auto const name = name_of(parameter.key());
        auto const* typed = parameter.value().if_object();
        if (name.empty() || typed == nullptr || typed->empty())
            continue;
        std::string values;
        for_each(&typed->begin()->value(), [&](value const& one) {
            values += fmt::format("{}\"{}\"", values.empty() ? "" : ",", without(plain(one), "\""));
        });
        out += fmt::format(";{}={}", name, values);
    }
    return out;
}

void add_property(std::string& out, std::string_view element, value const& property)
{
    auto const name = name_of(element);
    auto const* typed = property.if_object();
    if (name.empty() || typed == nullptr)
        return;
    std::string values;
    std::string parameters = parameters_of(property);
    if (element == "geo") {
        auto const* latitude = member(property, "latitude");
        auto const* longitude = member(property, "longitude");
        if (latitude != nullptr && longitude != nullptr)
            values = fmt::format("{};{}", plain(*latitude), plain(*longitude));
    } else {
        for (auto const& one : *typed) {
            std::string_view const type = one.key();
            if (type == "parameters" || type.starts_with('@') || type.starts_with('#'))
                continue;
            for_each(&one.value(),
                     [&](value const& each) { values += (values.empty() ? "" : ",") + value_of(type, each); });
            if (type == "date" || type == "period")
                parameters += fmt::format(";VALUE={}", upper(type));
        }
    }
    if (!values.empty())
        out += fmt::format("{}{}:{}\r\n", name, parameters, values);
}

void add_component(std::string& out, std::string_view element, value const& component, int depth)
{
    auto const name = name_of(element);
    if (name.empty() || depth > max_depth)
        return;
    out += fmt::format("BEGIN:{}\r\n", name);
    if (auto const* properties = member(component, "properties"); properties != nullptr && properties->is_object())
        for (auto const& property : properties->get_object())
            for_each(&property.value(), [&](value const& one) { add_property(out, property.key(), one); });
    if (auto const* components = member(component, "components"); components != nullptr && components->is_object())
        for (auto const& inner : components->get_object())
            for_each(&inner.value(), [&](value const& one) { add_component(out, inner.key(), one, depth + 1); });
    out += fmt::format("END:{}\r\n", name);
}

}  // namespace

bool is_xcal(boost::json::value const& xml)
{
    auto const* calendars = member(xml, "icalendar");
    return calendars != nullptr && member(*calendars, "vcalendar") != nullptr;
}

std::string xcal_to_ical(boost::json::value const& xml)
{
    std::string out;
    if (auto const* calendars = member(xml, "icalendar"))
        for_each(member(*calendars, "vcalendar"), [&](value const& one) { add_component(out, "vcalendar", one, 0); });
    return out;
}

}  // namespace almanac
