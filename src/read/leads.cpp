#include "read/leads.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "ical/ical.hpp"
#include "read/ical.hpp"
#include "read/pages.hpp"
#include "read/recipe_engine.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <utility>

namespace almanac {

namespace {

constexpr std::size_t max_offered = 3;
constexpr int max_survey_pages = 4;  ///< of one way: enough to compare by, little for the server

Source source_on(Platform const& platform, Source const& source)
{
    auto copy = source;
    copy.recipe = platform.recipe;
    if (source.recipe.detail)
        copy.recipe.detail = source.recipe.detail;
    return copy;
}

bool holds(std::vector<Rung> const& rungs, std::string_view id)
{
    return std::ranges::find(rungs, id, &Rung::id) != rungs.end();
}

}  // namespace

bool leads_on(Platform const& platform)
{
    auto const& recipe = platform.recipe;
    bool const lists = recipe.format != Format::none && platform.page == Format::json;
    return recipe.lookup || recipe.detail || lists;
}

Reading read_lead(Platform const& platform, ReadContext const& context)
{
    auto const source = source_on(platform, context.source);
    return read_by_recipe(context.with(source));
}

std::vector<std::string> offered_calendars(OpenPage const& page)
{
    std::vector<std::string> urls;
    if (page.format() != Format::html)
        return urls;
    auto const top = page.parts()->scopes().front().element;
    auto const& base = page.parts()->base();
    auto const offer = [&](std::string_view link) {
        auto url = link.starts_with("webcal:") ? resolve_url(base, "https:" + std::string{link.substr(7)})
                                               : resolve_url(base, link);
        if (!url.empty() && url != base && std::ranges::find(urls, url) == urls.end() && urls.size() < max_offered)
            urls.push_back(std::move(url));
    };
    for (auto const link : select(top, compile_selector("link[rel~=alternate][href]"))) {
        if (media_type_of(attribute(link, "type").value_or("")) == "text/calendar")
            offer(*attribute(link, "href"));
    }
    if (urls.empty()) {
        for (auto const link : select(top, compile_selector("a[href^='webcal:']")))
            offer(*attribute(link, "href"));
    }
    return urls;
}

Reading read_calendars(std::vector<std::string> const& urls, ReadContext const& context)
{
    std::vector<Request> requests;
    requests.reserve(urls.size());
    for (auto const& url : urls)
        requests.push_back({.source = context.source.id, .url = url});
    return read_requests(context, requests, [&](Page const& file) {
        return looks_like_ical(file.body)
                   ? read_ical(file.body, context.source, file.final_url, {context.now, context.to, context.as_stated},
                               charset_of(header(file.headers, "Content-Type")))
                   : Reading{};
    });
}

void excuse(Reading& reading)
{
    reading.failed_pages = 0;
    for (auto& note : reading.notes)
        note.level = Level::info;
}

std::vector<Page> FirstPage::get(std::span<Request const> requests)
{
    if (requests.size() == 1 && requests.front().url == m_url && requests.front().body.empty())
        return {m_page};
    return m_fetcher.get(requests);
}

std::vector<Rung> survey(OpenPage const& page, ReadContext const& context)
{
    auto source = context.source;
    source.max_pages = std::min(source.max_pages, max_survey_pages);
    FirstPage fetcher{context.fetcher, source.url, page.page()};
    auto const bounded = context.with(source, fetcher);
    std::vector<Rung> rungs;
    for (auto const* platform : recognise(page))
        if (leads_on(*platform))
            rungs.push_back({platform->id, platform->name, true, read_lead(*platform, bounded)});
    for (auto& rung : climb(page, bounded))
        if (!holds(rungs, rung.id))
            rungs.push_back(std::move(rung));
    for (auto& url : offered_calendars(page)) {
        auto reading = read_calendars({url}, bounded);
        rungs.push_back({"ical", "iCalendar that it offers", true, std::move(reading), std::move(url)});
    }
    return rungs;
}

}  // namespace almanac
