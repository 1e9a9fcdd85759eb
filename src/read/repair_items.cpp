#include "read/repair_items.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "read/json_lists.hpp"
#include "read/places.hpp"
#include "read/propose.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_candidates = 12;  ///< structures that are tried as items
constexpr int max_levels = 8;               ///< from a name or link up to its item

/// The first element of a page that is the link or name of each known event.
std::map<std::size_t, Element> anchors_of(Element top, std::string const& base, KnownEvents const& known)
{
    std::map<std::size_t, Element> anchors;
    for (auto const element : select(top, compile_selector("*"))) {
        auto const link = attribute(element, "href");
        auto event = link ? known.by_link(resolve_url(base, *link)) : std::nullopt;
        if (!event && !first_child(element))
            event = known.by_name(fold(text_of(element)));
        if (event)
            anchors.try_emplace(*event, element);
    }
    return anchors;
}

/// Without those that were found once only.
std::vector<std::string> most_first(std::vector<std::string> items, std::map<std::string, std::size_t> const& counts)
{
    std::erase_if(items, [&](auto const& one) { return counts.at(one) < 2; });
    std::ranges::stable_sort(items, std::greater{}, [&](auto const& one) { return counts.at(one); });
    return items;
}

/// Elements that may be the items of today's page: those around what is known of the old events, one each.
std::vector<std::string> elements_around(Sheet const& now, KnownEvents const& known)
{
    auto const& page = *now.pages().front();
    auto const top = page.scopes().front().element;
    auto const anchors = anchors_of(top, page.base(), known);
    std::map<std::string, std::size_t> counts;
    std::vector<std::string> order;
    for (auto const& [event, anchor] : anchors) {
        auto around = anchor;
        for (int level = 0; level < max_levels && around && around != top; ++level, around = parent(around)) {
            auto const end = around.document->node(around.id).end;
            bool const alone = std::ranges::none_of(anchors, [&, own = event](auto const& other) {
                return other.first != own && other.second.id >= around.id && other.second.id < end;
            });
            if (!alone)
                break;
            if (auto selector = selector_of(around); counts[selector]++ == 0)
                order.push_back(std::move(selector));
        }
    }
    return most_first(std::move(order), counts);
}

/// Lists of objects that are known events.
std::vector<std::string> lists_around(Sheet const& now, KnownEvents const& known)
{
    auto const& page = *now.pages().front();
    std::map<std::string, std::size_t> counts;
    std::vector<std::string> order;
    for (auto const& [path, objects] : lists_of(page)) {
        std::set<std::size_t> events;
        for (auto const* object : objects)
            if (auto const event = known.of(Scope{{}, object}, page.base()))
                events.insert(*event);
        counts[path] = events.size();
        order.push_back(path);
    }
    return most_first(std::move(order), counts);
}

std::vector<std::string> around_known(Sheet const& now, KnownEvents const& known)
{
    auto const& scopes = now.pages().front()->scopes();
    if (scopes.empty())
        return {};
    return scopes.front().json == nullptr ? elements_around(now, known) : lists_around(now, known);
}

}  // namespace

std::vector<std::string> items_to_try(Sheet const& now, KnownEvents const& known, Page const& page,
                                      ReadContext const& context)
{
    auto const& recipe = context.source.recipe;
    std::vector<std::string> candidates{recipe.items};
    auto const add = [&](std::string items) {
        if (candidates.size() < max_candidates && std::ranges::find(candidates, items) == candidates.end())
            candidates.push_back(std::move(items));
    };
    if (recipe.items.empty())
        return candidates;
    for (auto& items : around_known(now, known))
        add(std::move(items));
    for (auto const& proposal : propose(page, context))
        if (proposal.recipe.format == recipe.format && proposal.recipe.inside == recipe.inside)
            add(proposal.recipe.items);
    return candidates;
}

}  // namespace almanac
