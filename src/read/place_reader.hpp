#pragma once

#include "html/document.hpp"
#include "read/page_matches.hpp"
#include "read/recipe.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What selectors or paths start from: an element or a JSON value. Lives as long as its page.
struct Scope {
    Element element = {};
    boost::json::value const* json = nullptr;
    PageMatches* page = nullptr;  ///< of the element's page: what may be `before` it
};

/// A place on a page in the short form of recipes ("a@href"), compiled.
class PlaceReader {
public:
    PlaceReader(std::string_view text, Format format);
    PlaceReader(Finder const& finder, Format format);
    PlaceReader(PlaceReader&&) noexcept;
    ~PlaceReader();

    /// What the place finds, in order: elements, or values (an array as its elements).
    [[nodiscard]] std::vector<Scope> scopes(Scope item) const;
    /// Their texts or attributes, the empty ones left out.
    [[nodiscard]] std::vector<std::string> texts(Scope item) const;

private:
    struct Compiled;
    std::unique_ptr<Compiled const> m_compiled;
};

/// A condition, compiled.
class ConditionReader {
public:
    ConditionReader(Condition const& condition, Format format);
    ConditionReader(ConditionReader&&) noexcept;
    ~ConditionReader();

    [[nodiscard]] bool holds(Scope item) const;
    [[nodiscard]] std::string const& text() const;  ///< as a report shows it

private:
    struct Compiled;
    std::unique_ptr<Compiled const> m_compiled;
};

/// One match of a page is a template for at most so much text: a place that finds 100,000 elements is a mistake.
inline constexpr std::size_t max_texts = 1000;

/// What one element says: the attribute when one is named, else the text as `take` has it.
[[nodiscard]] std::string take_from(Element element, std::string const& attribute_name, Finder::Take take);

/// Nothing but white space.
[[nodiscard]] bool blank(std::string_view text);

/// A yes or no as pages write it: empty, "false", "no", "0", "off" and "null" are no, anything else is yes.
[[nodiscard]] bool is_yes(std::string_view text);

}  // namespace almanac
