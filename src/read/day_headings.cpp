#include "read/day_headings.hpp"

#include "read/places.hpp"

#include <algorithm>
#include <set>

namespace almanac {
namespace {

constexpr std::size_t max_day = 60;     ///< a heading is short
constexpr std::size_t max_below = 6;    ///< elements in it
constexpr std::size_t max_kinds = 6;    ///< of headings; a page has one or two
constexpr std::size_t max_items = 200;  ///< that are looked at

}  // namespace

DayHeadings::DayHeadings(Groups const& groups, std::function<bool(std::string const&)> const& is_day)
{
    for (auto const& [selector, group] : groups) {
        if (group.size() < 2 || group.size() > max_items || m_headings.size() == max_kinds)
            continue;
        std::vector<Heading> headings;
        std::set<std::string> days;
        for (auto const element : group) {
            if (element.document->node(element.id).end - element.id > 2 * max_below)
                continue;
            auto text = words_of(element);
            if (text.size() > max_day || !is_day(text))
                continue;
            days.insert(text);
            headings.push_back({element, std::move(text)});
        }
        if (days.size() >= 2 && headings.size() * 5 >= group.size() * 4)
            m_headings.emplace(selector, std::move(headings));
    }
}

std::string DayHeadings::above(std::vector<Element> const& items) const
{
    auto const looked_at = std::min(items.size(), max_items);
    for (auto const& [selector, headings] : m_headings) {
        std::size_t under_one = 0;
        std::set<std::string> days;
        for (std::size_t i = 0; i < looked_at; ++i) {
            auto const next = std::ranges::upper_bound(headings, items[i].id, {},
                                                       [](Heading const& heading) { return heading.element.id; });
            if (next == headings.begin() || std::prev(next)->element == items[i])
                continue;
            ++under_one;
            days.insert(std::prev(next)->day);
        }
        if (under_one * 10 >= looked_at * 9 && days.size() >= 2 && days.size() * 2 >= headings.size())
            return selector;
    }
    return {};
}

}  // namespace almanac
