#include "read/repair_next.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "read/page_parts.hpp"
#include "read/places.hpp"
#include "read/recipe_engine.hpp"
#include "read/recipe_page.hpp"
#include "read/repair_fields.hpp"
#include "read/url_plan.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <string>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_tried = 3;  ///< places whose page is asked for
constexpr std::size_t max_looked_at = 2000;

/// What `next` may be.
struct Candidate {
    Finder finder;
    std::string value;  ///< the address or token that stands there
    double score = 0;
};

bool says_next(std::string_view text)
{
    constexpr std::array<std::string_view, 7> words = {"next",   "older",        "later", "more",
                                                       "cursor", "continuation", "after"};
    auto const low = lower_ascii(text);
    return std::ranges::any_of(words, [&](auto word) { return low.find(word) != std::string::npos; });
}

/// The link of a page that a place finds.
struct Link {
    std::string to;    ///< whole address
    std::string text;  ///< folded
};

Link link_of(PageParts const& parts, Finder const& place)
{
    for (auto const& scope : parts.scopes())
        for (auto const& found : PlaceReader{place, Format::html}.scopes(scope))
            if (auto const to = attribute(found.element, place.attribute))
                return {resolve_url(parts.base(), *to), fold(text_of(found.element))};
    return {};
}

/// How the element is found as the first of its page: by each way to it, or by its text.
std::vector<std::string> ways_to_link(Element element)
{
    std::vector<std::string> ways;
    if (attribute(element, "rel").value_or("") == "next")
        ways.push_back(fmt::format("{}[rel=next]", tag(element)));
    std::ranges::move(ways_to(element), std::back_inserter(ways));
    if (auto const text = text_of(element); !text.empty() && text.find_first_of("\"\\") == std::string::npos)
        ways.push_back(fmt::format("{}:contains(\"{}\")", tag(element), text));
    std::ranges::stable_partition(ways, [](auto const& way) { return way.find_first_of(".#[:") != std::string::npos; });
    return ways;
}

std::vector<Candidate> candidates_in_html(PageParts const& parts, Finder const& was, Link const& before)
{
    std::vector<Candidate> found;
    auto const top = parts.scopes().front();
    std::size_t looked_at = 0;
    for (auto const element : select(top.element, compile_selector("[href]"))) {
        if (++looked_at > max_looked_at)
            break;
        auto const value = std::string{attribute(element, "href").value_or("")};
        auto const to = resolve_url(parts.base(), value);
        auto const text = text_of(element);
        auto const called = fmt::format("{} {} {} {}", attribute(element, "class").value_or(""),
                                        attribute(element, "aria-label").value_or(""),
                                        attribute(element, "title").value_or(""), text.size() < 40 ? text : "");
        double const score = (to == before.to ? 3 : 0) + (attribute(element, "rel").value_or("") == "next" ? 2 : 0) +
                             (!before.text.empty() && fold(text) == before.text ? 2 : 0) + (says_next(called) ? 1 : 0);
        if (score < 1 || to.empty())
            continue;
        for (auto const& way : ways_to_link(element)) {
            Candidate candidate{was, value, score};
            candidate.finder.select = way;
            candidate.finder.attribute = "href";
            if (link_of(parts, candidate.finder).to != to)
                continue;
            candidate.score += likeness(was.select, way) / 2;
            found.push_back(std::move(candidate));
            break;
        }
    }
    return found;
}

std::vector<Candidate> candidates_in_json(PageParts const& parts, Finder const& was, std::string const& before)
{
    std::vector<Candidate> found;
    for (auto const& [place, text] : parts_of(parts.scopes().front())) {
        bool const in_list = place.find("[0]") != std::string::npos;
        bool const is_address = before.starts_with("http") || before.starts_with('/');
        bool const alike = is_address == (text.starts_with("http") || text.starts_with('/'));
        double const score = (text == before ? 3 : 0) + (says_next(place) ? 1 : 0) + likeness(was.select, place);
        if (in_list || !alike || score < 1 || place.find('@') != std::string::npos)
            continue;
        found.push_back({was, text, score});
        found.back().finder.select = place;
    }
    return found;
}

/// What makes events of two pages different ones.
std::set<std::string> events_of(Reading const& reading)
{
    std::set<std::string> events;
    for (auto const& event : reading.events)
        events.insert(fmt::format("{}\n{}\n{}", event.name, event.url, absl::FormatCivilTime(event.when.start)));
    return events;
}

/// Whether the page to which a value leads holds events that the page before it does not.
bool leads_on(std::string const& value, Recipe const& recipe, Page const& page, ReadContext const& today)
{
    auto source = today.source;
    source.recipe = recipe;
    source.recipe.detail.reset();
    auto const context = today.with(source);
    auto trails = plan_trails(context, {});
    PageOutcome outcome{true, 1, false, {}, value, page.final_url.empty() ? page.url : page.final_url};
    if (trails.empty() || !advance(trails.front(), outcome, source))
        return false;
    auto const request = request_for(trails.front(), context);
    if (request.url.empty())
        return false;
    auto const further = get(today.fetcher, request);
    if (!further.ok() || further.body == page.body)
        return false;
    if (recipe.format == Format::none)
        return true;  // another reader reads it
    auto const first = events_of(read_one_page(page, context));
    return std::ranges::any_of(events_of(read_one_page(further, context)),
                               [&](auto const& event) { return !first.contains(event); });
}

/// `total`, where the old page stated it and today's does not.
void doubt_total(Changes& changes, Recipe const& recipe, Page const& old_page, Page const& new_page)
{
    if (recipe.total.empty())
        return;
    PlaceReader const place{recipe.total, recipe.format};
    auto const states = [&](Page const& page) {
        PageParts const parts{page, recipe.format, recipe.inside};
        return std::ranges::any_of(parts.scopes(), [&](Scope const& scope) { return !place.texts(scope).empty(); });
    };
    if (states(old_page) && !states(new_page))
        changes.doubts.push_back(
            fmt::format("total '{}' finds nothing any more; pages are asked for until one is empty", recipe.total));
}

}  // namespace

Changes mend_next(Recipe& recipe, Page const& old_page, Page const& new_page, ReadContext const& today)
{
    Changes changes;
    doubt_total(changes, recipe, old_page, new_page);
    auto const before = recipe.next.empty() ? std::string{} : next_of(old_page, recipe);
    if (before.empty() || !next_of(new_page, recipe).empty())
        return changes;
    auto was = read_finder(recipe.next, recipe.paging);
    PageParts const parts{new_page, recipe.paging, recipe.inside};
    std::vector<Candidate> candidates;
    if (!parts.scopes().empty() && recipe.paging == Format::json) {
        candidates = candidates_in_json(parts, was, before);
    } else if (!parts.scopes().empty()) {
        PageParts const old_parts{old_page, recipe.paging, recipe.inside};
        if (was.attribute.empty())
            was.attribute = "href";
        candidates = candidates_in_html(parts, was, link_of(old_parts, was));
    }
    std::ranges::stable_sort(candidates, std::greater{}, &Candidate::score);
    if (candidates.size() > max_tried)
        candidates.resize(max_tried);
    for (auto const& candidate : candidates) {
        auto mended = recipe;
        mended.next = short_form(candidate.finder);
        if (!leads_on(candidate.value, mended, new_page, today))
            continue;
        changes.mended.push_back({"next", 0, read_finder(recipe.next, recipe.paging), candidate.finder, 0, 0, {}});
        recipe = std::move(mended);
        return changes;
    }
    changes.doubts.push_back(fmt::format(
        "next '{}' led to a further page in the capture and finds nothing today, and no other place leads to "
        "one with further events. That is right if one page holds them all now; else look for the link",
        recipe.next));
    return changes;
}

}  // namespace almanac
