#include "read/ical_event.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "ical/value.hpp"
#include "read/html_text.hpp"
#include "read/ical_when.hpp"
#include "read/location.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace almanac {

namespace {

/// More than people would sort an event under; keeps looking for repeated ones cheap.
constexpr std::size_t max_categories = 100;

std::int64_t read_number(std::string_view text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void read_geo(std::string_view value, Place& place)
{
    auto const split_at = value.find_first_of(";,");
    if (split_at == std::string_view::npos)
        return;
    auto first = value.substr(0, split_at);
    auto const second = trim(value.substr(split_at + 1));
    first = trim(first.ends_with('\\') ? first.substr(0, first.size() - 1) : first);
    double latitude = 0;
    double longitude = 0;
    auto const good = [](std::string_view text, double& number) {
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc{} && end == text.data() + text.size();
    };
    // Programs that know no place write 0;0.
    if (!good(first, latitude) || !good(second, longitude) || (latitude == 0 && longitude == 0) || latitude < -90 ||
        latitude > 90 || longitude < -180 || longitude > 180)
        return;
    place.latitude = latitude;
    place.longitude = longitude;
}

std::string lower_path(std::string_view url)
{
    return lower_ascii(url.substr(0, std::min(url.find('?'), url.find('#'))));
}

bool names_image(std::string_view url)
{
    auto const path = lower_path(url);
    return std::ranges::any_of(std::array<std::string_view, 6>{".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"},
                               [&](auto ending) { return path.ends_with(ending); });
}

/// The Events Calendar writes POST-START-END@host, which changes when the event moves (facts: importer, section
/// 3.3); the post is the event.
std::string stable_uid(std::string uid)
{
    auto const post = uid.find('-');
    auto const start = uid.find('-', post + 1);
    auto const at = uid.find('@');
    auto const digits = [&](std::size_t from, std::size_t to, std::size_t least) {
        auto const part = std::string_view{uid}.substr(from, to - from);
        return part.size() >= least && std::ranges::all_of(part, is_digit);
    };
    if (post < start && start < at && at != std::string::npos && digits(0, post, 1) && digits(post + 1, start, 9) &&
        digits(start + 1, at, 9))
        uid.erase(post, at - post);
    return uid;
}

bool leads_to_calendar(std::string_view url)
{
    auto const path = lower_path(url);
    return path.ends_with(".ics") || path.find("icalendar") != std::string::npos;
}

/// Cuts the address that a text ends in off it, and returns it; empty when it ends otherwise.
std::string_view take_last_link(std::string_view& text)
{
    auto const whole = trim(text);
    auto const is_break = [](char c) { return c == ' ' || c == '\n'; };
    std::string_view const last{std::find_if(whole.rbegin(), whole.rend(), is_break).base(), whole.end()};
    if (!last.starts_with("http://") && !last.starts_with("https://"))
        return {};
    text = trim(whole.substr(0, whole.size() - last.size()));
    return last;
}

/// Reads the properties of one VEVENT, each as it comes; what depends on several is settled at the end.
class EventReader {
public:
    EventReader(IcalComponent const& component, IcalContext const& context, IcalDraft& draft)
        : m_component(component), m_context(context), m_zones(context.zones), m_draft(draft)
    {
    }

    void read()
    {
        m_draft.line = m_component.line;
        for (auto const& property : m_component.properties) {
            if (!property.value.empty())
                take(property);
        }
        if (m_description != nullptr)
            settle_description(text(*m_description));
        if (!m_html.empty())
            m_draft.event.description = std::move(m_html);
        if (m_draft.replaces && !m_draft.and_future)
            m_draft.event.recurrence.reset();  // writers copy the rule of the series, which is not that of one instance
        settle_when(m_times, m_zones, m_draft);
    }

private:
    /// Until the next one is read.
    [[nodiscard]] std::string_view text(IcalProperty const& property) const
    {
        return ical_text(property, m_context.buffer);
    }

    [[nodiscard]] std::string one_line(IcalProperty const& property) const { return plain_line(text(property)); }

    void take(IcalProperty const& property)
    {
        auto& event = m_draft.event;
        auto const name = property.name;
        if (name == "SUMMARY")
            event.name = one_line(property);
        else if (name == "DTSTART")
            m_times.start = &property;
        else if (name == "DTEND")
            m_times.end = &property;
        else if (name == "DURATION")
            m_times.duration = read_ical_duration(property.value);
        else if (name == "UID")
            event.uid = stable_uid(collapse_spaces(text(property)));
        else if (name == "DESCRIPTION")
            m_description = &property;
        else if (name == "X-ALT-DESC" || name == "STYLED-DESCRIPTION")
            take_html(property);
        else if (name == "URL" || (name == "X-TRUMBA-LINK" && event.url.empty()))
            event.url = resolve_url(m_context.page_url, one_line(property));
        else if (name == "LOCATION")
            take_location(property);
        else if (name == "GEO")
            read_geo(property.value, event.place);
        else if (name == "STATUS")
            event.status = read_status(property.value).value_or(event.status);
        else if (name == "SEQUENCE")
            m_draft.sequence = read_number(trim(property.value));
        else if (name == "CATEGORIES")
            take_categories(property);
        else if (name == "ORGANIZER")
            take_organizer(property);
        else if (name == "ATTACH" || name == "IMAGE" ||
                 (name == "X-TRUMBA-CUSTOMFIELD" && ical_parameter(property, "TYPE") == "Image"))
            take_image(property);
        else if (name == "COST" || name.ends_with("-COST"))
            event.cost = read_money(one_line(property));
        else if (name == "X-COST-TYPE" && equal_ignoring_case(trim(property.value), "free"))
            event.cost = Money{};
        else if (name == "X-MICROSOFT-CDO-ALLDAYEVENT" || name == "X-FUNAMBOL-ALLDAY")
            m_times.marked_all_day = equal_ignoring_case(trim(property.value), "TRUE") || trim(property.value) == "1";
        else
            take_recurrence(property);
    }

    /// CivicPlus states the address of the whole calendar with each event, and the event's own page at the end of the
    /// description, which may be nothing but that.
    void settle_description(std::string_view text)
    {
        auto& url = m_draft.event.url;
        auto rest = text;
        auto const link = take_last_link(rest);
        bool const only_link = url.empty() && rest.empty();
        if (!link.empty() && (only_link || leads_to_calendar(url))) {
            url = resolve_url(m_context.page_url, link);
            text = rest;
        }
        if (m_html.empty())
            m_draft.event.description = description_html(text);
    }

    void take_recurrence(IcalProperty const& property)
    {
        auto const name = property.name;
        if (name == "RRULE")
            recurrence().rules.emplace_back(trim(property.value));
        else if (name == "EXRULE")
            recurrence().exrules.emplace_back(trim(property.value));
        else if (name == "RDATE" || name == "EXDATE")
            take_dates(property);
        else if (name == "RECURRENCE-ID") {
            m_draft.replaces = m_zones.read(property, property.value, m_times.assumption);
            m_draft.and_future = equal_ignoring_case(ical_parameter(property, "RANGE"), "THISANDFUTURE");
        }
    }

    Recurrence& recurrence()
    {
        auto& stated = m_draft.event.recurrence;
        return stated ? *stated : stated.emplace();
    }

    void take_dates(IcalProperty const& property)
    {
        for (auto const value : split(property.value, ',')) {
            auto const slash = value.find('/');
            auto const start = m_zones.read(property, trim(value.substr(0, slash)), m_times.assumption);
            if (!start) {
                if (!trim(value).empty())
                    assume(m_draft.event,
                           fmt::format("{}: '{}' is no date, left out", lower_ascii(property.name), trim(value)));
                continue;
            }
            if (property.name == "EXDATE") {
                recurrence().excluded.push_back(*start);
                continue;
            }
            std::optional<IcalTime> end;
            if (slash != std::string_view::npos) {
                auto const stop = value.substr(slash + 1);
                if (auto const duration = read_ical_duration(stop))
                    end.emplace(*start).wall = add(*start, *duration, m_zones);
                else
                    end = m_zones.read(property, trim(stop), m_times.assumption);
            }
            recurrence().extra.push_back({*start, end});
        }
    }

    /// HTML beside the plain text, as Outlook writes it; some writers escape its line breaks twice.
    void take_html(IcalProperty const& property)
    {
        if (equal_ignoring_case(ical_parameter(property, "FMTTYPE"), "text/html") && m_html.empty())
            m_html = replace_all(std::string{text(property)}, "\\n", "\n");
    }

    void take_location(IcalProperty const& property)
    {
        auto& place = m_draft.event.place;
        auto const [known, fresh] = m_context.places.try_emplace(property.value);
        if (fresh)
            known->second = read_location(decode_entities(text(property)));
        auto const latitude = place.latitude;
        auto const longitude = place.longitude;
        place = known->second;
        place.latitude = latitude;
        place.longitude = longitude;
    }

    void take_categories(IcalProperty const& property)
    {
        auto& categories = m_draft.event.categories;
        for (auto& category : ical_text_list(property)) {
            category = decode_entities(category);
            if (categories.size() < max_categories && std::ranges::find(categories, category) == categories.end())
                categories.push_back(std::move(category));
        }
    }

    /// Only a name that is one: an address of mail says nothing to the readers of a calendar.
    void take_organizer(IcalProperty const& property)
    {
        auto name = collapse_spaces(ical_parameter(property, "CN"));
        if (name.find('@') == std::string::npos && !lower_ascii(name).starts_with("mailto:"))
            m_draft.event.organizer = std::move(name);
    }

    void take_image(IcalProperty const& property)
    {
        auto const type = lower_ascii(ical_parameter(property, "FMTTYPE"));
        auto url = resolve_url(m_context.page_url, trim(property.value));
        bool const image =
            type.starts_with("image/") || (type.empty() && (property.name != "ATTACH" || names_image(url)));
        if (m_draft.event.image.empty() && image)
            m_draft.event.image = std::move(url);
    }

    IcalComponent const& m_component;
    IcalContext const& m_context;
    IcalZones& m_zones;
    IcalDraft& m_draft;
    IcalTimes m_times;
    IcalProperty const* m_description = nullptr;  ///< plain, which HTML beside it makes needless
    std::string m_html;
};

}  // namespace

void read_ical_event(IcalComponent const& component, IcalContext const& context, IcalDraft& draft)
{
    EventReader{component, context, draft}.read();
}

}  // namespace almanac
