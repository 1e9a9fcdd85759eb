#include "read/auto.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "ical/ical.hpp"
#include "read/ical.hpp"
#include "read/page_walk.hpp"
#include "read/pages.hpp"
#include "read/platform.hpp"
#include "read/recipe_engine.hpp"
#include "read/rungs.hpp"
#include "read/url_plan.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace almanac {

namespace {

/// A page links to its calendar once or twice; more are the calendars of single events or of others.
constexpr std::size_t max_offered = 3;

/// The calendar files that a page says hold the same: <link rel="alternate" type="text/calendar">, else webcal links.
std::vector<std::string> offered_calendars(Document const& document, std::string_view base)
{
    std::vector<std::string> urls;
    auto const offer = [&](std::string_view link) {
        auto url = link.starts_with("webcal:") ? resolve_url(base, "https:" + std::string{link.substr(7)})
                                               : resolve_url(base, link);
        if (!url.empty() && url != base && std::ranges::find(urls, url) == urls.end() && urls.size() < max_offered)
            urls.push_back(std::move(url));
    };
    for (auto const link : select(root(document), compile_selector("link[rel~=alternate][href]"))) {
        if (media_type_of(attribute(link, "type").value_or("")) == "text/calendar")
            offer(*attribute(link, "href"));
    }
    if (urls.empty()) {
        for (auto const link : select(root(document), compile_selector("a[href^='webcal:']")))
            offer(*attribute(link, "href"));
    }
    return urls;
}

Reading read_offered(Page const& page, ReadContext const& context)
{
    Reading reading;
    auto const document = parse_page(page.body, header(page.headers, "Content-Type"));
    std::vector<Request> requests;
    for (auto& url : offered_calendars(document, page.final_url)) {
        auto& request = requests.emplace_back();
        request.source = context.source.id;
        request.url = std::move(url);
    }
    if (requests.empty())
        return reading;
    append(reading, read_requests(context, requests, [&](Page const& file) {
               return looks_like_ical(file.body) ? read_ical(file.body, context.source, file.final_url,
                                                             {context.now, context.to, context.as_stated},
                                                             charset_of(header(file.headers, "Content-Type")))
                                                 : Reading{};
           }));
    return reading;
}

Reading read_rungs(Page const& page, ReadContext const& context, std::string_view only)
{
    auto reading = read_page(page, context, only);
    if (only.empty() && !found_anything(reading) && !looks_like_ical(page.body))
        append(reading, read_offered(page, context));
    return reading;
}

/// Gives the page that was had already once more, so that the platform's reader need not ask for it again.
class FirstPage final : public Fetcher {
public:
    FirstPage(Fetcher& fetcher, std::string const& url, Page const& page) : m_fetcher(fetcher), m_url(url), m_page(page)
    {
    }

    std::vector<Page> get(std::span<Request const> requests) override
    {
        if (requests.size() == 1 && requests.front().url == m_url && requests.front().body.empty())
            return {m_page};
        return m_fetcher.get(requests);
    }

private:
    Fetcher& m_fetcher;
    std::string const& m_url;
    Page const& m_page;
};

/// What goes wrong on a way that was only tried is no fault of the source.
void excuse(Reading& reading)
{
    reading.failed_pages = 0;
    for (auto& note : reading.notes)
        note.level = Level::info;
}

void say_choice(Reading& reading, ReadContext const& context, std::string_view name)
{
    reading.notes.push_back(
        {Level::info, context.source.id, redact_url(context.source.url), fmt::format("events are from {}", name)});
}

/// The source as its platform has it: what the source itself says of events' own pages stays.
Source source_on(Platform const& platform, Source const& source)
{
    auto copy = source;
    copy.recipe = platform.recipe;
    if (source.recipe.detail)
        copy.recipe.detail = source.recipe.detail;
    return copy;
}

/// Reads by the recipe of a platform that the page shows; nothing when there is none that finds events.
std::optional<Reading> read_platforms(std::vector<Platform const*> const& known, ReadContext const& context,
                                      std::string_view only, Reading& tried)
{
    for (auto const* platform : known) {
        if (!only.empty() && platform->id != only)
            continue;
        bool const leads = platform->recipe.lookup.has_value();
        bool const lists = platform->recipe.format != Format::none && platform->page == Format::json;
        bool const details = platform->recipe.detail.has_value();
        if (!leads && !lists && !details)
            continue;
        auto const source = source_on(*platform, context.source);
        auto reading = read_by_recipe(
            {source, context.fetcher, context.now, context.from, context.to, context.token, context.as_stated});
        if (found_anything(reading)) {
            say_choice(reading, context, platform->name);
            return reading;
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

Reading read_page(Page const& page, ReadContext const& context, std::string_view only)
{
    auto rungs = climb(page, context, only);
    if (rungs.empty())
        return {};
    auto& best = best_rung(rungs, context);
    auto reading = std::move(best.reading);
    reading.pages = reading.failed_pages = 0;
    if (found_anything(reading))
        reading.notes.push_back(
            {Level::info, context.source.id, redact_url(page.final_url), fmt::format("events are from {}", best.name)});
    return reading;
}

Reading AutoReader::read(ReadContext const& context)
{
    auto const requests = plan_requests(context);
    if (!is_plain(context.source) || requests.size() != 1)  // several: one for each month
        return read_pages(context, [&](Page const& page) { return read_rungs(page, context, m_only); });

    auto const& request = requests.front();
    auto const page = get(context.fetcher, request);
    auto const known = page.ok() ? recognise(page) : std::vector<Platform const*>{};
    FirstPage fetcher{context.fetcher, request.url, page};
    ReadContext const again{context.source, fetcher,       context.now,      context.from,
                            context.to,     context.token, context.as_stated};
    Reading tried;
    if (auto reading = read_platforms(known, again, m_only, tried)) {
        append(*reading, std::move(tried));
        return std::move(*reading);
    }
    auto const source = with_next(known, context.source);
    ReadContext const paged{source, fetcher, context.now, context.from, context.to, context.token, context.as_stated};
    auto reading = read_pages(paged, [&](Page const& one) { return read_rungs(one, paged, m_only); });
    append(reading, std::move(tried));
    return reading;
}

}  // namespace almanac
