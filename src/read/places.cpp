#include "read/places.hpp"

#include "html/selector.hpp"
#include "json/json.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace almanac {
namespace {

constexpr std::size_t max_parts = 200;  ///< of one item
constexpr std::size_t max_below = 40;   ///< elements in a part; more make it no single statement
constexpr std::size_t max_text = 2000;
constexpr int max_depth = 5;  ///< of a path
constexpr std::size_t max_elements_of_page = 5000;
constexpr std::size_t max_below_on_page = 400;
constexpr std::size_t max_likes = 8;  ///< a place that a page has more often names none of them
constexpr std::size_t max_label = 30;
constexpr std::size_t max_before = 60;  ///< elements: a heading is near, and there are events between

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_0123456789";

/// Whether the name can stand in a selector as it is: broken pages have tags and attributes such as `div"x`.
bool is_plain(std::string_view name)
{
    return !name.empty() && !is_digit(name.front()) && name.front() != '-' &&
           name.find_first_not_of(letters) == std::string_view::npos;
}

/// A class that says what an element is: no digits ("post-123"), no state.
bool is_telling(std::string_view name)
{
    constexpr std::string_view states[] = {"odd", "even", "first", "last", "active", "clearfix", "row", "col"};
    return is_plain(name) && std::ranges::none_of(name, is_digit) && name.size() > 2 &&
           std::ranges::find(states, name) == std::end(states);
}

bool is_telling_attribute(std::string_view name)
{
    constexpr std::array<std::string_view, 8> names = {"aria-label", "datetime", "content", "title",
                                                       "alt",        "href",     "src",     "value"};
    return (name.starts_with("data-") && is_plain(name)) || std::ranges::find(names, name) != names.end();
}

/// Calls `take` with the names of the element's attributes that say something.
template <class Take>
void for_telling_attributes(Element element, Take take)
{
    auto const& document = *element.document;
    for (auto i = document.node(element.id).attributes; i < document.node(element.id + 1).attributes; ++i)
        if (auto const name = document.name(document.attribute_at(i)); is_telling_attribute(name))
            take(name);
}

void add_part(std::vector<Part>& parts, std::string place, std::string text)
{
    if (!text.empty() && text.size() <= max_text && parts.size() < max_parts)
        parts.push_back({std::move(place), std::move(text)});
}

void add_element(std::vector<Part>& parts, Element element, std::string const& place)
{
    for_telling_attributes(element, [&](std::string_view name) {
        add_part(parts, fmt::format("{}@{}", place, name), collapse_spaces(attribute(element, name).value_or("")));
    });
    if (count_below(element) <= max_below)
        add_part(parts, place, text_of(element));
}

void add_value(std::vector<Part>& parts, boost::json::value const& value, std::string const& path, int depth)
{
    if (depth > max_depth || parts.size() >= max_parts)
        return;
    if (auto const* object = value.if_object()) {
        for (auto const& member : *object) {
            auto const step = path_step(member.key());
            bool const dot = !path.empty() && !step.starts_with('[');
            add_value(parts, member.value(), fmt::format("{}{}{}", path, dot ? "." : "", step), depth + 1);
        }
    } else if (auto const* array = value.if_array()) {
        if (!array->empty())
            add_value(parts, array->front(), path + "[0]", depth + 1);
    } else {
        add_part(parts, path, to_text(value));
    }
}

}  // namespace

std::size_t count_below(Element element)
{
    return select(element, compile_selector("*")).size();
}

std::string signature_of(Element element)
{
    std::string text{is_plain(tag(element)) ? tag(element) : "*"};
    for (auto const name : split(attribute(element, "class").value_or(""), ' '))
        if (is_telling(name))
            return text + '.' + std::string{name};
    return text;
}

std::string selector_of(Element element)
{
    auto text = signature_of(element);
    auto around = parent(element);
    for (int i = 0; i < 2 && text.find('.') == std::string::npos && around; ++i, around = parent(around)) {
        auto const name = tag(around);
        if (name == "body" || name == "html" || name.empty())
            break;
        text = fmt::format("{} > {}", signature_of(around), text);
    }
    return text;
}

std::string place_of(Element part)
{
    auto text = signature_of(part);
    if (tag(part) != "td" && tag(part) != "th")
        return text;
    int number = 1;
    Element before;
    for (auto cell = first_child(parent(part)); cell && cell != part; cell = next_sibling(cell)) {
        before = cell;
        ++number;
    }
    auto const is_alike = [&](Element cell) { return cell && signature_of(cell) == text; };
    if (text.find('.') != std::string::npos && !is_alike(before) && !is_alike(next_sibling(part)))
        return text;
    return fmt::format("{}:nth-child({})", tag(part), number);
}

/// "Cost:" before the price. Empty when what stands before is no label.
std::string label_before(Element element)
{
    Element before;
    for (auto child = first_child(parent(element)); child && child != element; child = next_sibling(child))
        before = child;
    if (!before || first_child(before))
        return {};
    auto const text = text_of(before);
    bool const plain = text.find_first_of("0123456789\"\\") == std::string::npos && text.size() <= max_label;
    return plain && text.size() >= 3 ? fmt::format("{}:contains(\"{}\") + {}", tag(before), text, tag(element))
                                     : std::string{};
}

std::vector<std::string> ways_to(Element element)
{
    std::vector<std::string> ways;
    auto const add = [&](std::string way) {
        if (!way.empty() && std::ranges::find(ways, way) == ways.end())
            ways.push_back(std::move(way));
    };
    if (auto const id = attribute(element, "id"); id && is_telling(*id))
        add('#' + std::string{*id});
    if (tag(element) == "meta")
        for (auto const* name : {"property", "name", "itemprop"})
            if (auto const value = attribute(element, name); value && value->find('\'') == std::string_view::npos)
                add(fmt::format("meta[{}='{}']", name, *value));
    auto place = place_of(element);
    if (place.find('.') != std::string::npos)
        add(place);
    add(label_before(element));
    add(std::move(place));
    add(selector_of(element));
    return ways;
}

std::string path_step(std::string_view name)
{
    bool const plain = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                               "0123456789_-") == std::string_view::npos;
    return plain ? std::string{name} : fmt::format("['{}']", name);
}

std::vector<Part> parts_of(Scope item)
{
    std::vector<Part> parts;
    if (item.json != nullptr) {
        add_value(parts, *item.json, "", 0);
        return parts;
    }
    add_element(parts, item.element, "");
    for (auto const element : select(item.element, compile_selector("*")))
        if (parts.size() < max_parts)
            add_element(parts, element, place_of(element));
    return parts;
}

std::vector<std::string> places_in(Scope item)
{
    std::vector<std::string> places;
    for (auto& part : parts_of(item))
        if (std::ranges::find(places, part.place) == places.end())
            places.push_back(std::move(part.place));
    return places;
}

std::vector<std::string> places_before(Scope item)
{
    std::vector<std::string> places;
    auto const add = [&](std::string place) {
        if (std::ranges::find(places, place) == places.end())
            places.push_back(std::move(place));
    };
    auto const& document = *item.element.document;
    std::size_t seen = 0;
    for (auto id = item.element.id; id-- > 1 && seen < max_before;) {
        if (!document.is_element(id))
            continue;
        ++seen;
        Element const element{&document, id};
        auto const place = selector_of(element);
        for_telling_attributes(element, [&](std::string_view name) { add(fmt::format("{}@{}", place, name)); });
        if (document.node(id).end - id <= max_below)
            add(place);
    }
    return places;
}

std::vector<std::string> places_on_page(Scope page)
{
    std::vector<std::string> order;
    std::map<std::string, std::size_t> counts;
    auto const add = [&](std::string place) {
        if (!place.empty() && counts[place]++ == 0)
            order.push_back(std::move(place));
    };
    std::size_t seen = 0;
    for (auto const element : select(page.element, compile_selector("*"))) {
        if (++seen > max_elements_of_page)
            break;
        auto places = ways_to(element);
        bool const is_small = count_below(element) <= max_below_on_page;
        for (auto& place : places) {
            for_telling_attributes(element, [&](std::string_view name) { add(fmt::format("{}@{}", place, name)); });
            if (is_small)
                add(std::move(place));
        }
    }
    std::erase_if(order, [&](auto const& place) { return counts[place] > max_likes; });
    return order;
}

}  // namespace almanac
