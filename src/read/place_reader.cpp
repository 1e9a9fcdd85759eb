#include "read/place_reader.hpp"

#include "html/picture.hpp"
#include "json/json.hpp"
#include "read/recipe_selector.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace almanac {
namespace {

/// An array counts as its elements: "tags" finds what "tags[]" finds. What is null is not there.
void add_scopes(boost::json::value const& value, std::vector<Scope>& scopes)
{
    if (auto const* array = value.if_array()) {
        for (auto const& element : *array)
            if (!element.is_null())
                scopes.push_back({{}, &element, nullptr});
    } else if (!value.is_null()) {
        scopes.push_back({{}, &value, nullptr});
    }
}

}  // namespace

std::string take_from(Element element, std::string const& attribute_name, Finder::Take take)
{
    if (attribute_name == "src" && tag(element) == "img")
        return std::string{picture_source(element)};
    if (!attribute_name.empty())
        return std::string{attribute(element, attribute_name).value_or("")};
    using Take = Finder::Take;
    switch (take) {
    case Take::words: return words_of(element);
    case Take::own_text: return own_text(element);
    case Take::lines: return lines_of(element);
    case Take::html: return inner_html(element);
    case Take::usual:
    case Take::text: break;
    }
    return text_of(element);
}

bool blank(std::string_view text)
{
    return trim(text).empty();
}

bool is_yes(std::string_view text)
{
    auto const low = lower_ascii(trim(text));
    return !(low.empty() || low == "false" || low == "no" || low == "0" || low == "off" || low == "null");
}

struct PlaceReader::Compiled {
    Finder finder;
    std::optional<Selector> selector;
    std::optional<JsonPath> path;
};

PlaceReader::PlaceReader(std::string_view text, Format format) : PlaceReader(read_finder(text, format), format) {}

PlaceReader::PlaceReader(Finder const& finder, Format format)
{
    auto compiled = std::make_unique<Compiled>();
    compiled->finder = finder;
    auto const& select = compiled->finder.select;
    if (!select.empty() && format == Format::html)
        compiled->selector.emplace(compile_recipe_selector(select));
    if (!select.empty() && format == Format::json)
        compiled->path.emplace(compile_json_path(select));
    m_compiled = std::move(compiled);
}

PlaceReader::PlaceReader(PlaceReader&&) noexcept = default;
PlaceReader::~PlaceReader() = default;

std::vector<Scope> PlaceReader::scopes(Scope item) const
{
    std::vector<Scope> found;
    if (item.json != nullptr) {
        if (!m_compiled->path)
            add_scopes(*item.json, found);
        else
            for (auto const* value : select(*item.json, *m_compiled->path))
                add_scopes(*value, found);
    } else if (!m_compiled->selector) {
        found.push_back(item);
    } else if (m_compiled->finder.before) {
        auto const& text = m_compiled->finder.select;
        auto const element =
            item.page == nullptr ? Element{} : item.page->last_before(item.element, text, *m_compiled->selector);
        if (element)
            found.push_back({element, nullptr, item.page});
    } else {
        for (auto const element : select(item.element, *m_compiled->selector))
            found.push_back({element, nullptr, item.page});
    }
    return found;
}

std::vector<std::string> PlaceReader::texts(Scope item) const
{
    std::vector<std::string> texts;
    for (auto const& scope : scopes(item)) {
        auto text = scope.json != nullptr
                        ? to_text(*scope.json)
                        : take_from(scope.element, m_compiled->finder.attribute, m_compiled->finder.take);
        if (!blank(text) && texts.size() < max_texts)
            texts.push_back(std::move(text));
    }
    return texts;
}

struct ConditionReader::Compiled {
    Condition condition;
    PlaceReader place;
    std::optional<Selector> selector;
    std::string shown;
};

ConditionReader::ConditionReader(Condition const& condition, Format format)
    : m_compiled(std::make_unique<Compiled>(
          Compiled{condition, PlaceReader{condition.select, format},
                   format == Format::html ? std::optional{compile_recipe_selector(condition.select)} : std::nullopt,
                   condition.kind == Condition::Kind::present
                       ? condition.select
                       : fmt::format("{} {} {}", condition.select,
                                     condition.kind == Condition::Kind::equal ? "==" : "!=", condition.value)}))
{
}

ConditionReader::ConditionReader(ConditionReader&&) noexcept = default;
ConditionReader::~ConditionReader() = default;

std::string const& ConditionReader::text() const
{
    return m_compiled->shown;
}

bool ConditionReader::holds(Scope item) const
{
    auto const& condition = m_compiled->condition;
    if (m_compiled->selector)
        return matches(item.element, *m_compiled->selector) || select_first(item.element, *m_compiled->selector);
    auto const scopes = m_compiled->place.scopes(item);
    if (condition.kind == Condition::Kind::present) {
        return std::ranges::any_of(scopes, [](Scope const& scope) {
            return scope.json->is_object() || scope.json->is_array() || is_yes(to_text(*scope.json));
        });
    }
    bool const equal = std::ranges::any_of(
        scopes, [&](Scope const& scope) { return equal_ignoring_case(to_text(*scope.json), condition.value); });
    return equal == (condition.kind == Condition::Kind::equal);
}

}  // namespace almanac
