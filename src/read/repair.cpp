#include "read/repair.hpp"

#include "read/recipe_engine.hpp"
#include "read/repair_fields.hpp"
#include "read/repair_items.hpp"
#include "read/sheet.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace almanac {
namespace {

Sheet read_with(Recipe const& recipe, PageParts const& parts, ReadContext const& context)
{
    Sheet sheet{parts, context};
    sheet.read(recipe);
    return sheet;
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
    }

    [[nodiscard]] Repair best() const;

private:
    /// A recipe that was mended for one choice of items.
    struct Trial {
        Repair repair;
        double worth = 0;  ///< 0: it is no repair
    };

    [[nodiscard]] Recipe const& recipe() const { return m_today.source.recipe; }
    [[nodiscard]] Repair unmended() const;
    [[nodiscard]] Trial mend_with(std::string const& items, Repair const& unmended) const;
    [[nodiscard]] Reading read_today(Recipe const& with) const;

    Page const& m_old_page;
    ReadContext const& m_then;
    Page const& m_new_page;
    ReadContext const& m_today;
    PageParts m_old_parts;
    PageParts m_new_parts;
    Sheet m_old;
    KnownEvents m_known;
};

Reading Comparison::read_today(Recipe const& with) const
{
    auto source = m_today.source;
    source.recipe = with;
    source.recipe.detail.reset();
    return read_one_page(m_new_page, {source, m_today.fetcher, m_today.now, m_today.from, m_today.to});
}

Repair Comparison::unmended() const
{
    Repair repair;
    repair.is_broken = true;
    repair.before = read_one_page(m_old_page, m_then).events.size();
    repair.now = read_today(recipe()).events.size();
    repair.recipe = recipe();
    return repair;
}

Comparison::Trial Comparison::mend_with(std::string const& items, Repair const& unmended) const
{
    Trial trial{unmended, 0};
    auto& repair = trial.repair;
    auto& mended = repair.recipe;
    mended.items = items;
    auto now = read_with(mended, m_new_parts, m_today);
    auto const same = m_known.of(now);
    if (items != recipe().items)
        repair.mended.push_back(
            {"items", 0, read_finder(recipe().items, mended.format), read_finder(items, mended.format), 0, 0});
    FieldMender{m_old, now, same, mended.format}.mend(mended.fields, repair);
    repair.trial = read_today(mended);
    auto const found = repair.trial.events.size();
    if (found == 0 || found * 2 < repair.before)
        return trial;
    repair.is_broken = !repair.mended.empty() || !repair.unsolved.empty();
    // What reads as an event: the more, the better; what is known again counts most.
    std::set<std::size_t> again;
    for (auto const& event : same)
        if (event)
            again.insert(*event);
    trial.worth = static_cast<double>(found) + 2 * static_cast<double>(again.size()) -
                  0.5 * static_cast<double>(repair.mended.size()) - static_cast<double>(repair.unsolved.size());
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
    double most = 0;
    for (auto const& items : items_to_try({m_new_parts, m_today}, m_known, m_new_page, m_today)) {
        auto trial = mend_with(items, as_it_was);
        if (trial.worth > 0 && !trial.repair.is_broken)
            return std::move(trial.repair);
        if (trial.worth > most) {
            most = trial.worth;
            best = std::move(trial.repair);
        }
    }
    if (most == 0)
        best.problem = "no structure of today's page holds as many events as the capture";
    return best;
}

}  // namespace

Repair repair(Page const& old_page, ReadContext const& then, Page const& new_page, ReadContext const& today)
{
    return Comparison{old_page, then, new_page, today}.best();
}

}  // namespace almanac
