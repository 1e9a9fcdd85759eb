#pragma once

#include "fetch/fetcher.hpp"
#include "read/platform.hpp"
#include "read/reader.hpp"
#include "read/rungs.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Whether reading by the platform asks for further pages: an API that the page leads to, more pages of data, events'
/// own pages. What is on the page alone is read by climb().
[[nodiscard]] bool leads_on(Platform const& platform);

/// Reads by such a platform. What the source itself says of events' own pages stays.
[[nodiscard]] Reading read_lead(Platform const& platform, ReadContext const& context);

/// The addresses of calendar files that a page says hold the same: <link rel="alternate" type="text/calendar">, else
/// webcal links. At most three; more are the calendars of single events or of others.
[[nodiscard]] std::vector<std::string> offered_calendars(OpenPage const& page);

/// Reads calendar files. What is none gives nothing.
[[nodiscard]] Reading read_calendars(std::vector<std::string> const& urls, ReadContext const& context);

/// What goes wrong on a way that was only tried is no fault of the source: its notes become mere information.
void excuse(Reading& reading);

/// Gives the page that was had already once more, so that a reader need not ask for it again.
class FirstPage final : public Fetcher {
public:
    FirstPage(Fetcher& fetcher, std::string url, Page const& page)
        : m_fetcher(fetcher), m_url(std::move(url)), m_page(page)
    {
    }

    std::vector<Page> get(std::span<Request const> requests) override;

private:
    Fetcher& m_fetcher;
    std::string m_url;
    Page const& m_page;
};

/// Every way in which a source can be read, found by looking at its page: what climb() finds on it, and where it leads,
/// fetched as a run would but no more than a few pages each. In the order of the ladder; those that gave nothing too,
/// with a note why. `page` is the one at the source's url.
[[nodiscard]] std::vector<Rung> survey(OpenPage const& page, ReadContext const& context);

}  // namespace almanac
