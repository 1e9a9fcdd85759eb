#include "read/auto.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "ical/ical.hpp"
#include "read/ical.hpp"
#include "read/jsonld.hpp"
#include "read/pages.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace almanac {

namespace {

/// A page on the ladder.
struct Body {
    std::string_view bytes;
    std::string_view content_type;
    Source const& source;
    std::string_view url;
    ReadOptions const& options;
};

bool starts_like_json(std::string_view bytes)
{
    auto const text = trim(bytes.substr(0, 256));
    return text.starts_with('{') || text.starts_with('[');
}

bool is_ical(Body const& body)
{
    return looks_like_ical(body.bytes);
}

bool is_json(Body const& body)
{
    return starts_like_json(body.bytes) && !looks_like_ical(body.bytes);
}

bool is_html(Body const& body)
{
    return !is_ical(body) && !is_json(body);
}

Reading read_calendar(Body const& body)
{
    return read_ical(body.bytes, body.source, body.url, body.options, charset_of(body.content_type));
}

Reading read_json_events(Body const& body)
{
    return read_jsonld(to_utf8(body.bytes, charset_of(body.content_type)), body.source, body.url, body.options);
}

Reading read_html_jsonld(Body const& body)
{
    return read_jsonld(parse_page(body.bytes, body.content_type), body.source, body.url, body.options);
}

/// One way to find events in a page.
struct Rung {
    std::string_view name;
    bool (*fits)(Body const&);
    Reading (*read)(Body const&);
};

/// Best first. A new format is one line here.
constexpr std::array rungs{
    Rung{"iCalendar", is_ical, read_calendar},
    Rung{"schema.org in JSON", is_json, read_json_events},
    Rung{"JSON-LD", is_html, read_html_jsonld},
};

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

bool found_anything(Reading const& reading)
{
    return !reading.events.empty() || !reading.drops.empty();
}

Reading read_offered(Page const& page, ReadContext const& context, ReadOptions const& options)
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
               return looks_like_ical(file.body) ? read_ical(file.body, context.source, file.final_url, options,
                                                             charset_of(header(file.headers, "Content-Type")))
                                                 : Reading{};
           }));
    return reading;
}

}  // namespace

Reading read_bytes(std::string_view bytes, std::string_view content_type, Source const& source,
                   std::string_view page_url, ReadOptions const& options)
{
    Reading reading;
    Body const body{bytes, content_type, source, page_url, options};
    for (auto const& rung : rungs) {
        if (!rung.fits(body))
            continue;
        append(reading, rung.read(body));
        if (found_anything(reading)) {
            reading.notes.push_back(
                {Level::info, source.id, redact_url(page_url), fmt::format("events are from {}", rung.name)});
            break;
        }
    }
    return reading;
}

Reading AutoReader::read(ReadContext const& context)
{
    ReadOptions const options{context.now, context.to};
    return read_pages(context, [&](Page const& page) {
        Body const body{page.body, header(page.headers, "Content-Type"), context.source, page.final_url, options};
        auto reading = read_bytes(body.bytes, body.content_type, context.source, page.final_url, options);
        if (!found_anything(reading) && is_html(body))
            append(reading, read_offered(page, context, options));
        return reading;
    });
}

}  // namespace almanac
