#include "command/probe_advice.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "read/pages.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace almanac {

namespace {

struct Kind {
    std::string_view start;  ///< of the bytes
    std::string_view name;
};

constexpr std::array<Kind, 6> kinds{{{"%PDF-", "a PDF"},
                                     {"\x89PNG", "a picture"},
                                     {"GIF8", "a picture"},
                                     {"\xFF\xD8\xFF", "a picture"},
                                     {"PK\x03\x04", "a ZIP archive or office document"},
                                     {"\x1F\x8B", "a compressed file"}}};

/// Frames of other pages that may be the calendar.
std::vector<std::string> framed_calendars(Element top, std::string_view base)
{
    std::vector<std::string> urls;
    for (auto const frame : select(top, compile_selector("iframe[src]"))) {
        auto url = resolve_url(base, *attribute(frame, "src"));
        auto const low = lower_ascii(url);
        constexpr std::array<std::string_view, 3> words = {"calendar", "event", "schedule"};
        bool const fits = std::ranges::any_of(words, [&](auto word) { return low.find(word) != std::string::npos; });
        if (fits && urls.size() < 3)
            urls.push_back(redact_url(url));
    }
    return urls;
}

}  // namespace

std::string why_no_page(Page const& page)
{
    auto const type = media_type_of(header(page.headers, "Content-Type"));
    auto const cure = "Almanac reads web pages, JSON, XML and iCalendar; look for the page that lists the events.";
    for (auto const& kind : kinds)
        if (page.body.starts_with(kind.start))
            return fmt::format("this is {}. {}", kind.name, cure);
    if (type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/"))
        return fmt::format("this is {}. {}", type, cure);
    auto const start = std::string_view{page.body}.substr(0, 1024);
    bool const is_utf16 = start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF");
    if (!is_utf16 && start.find('\0') != std::string_view::npos)
        return fmt::format("this is no text. {}", cure);
    return {};
}

std::string advice_without_events(Page const& page)
{
    if (trim(page.body).empty())
        return "the page is empty.";
    auto const document = parse_page(page.body, header(page.headers, "Content-Type"));
    auto const top = root(document);
    if (select_first(top, compile_selector("input[type=password]")))
        return "this page asks for a password. Almanac reads only what everybody can see: look for a public page of "
               "the "
               "calendar, or for its address as iCalendar (\"subscribe\", \"export\").";
    std::string text =
        "this page holds no events that can be found: neither data, nor the markup of a known platform, nor "
        "rows with dates. ";
    if (auto const frames = framed_calendars(top, page.final_url); !frames.empty())
        return text + fmt::format("It shows another page in a frame. Try: almanac probe '{}'", frames.front());
    return text + "Is its calendar filled in by a script? Then look for the address that the script asks "
                  "(docs/add-a-calendar.md).";
}

}  // namespace almanac
