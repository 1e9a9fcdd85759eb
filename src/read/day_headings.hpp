#pragma once

#include "html/document.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Elements of a page that have one selector, in the order of the page.
using Groups = std::map<std::string, std::vector<Element>>;

/// Where a page states days apart from its events, which state none of their own: headings that hold nothing but a day
/// each ("Saturday, April 5"), and the cells of a month, which name their day in an attribute.
class DayHeadings {
public:
    /// `is_day`: whether a text is a date.
    DayHeadings(Groups const& groups, std::function<bool(std::string const&)> const& is_day);

    /// The place that `before` takes the day of the items from: "h3.day", "td.cell@data-date". Nearly each item has one
    /// above or around it, they are different days, and most headings have an item. Empty when there is none.
    [[nodiscard]] std::string above(std::vector<Element> const& items) const;

private:
    /// `name`: of the attribute that may hold the day; empty: the text does.
    void add(std::string place, std::vector<Element> const& group, std::string_view name,
             std::function<bool(std::string const&)> const& is_day);

    struct Heading {
        Element element;
        std::string day;
    };
    std::map<std::string, std::vector<Heading>> m_headings;
};

}  // namespace almanac
