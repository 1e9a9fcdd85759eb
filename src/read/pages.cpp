#include "read/pages.hpp"

#include "fetch/url.hpp"
#include "read/ical.hpp"
#include "read/page_walk.hpp"
#include "read/recipe_engine.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace almanac {

namespace {

template <typename T>
void move_into(std::vector<T>& to, std::vector<T>& from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

std::string charset_of(std::string_view content_type)
{
    auto const low = lower_ascii(content_type);
    for (auto const part : split(low, ';')) {
        auto const clean = trim(part);
        if (!clean.starts_with("charset="))
            continue;
        auto name = trim(clean.substr(8));
        while (name.starts_with('"') || name.starts_with('\''))
            name.remove_prefix(1);
        return std::string{name.substr(0, name.find_first_of("\"' "))};
    }
    return {};
}

std::string media_type_of(std::string_view content_type)
{
    return lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
}

Reading read_requests(ReadContext const& context, std::span<Request const> requests,
                      std::function<Reading(Page const&)> const& read)
{
    Reading reading;
    for (auto const& page : context.fetcher.get(requests)) {
        if (!page.ok()) {
            ++reading.failed_pages;
            reading.notes.push_back({Level::error, context.source.id, redact_url(page.url), page.message});
            continue;
        }
        ++reading.pages;
        append(reading, read(page));
    }
    return reading;
}

Reading read_pages(ReadContext const& context, std::function<Reading(Page const&)> const& read)
{
    Reading reading;
    walk_pages(context, reading, [&](Page const& page, Trail const&) {
        auto found = read(page);
        WalkedPage walked;
        for (auto const& event : found.events)
            walked.items.push_back(fmt::format("{}\n{}\n{}", event.uid.empty() ? event.url : event.uid, event.name,
                                               absl::FormatCivilTime(event.when.start)));
        for (auto const& drop : found.drops)
            walked.items.push_back(drop.url + '\n' + drop.name);
        append(reading, std::move(found));
        if (auto next = next_calendar_file(page); !next.empty())
            walked.next = std::move(next);
        return walked;
    });
    apply_details(reading, context);
    return reading;
}

void append(Reading& reading, Reading more)
{
    move_into(reading.events, more.events);
    move_into(reading.drops, more.drops);
    move_into(reading.notes, more.notes);
    reading.pages += more.pages;
    reading.failed_pages += more.failed_pages;
}

}  // namespace almanac
