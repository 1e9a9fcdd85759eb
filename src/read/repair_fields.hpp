#pragma once

#include "read/known_events.hpp"
#include "read/recipe.hpp"
#include "read/sheet.hpp"

#include <string>
#include <vector>

namespace almanac {

struct Repair;

/// Mends the fields of a recipe for items of an old page and of today's. `now` has read today's with the recipe.
class FieldMender {
public:
    FieldMender(Sheet const& old, Sheet& now, Same same, Format format)
        : m_old(old), m_now(now), m_same(std::move(same)), m_format(format)
    {
    }

    /// Gives each field that says less than it did, or something else, the place where what it said stands now.
    /// What was found, and what was not, goes into `repair`.
    void mend(std::vector<Field>& fields, Repair& repair);

private:
    struct Tried;

    [[nodiscard]] bool is_fine(Field const& field, Kind kind) const;
    [[nodiscard]] Tried best_place(Field const& field, std::size_t way, Kind kind) const;
    void rate(Tried& tried, Field const& field, Finder const& was, Kind kind) const;
    void rate_by_kind(Tried& tried, Field const& field, Kind kind, std::vector<std::string> const& texts) const;
    [[nodiscard]] std::vector<std::string> texts_at(Finder const& finder, std::string const& field) const;
    [[nodiscard]] std::vector<std::string> places() const;

    Sheet const& m_old;
    Sheet& m_now;
    Same m_same;
    Format m_format;
};

}  // namespace almanac
