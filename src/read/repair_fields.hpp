#pragma once

#include "read/known_events.hpp"
#include "read/recipe.hpp"
#include "read/repair.hpp"
#include "read/sheet.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

/// Mends the fields of a recipe for items of an old page and of today's. `now` has read today's with the recipe.
class FieldMender {
public:
    FieldMender(Sheet const& old, Sheet& now, Same same, Format format)
        : m_old(old), m_now(now), m_same(std::move(same)), m_format(format)
    {
    }

    /// Gives each field that says less than it did, or something else, the place where what it said stands now.
    [[nodiscard]] Changes mend(std::vector<Field>& fields);

private:
    struct Tried;
    struct Agreement;

    [[nodiscard]] bool is_fine(Field const& field, Kind kind) const;
    [[nodiscard]] Tried best_place(Field const& field, std::size_t way, Kind kind) const;
    void rate(Tried& tried, Field const& field, Finder const& was, Kind kind) const;
    [[nodiscard]] Agreement agreement(Field const& field, Kind kind, std::vector<std::string> const& texts) const;
    [[nodiscard]] double nearness(Finder was, Finder is, std::string const& field) const;
    void rate_by_kind(Tried& tried, Field const& field, Kind kind, std::vector<std::string> const& texts) const;
    [[nodiscard]] std::vector<std::string> places_for(Finder const& was) const;

    Sheet const& m_old;
    Sheet& m_now;
    Same m_same;
    Format m_format;
};

/// How alike two places are called, from 0 to 1.
[[nodiscard]] double likeness(std::string_view a, std::string_view b);

}  // namespace almanac
