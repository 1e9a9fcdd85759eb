#include "read/repair.hpp"

#include "read/recipe_engine.hpp"
#include "read/repair_conditions.hpp"
#include "read/repair_fields.hpp"
#include "read/repair_items.hpp"
#include "read/repair_next.hpp"
#include "read/sheet.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace almanac {
namespace {

Sheet read_with(Recipe const& recipe, PageParts const& parts, ReadContext const& context)
{
    Sheet sheet{{&parts}, context};
    sheet.read(recipe);
    return sheet;
}

/// Mends what events are repeated by, where it is on no item any more: looked for like a field.
Changes mend_repeats(Recipe& recipe, Sheet const& old, Sheet const& now, Same const& same)
{
    Changes changes;
    for (auto& [name, place] : recipe.repeat) {
        PlaceReader const reader{place, recipe.format};
        auto const has_it = [&](Scope const& item) { return !reader.scopes(item).empty(); };
        if (std::ranges::none_of(old.items(), has_it) || std::ranges::any_of(now.items(), has_it))
            continue;
        std::vector<Field> fields{{"repeat." + name, {read_finder(place, recipe.format)}}};
        auto const before = old.with_fields(fields, recipe.format);
        auto today = now.with_fields(fields, recipe.format);
        auto found = FieldMender{before, today, same, recipe.format}.mend(fields);
        for (auto& mended : found.mended) {
            auto& path = mended.is.select;
            if (path.ends_with("[0]"))  // of a list, each
                path.replace(path.size() - 2, 1, "");
            place = short_form(mended.is);
        }
        if (found.mended.empty())
            found.unsolved = {fmt::format("repeat.{} '{}'", name, place)};
        append(changes, std::move(found));
    }
    return changes;
}

/// The old page and today's, as far as every trial needs them.
class Comparison {
public:
    Comparison(Page const& old_page, ReadContext const& then, Page const& new_page, ReadContext const& today)
        : m_old_page(old_page), m_then(then), m_new_page(new_page), m_today(today),
          m_old_parts(old_page, recipe().format, recipe().inside),
          m_new_parts(new_page, recipe().format, recipe().inside), m_old(read_with(recipe(), m_old_parts, then)),
          m_known(m_old)
    {
        m_leads_only = recipe().detail && count(m_old_page, m_then, recipe(), m_old) == 0;
    }

    [[nodiscard]] Repair best() const;

private:
    /// A recipe that was mended for one choice of items.
    struct Trial {
        Repair repair;
        double worth = 0;  ///< 0: it is no repair
        bool has_items = false;
    };

    [[nodiscard]] Recipe const& recipe() const { return m_today.source.recipe; }
    [[nodiscard]] Repair unmended() const;
    [[nodiscard]] Trial mend_with(std::string const& items, Repair const& unmended) const;
    [[nodiscard]] std::size_t count(Page const& page, ReadContext const& context, Recipe const& recipe,
                                    Sheet const& sheet) const;

    Page const& m_old_page;
    ReadContext const& m_then;
    Page const& m_new_page;
    ReadContext const& m_today;
    PageParts m_old_parts;
    PageParts m_new_parts;
    Sheet m_old;
    KnownEvents m_known;
    bool m_leads_only = false;  ///< the list only names the events: when they are stands on their own pages
};

std::size_t Comparison::count(Page const& page, ReadContext const& context, Recipe const& recipe,
                              Sheet const& sheet) const
{
    if (m_leads_only) {
        std::size_t leads = 0;
        for (std::size_t i = 0; i < sheet.items().size(); ++i)
            leads += sheet.value(i, "url").empty() && sheet.value(i, "name").empty() ? 0 : 1;
        return leads;
    }
    auto source = context.source;
    source.recipe = recipe;
    source.recipe.detail.reset();
    return read_one_page(page, {source, context.fetcher, context.now, context.from, context.to}).events.size();
}

Repair Comparison::unmended() const
{
    Repair repair;
    repair.is_broken = true;
    repair.before = count(m_old_page, m_then, recipe(), m_old);
    repair.recipe = recipe();
    return repair;
}

Comparison::Trial Comparison::mend_with(std::string const& items, Repair const& unmended) const
{
    Trial trial;
    trial.repair = unmended;
    auto& repair = trial.repair;
    auto& mended = repair.recipe;
    mended.items = items;
    auto now = read_with(mended, m_new_parts, m_today);
    auto const same = m_known.of(now);
    trial.has_items = !now.items().empty();
    auto& changes = repair.changes;
    if (items != recipe().items)
        changes.mended.push_back(
            {"items", 0, read_finder(recipe().items, mended.format), read_finder(items, mended.format), 0, 0, {}});
    append(changes, FieldMender{m_old, now, same, mended.format}.mend(mended.fields));
    append(changes, mend_repeats(mended, m_old, now, same));
    append(changes, mend_conditions(mended.skip_if, m_old, now, same, mended.format));
    auto const found = count(m_new_page, m_today, mended, now);
    if (found == 0 || found * 2 < repair.before)
        return trial;
    repair.is_broken = !changes.mended.empty() || !changes.unsolved.empty();
    // What reads as an event: the more, the better; what is known again counts most.
    std::set<std::size_t> again;
    for (auto const& event : same)
        if (event)
            again.insert(*event);
    trial.worth = static_cast<double>(found) + 2 * static_cast<double>(again.size()) -
                  0.5 * static_cast<double>(changes.mended.size()) - static_cast<double>(changes.unsolved.size());
    return trial;
}

Repair Comparison::best() const
{
    auto best = unmended();
    if (!m_new_parts.problem().empty() || m_new_parts.scopes().empty()) {
        best.problem = m_new_parts.problem();
        return best;
    }
    auto const as_it_was = best;
    std::vector<std::string> missing;  // of the items that the recipe names
    double most = 0;
    for (auto const& items : items_to_try({{&m_new_parts}, m_today}, m_known, m_new_page, m_today)) {
        auto trial = mend_with(items, as_it_was);
        if (trial.worth > 0 && !trial.repair.is_broken)
            return std::move(trial.repair);
        if (items == recipe().items && trial.has_items)
            missing = trial.repair.changes.unsolved;
        if (trial.worth > most) {
            most = trial.worth;
            best = std::move(trial.repair);
        }
    }
    if (most == 0)
        best.problem = missing.empty() ? "no structure of today's page holds as many events as the capture"
                                       : fmt::format("no place was found for {}", join(missing, ", "));
    return best;
}

}  // namespace

void append(Changes& to, Changes from)
{
    std::ranges::move(from.mended, std::back_inserter(to.mended));
    std::ranges::move(from.unsolved, std::back_inserter(to.unsolved));
    std::ranges::move(from.doubts, std::back_inserter(to.doubts));
}

Repair repair(Page const& old_page, ReadContext const& then, Page const& new_page, ReadContext const& today)
{
    Repair repair;
    repair.recipe = today.source.recipe;
    if (repair.recipe.format != Format::none)
        repair = Comparison{old_page, then, new_page, today}.best();
    if (!repair.problem.empty())
        return repair;
    auto changes = mend_next(repair.recipe, old_page, new_page, today);
    repair.is_broken = repair.is_broken || !changes.mended.empty();
    append(repair.changes, std::move(changes));
    return repair;
}

}  // namespace almanac
