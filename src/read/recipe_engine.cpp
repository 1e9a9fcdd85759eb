#include "read/recipe_engine.hpp"

#include "read/page_walk.hpp"
#include "read/recipe_detail.hpp"
#include "read/recipe_page.hpp"
#include "read/recipe_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace almanac {
namespace {

/// What makes an item of a list the same as one seen before.
std::string identity(Values const& values)
{
    auto const names = first_texts(values);
    std::string key;
    for (auto const* name : {"uid", "url", "name", "when", "start", "start_time", "series", "replaces"}) {
        auto const found = names.find(name);
        key += (found == names.end() ? std::string{} : found->second) + '\n';
    }
    return key;
}

/// Gathers the items of all pages of a list.
class Gatherer {
public:
    Gatherer(ReadContext const& context, Reading& reading)
        : m_context(context), m_reading(reading), m_reader(context.source.recipe)
    {
    }

    WalkedPage read(Page const& page, Trail const& trail);
    WalkedPage keep(std::string const& url, ListPage list);
    std::vector<Found> found() { return std::move(m_found); }

private:
    void add(Values values, std::string const& key, std::string const& page);

    ReadContext const& m_context;
    Reading& m_reading;
    ListReader m_reader;
    std::vector<Found> m_found;
    std::map<std::string, std::size_t> m_places;  ///< identity -> index in m_found
};

WalkedPage Gatherer::read(Page const& page, Trail const& trail)
{
    auto const& recipe = m_context.source.recipe;
    return keep(page.url,
                m_reader.read({page, recipe.format, trail.more ? recipe.more->inside : recipe.inside}, trail.labels));
}

WalkedPage Gatherer::keep(std::string const& url, ListPage list)
{
    for (auto const& problem : list.problems)
        note(m_reading, list.readable ? Level::warning : Level::error, m_context, url, problem);
    WalkedPage walked{list.readable, {}, list.elements, list.total, list.next, list.base};
    for (auto const& [values, condition] : list.skipped) {
        walked.items.push_back(identity(values));
        auto names = first_texts(values);
        m_reading.drops.push_back({m_context.source.id, "filtered by skip_if", fmt::format("it has {}", condition),
                                   names["name"], names["url"]});
    }
    for (auto& values : list.items) {
        walked.items.push_back(identity(values));
        add(std::move(values), walked.items.back(), list.base);
    }
    return walked;
}

/// An item that was there before (two categories list it) gets the words of both.
void Gatherer::add(Values values, std::string const& key, std::string const& page)
{
    auto const [place, added] = m_places.try_emplace(key, m_found.size());
    if (added) {
        Found found;
        found.event.source = m_context.source.id;
        found.event.page = page;
        found.values = std::move(values);
        m_found.push_back(std::move(found));
        return;
    }
    auto& known = m_found[place->second].values;
    for (auto const* name : {"category", "tags"})
        for (auto& text : values[name])
            if (std::ranges::find(known[name], text) == known[name].end())
                known[name].push_back(std::move(text));
}

void finish(std::vector<Found> found, Reading& reading, ReadContext const& context)
{
    join_instances(found);
    for (auto& one : found) {
        auto made = make_events(std::move(one), context);
        if (made.drop)
            reading.drops.push_back(std::move(*made.drop));
        for (auto& event : made.events)
            reading.events.push_back(std::move(event));
    }
}

std::size_t pages_left(ReadContext const& context, std::size_t asked)
{
    auto const limit = static_cast<std::size_t>(std::max(context.source.max_pages, 0));
    return limit - std::min(limit, asked);
}

}  // namespace

Reading read_by_recipe(ReadContext const& context)
{
    Reading reading;
    Gatherer gatherer{context, reading};
    auto const asked =
        walk_pages(context, reading, [&](Page const& page, Trail const& trail) { return gatherer.read(page, trail); });
    auto found = gatherer.found();
    follow_details(found, reading, context, pages_left(context, asked));
    finish(std::move(found), reading, context);
    join_times(reading.events);
    return reading;
}

void apply_details(Reading& reading, ReadContext const& context)
{
    if (!context.source.recipe.detail)
        return;
    std::vector<Found> found;
    found.reserve(reading.events.size());
    for (auto& event : reading.events)
        found.push_back({std::move(event), {}});
    reading.events.clear();
    auto const asked = static_cast<std::size_t>(reading.pages) + static_cast<std::size_t>(reading.failed_pages);
    follow_details(found, reading, context, pages_left(context, asked));
    finish(std::move(found), reading, context);
}

std::vector<OwnPage> own_pages(ReadContext const& context)
{
    Reading reading;
    std::vector<Found> found;
    if (context.source.recipe.format != Format::none) {
        Gatherer gatherer{context, reading};
        walk_pages(context, reading, [&](Page const& page, Trail const& trail) { return gatherer.read(page, trail); });
        found = gatherer.found();
    } else {
        auto plain = context.source;
        plain.recipe.detail.reset();
        reading = make_reader(plain)->read(context.with(plain));
        for (auto& event : reading.events)
            found.push_back({std::move(event), {}});
    }
    return own_pages(found, context);
}

Reading read_one_page(Page const& page, ReadContext const& context, PageParts const* parts)
{
    Reading reading;
    auto const& recipe = context.source.recipe;
    std::vector<Found> found;
    if (recipe.format != Format::none) {
        Gatherer gatherer{context, reading};
        if (parts != nullptr && recipe.inside.empty())
            static_cast<void>(gatherer.keep(page.url, ListReader{recipe}.read(*parts, {})));
        else
            static_cast<void>(gatherer.read(page, {}));
        found = gatherer.found();
        if (recipe.items.empty() && recipe.detail)
            std::erase_if(found, [](Found const& one) { return !one.values.contains("name"); });
    }
    if (found.empty() && reading.drops.empty() && recipe.detail) {
        reading.notes.clear();
        auto detail = std::move(DetailReader{*recipe.detail}.read(page, {Names{}}).front());
        if (!detail.problem.empty())
            note(reading, Level::error, context, page.url, detail.problem);
        Found one;
        one.event.source = context.source.id;
        one.event.page = one.event.url = page.url;
        one.values = std::move(detail.values);
        if (!detail.skipped_by.empty())
            reading.drops.push_back({context.source.id,
                                     "filtered by skip_if",
                                     fmt::format("its page has {}", detail.skipped_by),
                                     {},
                                     page.url});
        else
            found.push_back(std::move(one));
    }
    ++reading.pages;
    finish(std::move(found), reading, context);
    join_times(reading.events);
    return reading;
}

}  // namespace almanac
