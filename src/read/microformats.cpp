#include "html/document.hpp"
#include "html/picture.hpp"
#include "html/selector.hpp"
#include "read/items.hpp"
#include "read/name_link.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace almanac {
namespace {

using boost::json::object;
using boost::json::value;

enum class Kind { text, link, date, markup, place };

/// A property of an event, and what schema.org calls it.
struct Property {
    std::string_view classes;  ///< selector
    std::string_view name;
    Kind kind;
};

constexpr std::array<Property, 10> h_event{{{".p-name", "name", Kind::text},
                                            {".dt-start", "startDate", Kind::date},
                                            {".dt-end", "endDate", Kind::date},
                                            {".dt-duration", "duration", Kind::date},
                                            {".p-location", "location", Kind::place},
                                            {".u-url", "url", Kind::link},
                                            {".u-photo, .u-featured", "image", Kind::link},
                                            {".p-category", "keywords", Kind::text},
                                            {".e-content, .e-description", "description", Kind::markup},
                                            {".p-summary, .p-description", "description", Kind::text}}};

constexpr std::array<Property, 8> h_calendar{{{".summary", "name", Kind::text},
                                              {".dtstart", "startDate", Kind::date},
                                              {".dtend", "endDate", Kind::date},
                                              {".duration", "duration", Kind::date},
                                              {".location", "location", Kind::place},
                                              {".url", "url", Kind::link},
                                              {".category", "keywords", Kind::text},
                                              {".description", "description", Kind::markup}}};

/// Names of a place's parts in h-card, h-adr, vcard and adr.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> address_parts{
    {{".p-street-address, .street-address", "streetAddress"},
     {".p-locality, .locality", "addressLocality"},
     {".p-region, .region", "addressRegion"},
     {".p-postal-code, .postal-code", "postalCode"},
     {".p-country-name, .country-name", "addressCountry"}}};

/// The value of one element: what machines are meant to read, else its words.
std::string plain_value(Element element)
{
    for (auto const name : {"datetime", "title", "value"}) {
        bool const fits = name == std::string_view{"title"} ? tag(element) == "abbr" || tag(element) == "span" : true;
        if (auto const held = attribute(element, name); fits && held && !trim(*held).empty())
            return std::string{trim(*held)};
    }
    return text_of(element);
}

/// The value-class pattern: the parts of a value, each in an element of class "value"; of dates, a space apart.
std::string value_of(Element element, std::string_view between)
{
    std::string text;
    for (auto const part : select(element, compile_selector(".value, .value-title"))) {
        auto const titled = matches(part, compile_selector(".value-title"));
        auto const said = titled ? std::string{attribute(part, "title").value_or("")} : plain_value(part);
        text += (text.empty() ? "" : std::string{between}) + said;
    }
    return text.empty() ? plain_value(element) : text;
}

std::string link_of(Element element)
{
    if (tag(element) == "img")
        return std::string{picture_source(element)};
    for (auto const name : {"href", "src", "data"})
        if (auto const held = attribute(element, name))
            return std::string{*held};
    auto const link = select_first(element, compile_selector("a[href]"));
    return link ? std::string{attribute(link, "href").value_or("")} : plain_value(element);
}

/// Braces around a text would make it a list of one.
value text_node(std::string const& text)
{
    value node(text);
    return node;
}

value place_of(Element element)
{
    object address;
    for (auto const& [classes, name] : address_parts)
        if (auto const part = select_first(element, compile_selector(classes)))
            address[name] = value_of(part, "");
    auto const title = select_first(element, compile_selector(".p-name, .fn, .org"));
    if (address.empty() && !title)
        return text_node(value_of(element, ""));
    object place{{"@type", "Place"}, {"address", std::move(address)}};
    if (title)
        place["name"] = value_of(title, "");
    auto const latitude = select_first(element, compile_selector(".p-latitude, .latitude"));
    auto const longitude = select_first(element, compile_selector(".p-longitude, .longitude"));
    if (latitude && longitude)
        place["geo"] = {{"latitude", value_of(latitude, "")}, {"longitude", value_of(longitude, "")}};
    return place;
}

value read_property(Element element, Kind kind)
{
    if (kind == Kind::place)
        return place_of(element);
    if (kind == Kind::link)
        return text_node(link_of(element));
    return text_node(kind == Kind::markup ? inner_html(element) : value_of(element, kind == Kind::date ? " " : ""));
}

/// The include pattern: `<a class="include" href="#id">` and `<object class="include" data="#id">` stand for the
/// element with that id.
std::vector<Element> parts_of(Element event, Element top)
{
    std::vector<Element> parts{event};
    for (auto const include : select(event, compile_selector("a.include[href^='#'], object.include[data^='#']"))) {
        auto const id = attribute(include, tag(include) == "a" ? "href" : "data").value_or("#").substr(1);
        if (id.empty() || id.find_first_of("'\\") != std::string_view::npos)
            continue;
        if (auto const there = select_first(top, compile_selector(fmt::format("[id='{}']", id))))
            parts.push_back(there);
    }
    return parts;
}

/// The first match in a part, or the part itself.
Element find_in(std::vector<Element> const& parts, Selector const& selector)
{
    for (auto const part : parts) {
        if (part != parts.front() && matches(part, selector))
            return part;
        if (auto const found = select_first(part, selector))
            return found;
    }
    return {};
}

/// An end that is only a clock time is of the day of the start (microformats2 parsing, "dt-end").
void complete_end(object& node)
{
    auto* end = node.if_contains("endDate");
    auto const* start = node.if_contains("startDate");
    if (end == nullptr || start == nullptr || !end->is_string() || !start->is_string())
        return;
    std::string_view const text{end->get_string().data(), end->get_string().size()};
    std::string_view const first{start->get_string().data(), start->get_string().size()};
    bool const only_time = text.find(':') != std::string_view::npos && text.size() <= 8 && first.size() >= 10;
    if (only_time)
        *end = fmt::format("{} {}", first.substr(0, 10), text);
}

value read_event(Element event, Element top, std::span<Property const> properties)
{
    object node{{"@type", "Event"}};
    auto const parts = parts_of(event, top);
    for (auto const& property : properties) {
        auto const found = find_in(parts, compile_selector(property.classes));
        if (found && !node.contains(property.name))
            node[property.name] = read_property(found, property.kind);
    }
    complete_end(node);
    if (!node.contains("name"))
        node["name"] = text_of(event);
    if (!node.contains("url") && tag(event) == "a")
        node["url"] = link_of(event);
    auto const name = find_in(parts, compile_selector(properties.front().classes));
    if (auto const link = name && !node.contains("url") ? link_of_name(name, event) : std::string{}; !link.empty())
        node["url"] = link;
    return node;
}

}  // namespace

std::vector<value> read_microformats(Document const& document)
{
    std::vector<value> nodes;
    auto const top = root(document);
    for (auto const event : select(top, compile_selector(".h-event")))
        nodes.push_back(read_event(event, top, h_event));
    if (nodes.empty())
        for (auto const event : select(top, compile_selector(".vevent")))
            nodes.push_back(read_event(event, top, h_calendar));
    return nodes;
}

}  // namespace almanac
