#include "read/ical.hpp"

#include "fetch/url.hpp"
#include "ical/ical.hpp"
#include "read/ical_event.hpp"
#include "read/pages.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

namespace almanac {

namespace {

/// All VEVENTs among the parts and below. Depth is that of the document, which is bounded.
std::size_t count_events(std::vector<IcalComponent> const& parts)
{
    std::size_t count = 0;
    for (auto const& part : parts)
        count += (part.name == "VEVENT" ? 1 : 0) + count_events(part.children);
    return count;
}

/// `events` has room for all: they stay where they are.
void collect_drafts(std::vector<IcalComponent> const& parts, IcalContext const& context, std::vector<Event>& events,
                    std::vector<IcalDraft>& drafts)
{
    for (auto const& part : parts) {
        if (part.name == "VEVENT")
            read_ical_event(part, context, drafts.emplace_back(events.emplace_back()));
        else if (part.name != "VCALENDAR" && !part.children.empty())
            collect_drafts(part.children, context, events, drafts);
    }
}

/// Messages of RFC 5546 (sections 1.4 and 3.2) in which attendees answer, ask or propose, and organizers decline that:
/// they are about an event, and none of them publishes it.
bool is_answer(std::string_view method)
{
    constexpr std::array<std::string_view, 4> answers{"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"};
    return std::ranges::any_of(answers, [&](auto answer) { return equal_ignoring_case(method, answer); });
}

std::vector<IcalDraft> read_drafts(IcalDocument const& document, Source const& source, std::string_view page_url,
                                   std::vector<Event>& events)
{
    auto const count = count_events(document.components());
    events.reserve(count);
    std::vector<IcalDraft> drafts;
    drafts.reserve(count);
    std::unordered_map<std::string_view, Place> places;
    std::string buffer;
    for (auto const& part : document.components()) {
        if (part.name != "VCALENDAR")
            continue;
        auto const* stated = find_property(part, "METHOD");
        auto const method = stated != nullptr ? trim(stated->value) : std::string_view{};
        auto const first = static_cast<std::ptrdiff_t>(drafts.size());
        IcalZones zones{part, part.children, source.timezone};
        collect_drafts(part.children, {zones, page_url, places, buffer}, events, drafts);
        auto const cancels = equal_ignoring_case(method, "CANCEL");
        auto const answers = is_answer(method);
        std::for_each(drafts.begin() + first, drafts.end(), [&](auto& draft) {
            draft.cancels = cancels;
            if (cancels)
                draft.event.status = Status::cancelled;
            if (answers)
                draft.drop("answer to an invitation", fmt::format("METHOD:{} publishes no event", method));
        });
    }
    IcalZones zones{{}, document.components(), source.timezone};
    collect_drafts(document.components(), {zones, page_url, places, buffer}, events, drafts);
    return drafts;
}

}  // namespace

Reading read_ical(std::string_view bytes, Source const& source, std::string_view page_url, ReadOptions const& options,
                  std::string_view charset)
{
    Reading reading;
    auto const shown_url = redact_url(page_url);
    auto const document = parse_ical(bytes, charset);
    for (auto const& problem : document.problems())
        reading.notes.push_back(
            {Level::warning, source.id, shown_url, fmt::format("line {}: {}", problem.line, problem.message)});

    auto& events = reading.events;
    auto drafts = read_drafts(document, source, page_url, events);
    join_series(drafts, options.as_stated);
    auto kept = events.begin();
    for (auto& draft : drafts) {
        auto& event = draft.event;
        if (!draft.problem.empty()) {
            reading.drops.push_back({source.id, std::string{draft.reason},
                                     fmt::format("VEVENT in line {}: {}", draft.line, draft.problem), event.name,
                                     event.url});
            continue;
        }
        event.source = source.id;
        event.page = page_url;
        if (&*kept != &event)
            *kept = std::move(event);
        ++kept;
    }
    events.erase(kept, events.end());
    return reading;
}

Reading IcalReader::read(ReadContext const& context)
{
    return read_pages(context, [&](Page const& page) {
        return read_ical(page.body, context.source, page.final_url, {context.now, context.to, context.as_stated},
                         charset_of(header(page.headers, "Content-Type")));
    });
}

std::string next_calendar_file(Page const& page)
{
    constexpr std::size_t most = 30;
    constexpr std::string_view begin = "BEGIN:VEVENT";
    static RE2 const product{R"((?m)^PRODID:.* - ECPv\d)"};
    if (!RE2::PartialMatch(std::string_view{page.body}.substr(0, 4096), product))
        return {};
    std::size_t events = 0;
    for (auto at = page.body.find(begin); at != std::string::npos; at = page.body.find(begin, at + begin.size()))
        ++events;
    static RE2 const address{R"((https?://[^?#]*?/)(?:list/)?(?:page/(\d+)/)?(\?(?:[^#]*&)?ical=1(?:&[^#]*)?))"};
    std::string list;
    std::string number;
    std::string query;
    if (events < most || !RE2::FullMatch(page.url, address, &list, &number, &query) ||
        list.find("/month/") != std::string::npos || number.size() > 4)
        return {};
    return fmt::format("{}list/page/{}/{}", list, number.empty() ? 2 : std::stoi(number) + 1, query);
}

}  // namespace almanac
