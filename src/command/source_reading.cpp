#include "command/source_reading.hpp"

#include "command/page_input.hpp"
#include "command/times.hpp"
#include "fetch/url.hpp"
#include "read/recipe_engine.hpp"

#include <algorithm>

namespace almanac {
namespace {

constexpr std::size_t max_kept_bytes = 64U << 20U;

std::string key_of(Request const& request)
{
    return request.method + ' ' + request.url + '\n' + request.body;
}

}  // namespace

std::vector<Page> KeepingFetcher::get(std::span<Request const> requests)
{
    std::vector<Request> asked;
    std::map<std::string, std::size_t> places;  // of those, in what comes
    for (auto const& request : requests)
        if (auto key = key_of(request); !m_places.contains(key) && places.try_emplace(key, asked.size()).second)
            asked.push_back(request);
    auto const fetched = m_from.get(asked);
    std::vector<Page> pages;
    for (auto const& request : requests) {
        auto const kept = m_places.find(key_of(request));
        pages.push_back(kept == m_places.end() ? fetched.at(places.at(key_of(request))) : m_pages[kept->second]);
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
        m_bytes += fetched[i].body.size();
        if (m_bytes > max_kept_bytes)
            break;
        m_places.emplace(key_of(asked[i]), m_pages.size());
        m_pages.push_back(fetched[i]);
    }
    return pages;
}

ReadContext context_of(Source const& source, Fetcher& fetcher, absl::CivilSecond now, Plan const& plan)
{
    auto const today = absl::CivilDay(now);
    return {source, fetcher, now, today, today + plan.config.window.days};
}

SourceReading read_source_at(Source const& source, KeepingFetcher& fetcher, absl::Time now, Plan const& plan,
                             std::string const& token)
{
    SourceReading read;
    read.now = wall_clock(now, source.timezone);
    auto context = context_of(source, fetcher, read.now, plan);
    context.token = token;
    read.reading = make_reader(source)->read(context);
    read.pages = fetcher.pages();
    return read;
}

Page const* list_page(SourceReading const& read, Source const& source, Plan const& plan)
{
    OnePage nothing;
    Page const* best = nullptr;
    std::size_t most = 0;
    for (auto const& page : read.pages) {
        if (!page.ok())
            continue;
        auto list = source;
        list.recipe.detail.reset();
        auto const found = read_one_page(page, context_of(list, nothing, read.now, plan)).events.size();
        if (best == nullptr || found > most) {
            best = &page;
            most = found;
        }
    }
    return best;
}

Page const* same_page(SourceReading const& read, Page const& page)
{
    auto const same = std::ranges::find_if(read.pages, [&](auto const& one) {
        return one.ok() && capture_key("GET", one.url) == capture_key("GET", page.url);
    });
    if (same != read.pages.end())
        return &*same;
    auto const first = std::ranges::find_if(read.pages, &Page::ok);
    return first == read.pages.end() ? nullptr : &*first;
}

}  // namespace almanac
