#pragma once

#include "fetch/fetcher.hpp"
#include "read/field_reader.hpp"
#include "read/page_parts.hpp"
#include "read/recipe.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

/// What a recipe finds on a page of a list.
struct ListPage {
    std::vector<Values> items;                            ///< one for each event
    std::vector<std::pair<Values, std::string>> skipped;  ///< with the condition that held
    std::size_t elements = 0;  ///< matches of `items`: fewer than `items`, where one is repeated
    std::string next;
    std::optional<long> total;
    std::string base;                   ///< what links of the page are relative to
    std::vector<std::string> problems;  ///< full sentences
    bool readable = true;
};

/// Reads the pages of a list. The recipe outlives it.
class ListReader {
public:
    explicit ListReader(Recipe const& recipe);

    /// `parts`: the page, or what is the page inside the answer; `known`: values of `each`.
    [[nodiscard]] ListPage read(PageParts const& parts, Names const& known) const;

private:
    void read_part(Scope scope, Names const& known, ListPage& list) const;
    void read_item(Scope item, Names const& known, ListPage& list) const;
    void add(Scope item, Known const& known, ListPage& list) const;

    Recipe const& m_recipe;
    PlaceReader m_items;
    std::vector<std::pair<std::string, PlaceReader>> m_repeat;
    std::vector<ConditionReader> m_skip_if;
    FieldReader m_fields;
    std::optional<PlaceReader> m_next;
    std::optional<PlaceReader> m_total;
};

/// What a recipe finds on an event's own page.
struct DetailPage {
    Values values;
    std::string base;        ///< what links of the page are relative to
    std::string skipped_by;  ///< the condition that held
    std::string problem;     ///< a full sentence; nothing was read then
};

/// Reads events' own pages. A page is parsed once and may be read for several events.
class DetailReader {
public:
    explicit DetailReader(Detail const& detail);

    /// One answer for each of `known`, which are the list's values of the events that share the page.
    [[nodiscard]] std::vector<DetailPage> read(Page const& page, std::vector<Names> const& known) const;

private:
    Detail const& m_detail;
    std::vector<ConditionReader> m_skip_if;
    FieldReader m_fields;
};

/// What the recipe's `next` finds on a page that another reader reads; empty when it finds nothing.
[[nodiscard]] std::string next_of(Page const& page, Recipe const& recipe);

/// The first text of each value, for templates.
[[nodiscard]] Names first_texts(Values const& values);

}  // namespace almanac
