#include "fetch/url.hpp"
#include "read/page_parts.hpp"
#include "read/recipe_detail.hpp"
#include "read/recipe_engine.hpp"
#include "read/repair.hpp"
#include "read/repair_conditions.hpp"
#include "read/repair_fields.hpp"
#include "read/sheet.hpp"
#include "read/url_plan.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <string>
#include <utility>
#include <vector>

namespace almanac {
namespace {

constexpr std::size_t max_pages = 12;  ///< own pages of each time that are compared

bool is_same(OwnPage const& a, OwnPage const& b)
{
    return capture_key("GET", a.url) == capture_key("GET", b.url) || (!a.name.empty() && fold(a.name) == fold(b.name));
}

/// The pages that are compared: those of events that the other list has too, then the others.
std::vector<OwnPage> chosen(std::vector<OwnPage> pages, std::vector<OwnPage> const& others)
{
    std::ranges::stable_partition(pages, [&](auto const& page) {
        return std::ranges::any_of(others, [&](auto const& other) { return is_same(page, other); });
    });
    if (pages.size() > max_pages)
        pages.resize(max_pages);
    return pages;
}

/// Own pages of events at one time, as far as they could be had.
struct OwnPages {
    std::vector<OwnPage> events;
    std::list<PageParts> parts;  ///< of each
    std::string problem;         ///< of the first that could not be had
};

OwnPages get_pages(std::vector<OwnPage> const& wanted, Detail const& detail, ReadContext const& context)
{
    OwnPages own;
    std::vector<Request> requests;
    requests.reserve(wanted.size());
    for (auto const& page : wanted)
        requests.push_back(request_for_detail(page.url, context));
    auto const pages = context.fetcher.get(requests);
    for (std::size_t i = 0; i < pages.size() && i < wanted.size(); ++i) {
        auto problem = pages[i].message;
        if (pages[i].ok()) {
            auto const& parts = own.parts.emplace_back(pages[i], detail.format, detail.inside);
            problem = parts.problem();
            if (parts.scopes().size() == 1) {
                own.events.push_back(wanted[i]);
                continue;
            }
            own.parts.pop_back();
        }
        if (own.problem.empty())
            own.problem = std::move(problem);
    }
    return own;
}

Sheet read_pages(OwnPages const& own, Recipe const& recipe, ReadContext const& context)
{
    std::vector<PageParts const*> parts;
    for (auto const& page : own.parts)
        parts.push_back(&page);
    Sheet sheet{std::move(parts), context};
    sheet.read(recipe);
    return sheet;
}

}  // namespace

void repair_details(Repair& repair, ReadContext const& then, ReadContext const& today)
{
    auto& detail = repair.recipe.detail;
    if (!detail)
        return;
    auto source = today.source;
    source.recipe = repair.recipe;
    auto const mended = today.with(source);
    auto const before = own_pages(then);
    auto const now = own_pages(mended);
    if (before.empty() || now.empty())
        return;
    auto const old_pages = get_pages(chosen(before, now), *detail, then);
    auto const new_pages = get_pages(chosen(now, before), *detail, mended);
    if (old_pages.events.empty()) {
        repair.changes.doubts.emplace_back(
            "the capture holds no own pages of events, so that [detail] could not be looked at");
        return;
    }
    if (new_pages.events.empty()) {
        repair.is_broken = true;
        return repair.changes.unsolved.push_back(fmt::format("detail.page '{}' (none of {} own pages could be had: {})",
                                                             detail->page, std::min(now.size(), max_pages),
                                                             new_pages.problem));
    }
    Recipe as_list;  // each page is an item
    as_list.format = detail->format;
    as_list.fields = detail->fields;
    auto const old = read_pages(old_pages, as_list, then);
    auto today_sheet = read_pages(new_pages, as_list, today);
    Same same;
    for (auto const& page : new_pages.events) {
        auto const found = std::ranges::find_if(old_pages.events, [&](auto const& one) { return is_same(page, one); });
        same.push_back(found == old_pages.events.end()
                           ? std::nullopt
                           : std::optional{static_cast<std::size_t>(found - old_pages.events.begin())});
    }
    auto changes = FieldMender{old, today_sheet, same, detail->format}.mend(detail->fields);
    append(changes, mend_conditions(detail->skip_if, old, today_sheet, same, detail->format));
    for (auto& one : changes.mended)
        one.page = PageKind::detail;
    for (auto& name : changes.unsolved)
        name.insert(0, "detail.");
    for (auto& doubt : changes.doubts)
        doubt.insert(0, "detail.");
    repair.is_broken = repair.is_broken || !changes.mended.empty() || !changes.unsolved.empty();
    append(repair.changes, std::move(changes));
}

}  // namespace almanac
