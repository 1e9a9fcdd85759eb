#include "command/source_reading.hpp"

#include "command/page_input.hpp"
#include "command/times.hpp"
#include "fetch/url.hpp"
#include "read/recipe_engine.hpp"

#include <algorithm>

namespace almanac {
namespace {

/// Remembers the pages that a reader was given.
class KeepingFetcher final : public Fetcher {
public:
    explicit KeepingFetcher(Fetcher& from) : m_from(from) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        auto pages = m_from.get(requests);
        for (auto const& page : pages)
            if (m_pages.size() < 50)
                m_pages.push_back(page);
        return pages;
    }

    [[nodiscard]] std::vector<Page> const& pages() const { return m_pages; }

private:
    Fetcher& m_from;
    std::vector<Page> m_pages;
};

}  // namespace

ReadContext context_of(Source const& source, Fetcher& fetcher, absl::CivilSecond now, Plan const& plan)
{
    auto const today = absl::CivilDay(now);
    return {source, fetcher, now, today, today + plan.config.window.days};
}

SourceReading read_source_at(Source const& source, Fetcher& fetcher, absl::Time now, Plan const& plan,
                             std::string const& token)
{
    KeepingFetcher keeping{fetcher};
    SourceReading read;
    read.now = wall_clock(now, source.timezone);
    auto context = context_of(source, keeping, read.now, plan);
    context.token = token;
    read.reading = make_reader(source)->read(context);
    read.pages = keeping.pages();
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
