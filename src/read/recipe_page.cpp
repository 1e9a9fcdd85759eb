#include "read/recipe_page.hpp"

#include "fetch/url.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace almanac {
namespace {

/// More than any real page lists; a page of a million empty elements shall not fill the memory.
constexpr std::size_t max_items = 10000;

std::vector<ConditionReader> compile(std::vector<Condition> const& conditions, Format format)
{
    std::vector<ConditionReader> compiled;
    compiled.reserve(conditions.size());
    for (auto const& condition : conditions)
        compiled.emplace_back(condition, format);
    return compiled;
}

/// The text of the first of the conditions that holds; empty when none does.
std::string first_that_holds(std::vector<ConditionReader> const& conditions, Scope item)
{
    auto const held = std::ranges::find_if(conditions, [&](auto const& condition) { return condition.holds(item); });
    return held == conditions.end() ? std::string{} : held->text();
}

/// A link of the page: what an element without a stated attribute means is its href.
std::string link_text(std::string const& place, Format format)
{
    return format == Format::html && read_finder(place, format).attribute.empty() ? place + "@href" : place;
}

std::optional<PlaceReader> compile_place(std::string const& place, Format format)
{
    return place.empty() ? std::nullopt : std::optional<PlaceReader>{PlaceReader{place, format}};
}

/// "1,234 results" -> 1234
std::optional<long> first_number(std::string_view text)
{
    auto const start = std::min(text.find_first_of("0123456789"), text.size());
    std::string digits;
    for (auto const c : text.substr(start)) {
        if (is_digit(c))
            digits += c;
        else if (c != ',')
            break;
    }
    long number = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end != digits.data() ? std::optional{number} : std::nullopt;
}

/// Addresses made absolute; what is no web address is no value.
void resolve_links(Values& values, std::string const& base)
{
    for (auto const* name : {"url", "image"}) {
        auto const found = values.find(name);
        if (found == values.end())
            continue;
        found->second = {resolve_url(base, trim(found->second.front()))};
        if (found->second.front().empty())
            values.erase(found);
    }
}

}  // namespace

ListReader::ListReader(Recipe const& recipe)
    : m_recipe(recipe), m_items(recipe.items, recipe.format), m_skip_if(compile(recipe.skip_if, recipe.format)),
      m_fields(recipe.fields, recipe.format),
      m_next(compile_place(recipe.next.empty() ? "" : link_text(recipe.next, recipe.format), recipe.format)),
      m_total(compile_place(recipe.total, recipe.format))
{
    for (auto const& [name, place] : recipe.repeat)
        m_repeat.emplace_back(name, PlaceReader{place, recipe.format});
}

ListPage ListReader::read(PageParts const& parts, Names const& known) const
{
    ListPage list;
    list.base = parts.base();
    if (!parts.problem().empty())
        list.problems.push_back(parts.problem());
    list.readable = !parts.scopes().empty();
    for (auto const& scope : parts.scopes())
        read_part(scope, known, list);
    if (list.items.size() == max_items)
        list.problems.push_back(fmt::format("more than {} items; the others were left out", max_items));
    return list;
}

void ListReader::read_part(Scope scope, Names const& known, ListPage& list) const
{
    for (auto const& item : m_items.scopes(scope)) {
        ++list.elements;
        read_item(item, known, list);
    }
    auto const first = [&](std::optional<PlaceReader> const& place) {
        auto const texts = place ? place->texts(scope) : std::vector<std::string>{};
        return texts.empty() ? std::string{} : texts.front();
    };
    if (list.next.empty())
        list.next = first(m_next);
    if (!list.total)
        list.total = first_number(first(m_total));
}

/// One event; or one for each combination of what `repeat` finds, so that dates and times multiply.
void ListReader::read_item(Scope item, Names const& known, ListPage& list) const
{
    std::vector<Known> all{{known, {}}};
    for (auto const& [name, place] : m_repeat) {
        auto const found = place.scopes(item);
        std::vector<Known> combined;
        for (auto const& one : all) {
            for (auto const& scope : found) {
                if (combined.size() == max_items)
                    break;
                combined.push_back(one);
                combined.back().repeated[name] = scope;
            }
        }
        if (!found.empty())
            all = std::move(combined);
    }
    for (auto const& one : all)
        add(item, one, list);
}

void ListReader::add(Scope item, Known const& known, ListPage& list) const
{
    if (list.items.size() >= max_items)
        return;
    auto values = m_fields.read(item, known);
    resolve_links(values, list.base);
    if (auto const condition = first_that_holds(m_skip_if, item); !condition.empty())
        list.skipped.emplace_back(std::move(values), condition);
    else
        list.items.push_back(std::move(values));
}

DetailReader::DetailReader(Detail const& detail)
    : m_detail(detail), m_skip_if(compile(detail.skip_if, detail.format)), m_fields(detail.fields, detail.format)
{
}

std::vector<DetailPage> DetailReader::read(Page const& page, std::vector<Names> const& known) const
{
    PageParts const parts{page, m_detail.format, m_detail.inside};
    std::vector<DetailPage> details(known.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
        auto& detail = details[i];
        detail.base = parts.base();
        if (parts.scopes().empty()) {
            detail.problem = parts.problem();
            continue;
        }
        auto const scope = parts.scopes().front();
        detail.skipped_by = first_that_holds(m_skip_if, scope);
        detail.values = m_fields.read(scope, {known[i], {}});
        resolve_links(detail.values, detail.base);
    }
    return details;
}

std::string next_of(Page const& page, Recipe const& recipe)
{
    PageParts const parts{page, recipe.paging, recipe.inside};
    PlaceReader const place{link_text(recipe.next, recipe.paging), recipe.paging};
    for (auto const& scope : parts.scopes())
        if (auto const texts = place.texts(scope); !texts.empty())
            return texts.front();
    return {};
}

Names first_texts(Values const& values)
{
    Names names;
    for (auto const& [name, texts] : values)
        if (!texts.empty())
            names[name] = texts.front();
    return names;
}

}  // namespace almanac
