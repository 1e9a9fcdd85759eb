#include "read/recipe_detail.hpp"

#include "fetch/url.hpp"
#include "read/page_walk.hpp"
#include "read/recipe_page.hpp"
#include "read/url_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <span>
#include <utility>

namespace almanac {
namespace {

/// An address and the events that have it as their page.
struct Follow {
    std::string url;
    std::vector<std::size_t> events;
};

Names known_of(Found const& found)
{
    auto names = names_of(found.event);
    for (auto& [name, text] : first_texts(found.values))
        names[name] = text;
    return names;
}

/// The address of an event's own page; empty when a name in it has no value.
std::string address_of(Detail const& detail, Names const& known)
{
    auto const filled = fill_template(detail.page, [&](TemplatePiece const& piece) -> std::optional<std::string> {
        auto const value = known.find(piece.name);
        if (value == known.end())
            return std::nullopt;
        return piece.position == 1 ? value->second : encode_url_part(value->second);
    });
    return filled ? resolve_url(*filled, *filled) : std::string{};
}

bool needs_page(Detail const& detail, Names const& known)
{
    return detail.if_missing.empty() ||
           std::ranges::any_of(detail.if_missing, [&](auto const& name) { return !known.contains(name); });
}

std::vector<Follow> plan(std::vector<Found> const& found, Detail const& detail, ReadContext const& context)
{
    std::vector<Follow> follows;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < found.size(); ++i) {
        auto const known = known_of(found[i]);
        auto const url = needs_page(detail, known) ? address_of(detail, known) : std::string{};
        if (url.empty() || !may_be_wanted(found[i], context))
            continue;
        auto const [place, added] = places.try_emplace(url, follows.size());
        if (added)
            follows.push_back({url, {}});
        follows[place->second].events.push_back(i);
    }
    return follows;
}

/// Reads the own pages of events, a batch at a time.
class DetailWalk {
public:
    DetailWalk(std::vector<Found>& found, Reading& reading, ReadContext const& context)
        : m_found(found), m_reading(reading), m_context(context), m_reader(*context.source.recipe.detail),
          m_skipped(found.size())
    {
    }

    void follow(std::span<Follow const> follows);
    void remove_skipped();

private:
    void read(Page const& page, Follow const& follow);
    void put(Found& event, DetailPage page, bool& skipped);

    std::vector<Found>& m_found;
    Reading& m_reading;
    ReadContext const& m_context;
    DetailReader m_reader;
    std::deque<bool> m_skipped;
};

void DetailWalk::follow(std::span<Follow const> follows)
{
    for (std::size_t start = 0; start < follows.size(); start += batch_size) {
        auto const batch = follows.subspan(start, std::min(batch_size, follows.size() - start));
        std::vector<Request> requests;
        for (auto const& one : batch)
            requests.push_back(request_for_detail(one.url, m_context));
        auto const pages = m_context.fetcher.get(requests);
        for (std::size_t i = 0; i < batch.size() && i < pages.size(); ++i)
            read(pages[i], batch[i]);
    }
}

void DetailWalk::read(Page const& page, Follow const& follow)
{
    if (!page.ok()) {
        ++m_reading.failed_pages;
        note(m_reading, Level::error, m_context, page.url, page.message + "; kept what the list says");
        return;
    }
    ++m_reading.pages;
    std::vector<Names> known;
    known.reserve(follow.events.size());
    for (auto const i : follow.events)
        known.push_back(known_of(m_found[i]));
    auto details = m_reader.read(page, known);
    if (auto const& problem = details.front().problem; !problem.empty())
        note(m_reading, Level::error, m_context, page.url, problem + "; kept what the list says");
    for (std::size_t n = 0; n < details.size(); ++n)
        put(m_found[follow.events[n]], std::move(details[n]), m_skipped[follow.events[n]]);
}

void DetailWalk::put(Found& event, DetailPage page, bool& skipped)
{
    if (page.values.contains("description"))
        event.event.page = page.base;
    put_over(event.values, std::move(page.values));
    if (page.skipped_by.empty())
        return;
    skipped = true;
    auto names = known_of(event);
    m_reading.drops.push_back({m_context.source.id, "filtered by skip_if",
                               fmt::format("its page has {}", page.skipped_by), names["name"], names["url"]});
}

void DetailWalk::remove_skipped()
{
    std::vector<Found> kept;
    for (std::size_t i = 0; i < m_found.size(); ++i)
        if (!m_skipped[i])
            kept.push_back(std::move(m_found[i]));
    m_found = std::move(kept);
}

}  // namespace

std::vector<OwnPage> own_pages(std::vector<Found> const& found, ReadContext const& context)
{
    std::vector<OwnPage> pages;
    if (context.source.recipe.detail)
        for (auto const& follow : plan(found, *context.source.recipe.detail, context))
            pages.push_back({follow.url, known_of(found[follow.events.front()])["name"]});
    return pages;
}

void follow_details(std::vector<Found>& found, Reading& reading, ReadContext const& context, std::size_t max_pages)
{
    auto const& detail = context.source.recipe.detail;
    if (!detail)
        return;
    auto follows = plan(found, *detail, context);
    if (follows.size() > max_pages) {
        note(reading, Level::warning, context, {},
             fmt::format("{} of {} event pages were not asked for: the source's max_pages = {} is reached; kept what "
                         "the list says",
                         follows.size() - max_pages, follows.size(), context.source.max_pages));
        follows.resize(max_pages);
    }
    DetailWalk walk{found, reading, context};
    walk.follow(follows);
    walk.remove_skipped();
}

}  // namespace almanac
