#pragma once

#include "html/document.hpp"
#include "read/page_matches.hpp"
#include "read/recipe.hpp"
#include "read/template.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Texts by field, as a page states them.
using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

/// What selectors or paths start from: an element or a JSON value. Lives as long as its page.
struct Scope {
    Element element = {};
    boost::json::value const* json = nullptr;
    PageMatches* page = nullptr;  ///< of the element's page: what may be `before` it
};

/// What templates can name beside the fields that are being read.
struct Known {
    Names texts;
    std::map<std::string, Scope, std::less<>> repeated;  ///< the current match of each `repeat`
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

/// The fields of a recipe, compiled.
class FieldReader {
public:
    FieldReader(std::vector<Field> const& fields, Format format);
    FieldReader(FieldReader&&) noexcept;
    ~FieldReader();

    /// What the item says. Fields for which nothing was found are left out.
    [[nodiscard]] Values read(Scope item, Known const& known) const;

private:
    struct Compiled;
    std::vector<std::pair<std::string, std::vector<std::unique_ptr<Compiled const>>>> m_fields;
};

/// A yes or no as pages write it: empty, "false", "no", "0", "off" and "null" are no, anything else is yes.
[[nodiscard]] bool is_yes(std::string_view text);

}  // namespace almanac
