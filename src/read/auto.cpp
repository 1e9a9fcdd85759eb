#include "read/auto.hpp"

#include "fetch/url.hpp"
#include "ical/ical.hpp"
#include "read/leads.hpp"
#include "read/page_walk.hpp"
#include "read/pages.hpp"
#include "read/rungs.hpp"
#include "read/url_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace almanac {

namespace {

bool any_coming(Reading const& reading, ReadContext const& context)
{
    return std::ranges::any_of(reading.events, [&](auto const& event) { return is_coming(event, context.now); });
}

/// "JSON-LD (12 events)"
std::string counted(Rung const& rung)
{
    auto const count = rung.reading.events.size();
    return fmt::format("{} ({} event{})", rung.name, count, count == 1 ? "" : "s");
}

/// What was taken, and what else was there: only one, so that no event is there twice.
std::string choice_among(std::vector<Rung> const& rungs, Rung const& best, ReadContext const& context)
{
    auto text = fmt::format("events are from {}", best.name);
    std::string others;
    for (auto const& rung : rungs)
        if (&rung != &best && !rung.reading.events.empty())
            others += fmt::format("{}{}{}", others.empty() ? "" : ", ", counted(rung),
                                  any_coming(rung.reading, context) ? "" : " all past");
    return others.empty() ? text : fmt::format("{}; not taken, so that none is there twice: {}", text, others);
}

Note info(ReadContext const& context, std::string_view url, std::string message)
{
    return {Level::info, context.source.id, redact_url(url), std::move(message)};
}

Reading read_opened(OpenPage const& page, ReadContext const& context, std::string_view only)
{
    auto rungs = climb(page, context, only);
    if (rungs.empty())
        return {};
    auto& best = best_rung(rungs, context);
    auto choice = choice_among(rungs, best, context);
    auto reading = std::move(best.reading);
    reading.pages = reading.failed_pages = 0;
    if (found_anything(reading))
        reading.notes.push_back(info(context, page.page().final_url, std::move(choice)));
    return reading;
}

/// The page itself, else the calendar files that it offers.
Reading read_or_offered(OpenPage const& page, ReadContext const& context, std::string_view only)
{
    auto reading = read_opened(page, context, only);
    if (!only.empty() || found_anything(reading))
        return reading;
    auto const urls = offered_calendars(page);
    if (urls.empty())
        return reading;
    append(reading, read_calendars(urls, context));
    if (found_anything(reading))
        reading.notes.push_back(info(context, page.page().final_url,
                                     "events are from a calendar file that the page offers; it states none itself"));
    return reading;
}

/// Reads by a platform to whose better way the page leads. Nothing when there is none that finds events; what finds
/// only past ones is kept in `past`, for the page itself may know more.
std::optional<Reading> read_leads(std::vector<Platform const*> const& known, ReadContext const& context,
                                  std::string_view only, Reading& tried, std::optional<Reading>& past)
{
    for (auto const* platform : known) {
        if (!leads_on(*platform) || (!only.empty() && platform->id != only))
            continue;
        auto reading = read_lead(*platform, context);
        if (found_anything(reading)) {
            reading.notes.push_back(
                info(context, context.source.url, fmt::format("events are from {}", platform->name)));
            if (any_coming(reading, context) || !only.empty())
                return reading;
            if (!past)
                past = std::move(reading);
            continue;
        }
        excuse(reading);
        append(tried, std::move(reading));
    }
    return std::nullopt;
}

/// The link to the next page, where the source says nothing of it and a platform of the page does.
Source with_next(std::vector<Platform const*> const& known, Source const& source)
{
    auto copy = source;
    for (auto const* platform : known) {
        if (platform->page != Format::html || platform->recipe.lookup || platform->recipe.next.empty())
            continue;
        copy.recipe.paging = Format::html;
        copy.recipe.next = platform->recipe.next;
        break;
    }
    return copy;
}

/// Whether the source leaves all to the program: it says nothing of further pages.
bool is_plain(Source const& source)
{
    return source.recipe.each.empty() && source.method == "GET" && source.recipe.next.empty() && !source.recipe.more &&
           !source.recipe.lookup;
}

}  // namespace

Reading AutoReader::read(ReadContext const& context)
{
    auto const requests = plan_requests(context);
    if (!is_plain(context.source) || requests.size() != 1)  // several: one for each month
        return read_pages(context, [&](Page const& page) { return read_or_offered(OpenPage{page}, context, m_only); });

    auto const& request = requests.front();
    auto const page = get(context.fetcher, request);
    std::optional<OpenPage> first;
    if (page.ok())
        first.emplace(page);
    auto const known = first ? recognise(*first) : std::vector<Platform const*>{};
    FirstPage fetcher{context.fetcher, request.url, page};
    auto const again = context.with(context.source, fetcher);
    Reading tried;
    std::optional<Reading> past;
    if (auto reading = read_leads(known, again, m_only, tried, past)) {
        append(*reading, std::move(tried));
        return std::move(*reading);
    }
    auto const source = with_next(known, context.source);
    auto const paged = context.with(source, fetcher);
    auto reading = read_pages(paged, [&](Page const& one) {
        bool const is_first = first && one.url == page.url;  // its tree is there already
        return is_first ? read_or_offered(*first, paged, m_only) : read_or_offered(OpenPage{one}, paged, m_only);
    });
    if (past && !any_coming(reading, context))
        reading = std::move(*past);
    append(reading, std::move(tried));
    return reading;
}

}  // namespace almanac
