#include "read/day_headings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_day = 60;    ///< a heading is short
constexpr std::size_t max_nodes = 12;  ///< elements and texts in it
constexpr std::size_t max_kinds = 6;   ///< of headings; a page has one or two
constexpr std::size_t max_group = 400;

/// The nodes of the tree below an element.
std::size_t nodes_in(Element element)
{
    return element.document->node(element.id).end - element.id;
}

}  // namespace

DayHeadings::DayHeadings(Groups const& groups, std::function<bool(std::string const&)> const& is_day)
{
    for (auto const& [selector, group] : groups) {
        if (group.size() < 2 || group.size() > max_group)
            continue;
        add(selector, group, {}, is_day);
        for (std::string_view const name : {"data-date", "data-day", "aria-label"})
            if (attribute(group.back(), name))
                add(fmt::format("{}@{}", selector, name), group, name, is_day);
    }
}

void DayHeadings::add(std::string place, std::vector<Element> const& group, std::string_view name,
                      std::function<bool(std::string const&)> const& is_day)
{
    std::vector<Heading> headings;
    std::set<std::string> days;
    for (auto const element : group) {
        if (name.empty() && nodes_in(element) > max_nodes)
            continue;
        auto text = name.empty() ? words_of(element) : std::string{attribute(element, name).value_or("")};
        if (text.size() > max_day || !is_day(text))
            continue;
        days.insert(text);
        headings.push_back({element, std::move(text)});
    }
    if (days.size() >= 2 && headings.size() * 5 >= group.size() * 4 && m_headings.size() < max_kinds)
        m_headings.emplace(std::move(place), std::move(headings));
}

std::string DayHeadings::above(std::vector<Element> const& items) const
{
    for (auto const& [place, headings] : m_headings) {
        bool const are_cells = place.find('@') != std::string::npos;
        std::size_t under_one = 0;
        std::set<std::string> days;
        for (auto const item : items) {
            auto const next =
                std::ranges::upper_bound(headings, item.id, {}, [](Heading const& one) { return one.element.id; });
            if (next == headings.begin())
                continue;
            auto const& heading = *std::prev(next);
            bool const is_around = item.id < heading.element.id + nodes_in(heading.element);
            if (heading.element == item || is_around != are_cells)
                continue;
            ++under_one;
            days.insert(heading.day);
        }
        bool const are_used = are_cells || days.size() * 2 >= headings.size();
        if (under_one * 10 >= items.size() * 9 && days.size() >= 2 && are_used)
            return place;
    }
    return {};
}

}  // namespace almanac
