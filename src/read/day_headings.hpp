#pragma once

#include "html/document.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace almanac {

/// Elements of a page that have one selector, in the order of the page.
using Groups = std::map<std::string, std::vector<Element>>;

/// The headings of a page that hold nothing but a day each: "Saturday, April 5". Events may stand under them that state
/// no day of their own.
class DayHeadings {
public:
    /// `is_day`: whether a text is a date.
    DayHeadings(Groups const& groups, std::function<bool(std::string const&)> const& is_day);

    /// The selector of the headings under which the items stand: nearly each item has one above, the items stand under
    /// different days, and most of the headings have an item. Empty when there is none.
    [[nodiscard]] std::string above(std::vector<Element> const& items) const;

private:
    struct Heading {
        Element element;
        std::string day;
    };
    std::map<std::string, std::vector<Heading>> m_headings;
};

}  // namespace almanac
