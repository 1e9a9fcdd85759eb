#include "read/recipe_event.hpp"

#include "read/duration.hpp"
#include "read/location.hpp"
#include "read/recipe_series.hpp"
#include "read/whole_days.hpp"
#include "text/text.hpp"
#include "time/read_when.hpp"
#include "time/sun.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace almanac {
namespace {

std::string const& text_at(Values const& values, std::string_view name)
{
    static std::string const none;
    auto const found = values.find(name);
    return found == values.end() || found->second.empty() ? none : found->second.front();
}

bool has(Values const& values, std::string_view name)
{
    return !text_at(values, name).empty();
}

bool has_time(Values const& values)
{
    return has(values, "when") || has(values, "start");
}

void set(std::string& member, Values const& values, std::string_view name)
{
    if (auto text = collapse_spaces(text_at(values, name)); !text.empty())
        member = std::move(text);
}

/// "-77.0369"; nothing for what is no number or outside the limit. Zero is what forms hold that nobody filled in.
std::optional<double> read_degree(std::string_view text, double limit)
{
    text = trim(text);
    double degrees = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees);
    if (error != std::errc{} || end != text.data() + text.size() || !(std::abs(degrees) <= limit) || degrees == 0)
        return std::nullopt;
    return degrees;
}

/// "sunrise" as the clock of that day at the event's place; any other time as it stands.
std::string clock_of(Values const& values, std::string_view name, WhenOptions const& options,
                     ReadContext const& context)
{
    auto const& text = text_at(values, name);
    auto const word = lower_ascii(trim(text));
    if (word != "sunrise" && word != "sunset")
        return text;
    auto place = context.source.recipe.sun_at;
    auto const latitude = read_degree(text_at(values, "latitude"), 90);
    auto const longitude = read_degree(text_at(values, "longitude"), 180);
    if (latitude && longitude)
        place = {*latitude, *longitude};
    auto const day = read_when(text_at(values, "start"), options).times;
    if (!place || day.empty())
        return {};
    auto const time = (word == "sunrise" ? sunrise : sunset)(absl::CivilDay(day.front().start), place->first,
                                                             place->second, options.zone);
    return time ? fmt::format("{:02}:{:02}", time->hour(), time->minute()) : std::string{};
}

/// Ends the times that have no end.
void set_duration(std::vector<When>& times, std::string_view text)
{
    auto const seconds = read_duration(text);
    for (auto& when : times) {
        if (!seconds || when.has_end || when.all_day)
            continue;
        when.end = when.start + *seconds;
        when.has_end = true;
    }
}

/// "7pm" of the list and "March 3" of the page are one time: the parts go together, "when" is whole.
WhenReading read_times(Values const& values, ReadContext const& context)
{
    // Calendars write the clock of the place as if it were Greenwich's: "19:00:00Z", seconds since 1970.
    bool const floating = equal_ignoring_case(trim(text_at(values, "timezone")), "floating");
    auto zone = floating ? "UTC" : iana_zone(text_at(values, "timezone"));
    WhenOptions const options{context.now, zone.empty() ? context.source.timezone : zone, context.source.day_first};
    WhenReading reading;
    if (has(values, "when"))
        reading = read_when(text_at(values, "when"), options);
    if (reading.times.empty() && has(values, "start")) {
        reading = read_when(text_at(values, "start"), clock_of(values, "start_time", options, context),
                            text_at(values, "end"), clock_of(values, "end_time", options, context), options);
        bool const may_be_days =
            !floating && !has(values, "start_time") && !has(values, "duration") && !values.contains("all_day");
        for (auto& when : reading.times)
            if (may_be_days)
                mend_whole_days(when, reading.assumptions);
    }
    if (reading.times.empty() && reading.problem.empty())
        reading.problem = "the page states none";
    for (auto& when : reading.times)
        if (floating && !when.zone.empty())
            when.zone = context.source.timezone;
    if (has(values, "duration"))
        set_duration(reading.times, text_at(values, "duration"));
    if (!is_yes(text_at(values, "all_day")))
        return reading;
    auto const after =
        has(values, "end_before") ? read_when(text_at(values, "end_before"), options).times : std::vector<When>{};
    for (auto& when : reading.times) {
        when.start = absl::CivilSecond(absl::CivilDay(when.start));
        when.end = absl::CivilSecond(absl::CivilDay(when.end));
        when.all_day = true;
        if (!after.empty() && after.front().start > when.start + 86'400) {
            when.end = absl::CivilSecond(absl::CivilDay(after.front().start) - 1);
            when.has_end = true;
        }
    }
    return reading;
}

/// The lines of a text without what is superfluous in them. A line break parts an address as a comma does.
std::string lines_of(std::string_view text, std::string_view between)
{
    std::string lines;
    for (auto const part : split(text, '\n')) {
        auto line = collapse_spaces(part);
        if (line.ends_with(','))
            line.pop_back();
        if (!line.empty())
            lines.append(lines.empty() ? "" : between).append(line);
    }
    return lines;
}

void set_place(Place& place, Values const& values)
{
    if (has(values, "place"))
        place = read_location(lines_of(text_at(values, "place"), "\n"));
    if (auto name = lines_of(text_at(values, "venue"), ", "); !name.empty())
        place.name = std::move(name);
    if (place.name.starts_with('@'))  // "@ Brookside Nature Center"
        place.name = trim(std::string_view{place.name}.substr(1));
    set(place.street, values, "street");
    set(place.city, values, "city");
    set(place.postal_code, values, "postal_code");
    set(place.country, values, "country");
    set(place.phone, values, "phone");
    if (has(values, "state")) {
        auto const code = state_code(text_at(values, "state"));
        place.state = code.empty() ? collapse_spaces(text_at(values, "state")) : code;
    }
    if (has(values, "address"))
        add_address(place, lines_of(text_at(values, "address"), "\n"));
    auto const latitude = read_degree(text_at(values, "latitude"), 90);
    auto const longitude = read_degree(text_at(values, "longitude"), 180);
    if (latitude && longitude) {
        place.latitude = latitude;
        place.longitude = longitude;
    }
}

/// Whether a text is one label with commas in it: "Arts, Culture, & Community".
bool is_one_label(std::string_view text)
{
    auto const last = trim(text.substr(text.rfind(',') + 1));
    return last.starts_with("& ") || last.starts_with("and ");
}

/// A text is split at commas; the texts of a list stand for themselves.
void set_list(std::vector<std::string>& member, Values const& values, std::string_view name)
{
    auto const found = values.find(name);
    if (found == values.end())
        return;
    member.clear();
    for (auto const& text : found->second) {
        bool const whole = found->second.size() > 1 || is_one_label(text);
        for (auto const part : whole ? std::vector{std::string_view{text}} : split(text, ',')) {
            auto const word = collapse_spaces(part);
            auto label = std::string{trim(std::string_view{word}.substr(0, word.find_last_not_of(", ") + 1))};
            if (!label.empty() && std::ranges::find(member, label) == member.end())
                member.push_back(std::move(label));
        }
    }
}

bool says_sold_out(std::string_view text)
{
    auto const low = lower_ascii(text);
    if (low == "true" || low == "yes" || low == "1")
        return true;
    constexpr std::string_view words[] = {"sold out",      "sold-out",         "soldout",      "waitlist",
                                          "wait list",     "waiting list",     "fully booked", "event is full",
                                          "class is full", "registration full"};
    return std::ranges::any_of(words, [&](auto word) { return low.find(word) != std::string::npos; });
}

void set_cost(Event& event, Values const& values)
{
    if (is_yes(text_at(values, "free")))
        event.cost = Money{};
    else if (auto const cost = read_money(text_at(values, "cost")))
        event.cost = cost;
}

void set_fields(Event& event, Values const& values)
{
    set(event.name, values, "name");
    set(event.uid, values, "uid");
    set(event.url, values, "url");
    set(event.image, values, "image");
    set(event.excerpt, values, "excerpt");
    set(event.organizer, values, "organizer");
    if (has(values, "description"))
        event.description = trim(text_at(values, "description"));
    set_place(event.place, values);
    set_list(event.categories, values, "category");
    set_list(event.tags, values, "tags");
    set_cost(event, values);
    if (auto const status = read_status(text_at(values, "status")))
        event.status = *status;
    if (says_sold_out(text_at(values, "sold_out")))
        event.sold_out = true;
}

bool touches(When const& when, ReadContext const& context)
{
    return absl::CivilDay(when.end) >= context.from && absl::CivilDay(when.start) <= context.to;
}

/// A drop shows the text that could not be read, not a page of it.
std::string shown(std::string_view text)
{
    return cut_at_word(collapse_spaces(text), 120);
}

std::string time_text(Values const& values)
{
    std::string text = text_at(values, "when");
    for (auto const* name : {"start", "start_time", "end", "end_time"})
        if (has(values, name))
            text += (text.empty() ? "" : " ") + text_at(values, name);
    return shown(text);
}

}  // namespace

void put_over(Values& values, Values detail)
{
    if (has(detail, "start") && !has(detail, "when"))
        values.erase("when");
    if (has(detail, "when"))
        for (auto const* name : {"start", "start_time", "end", "end_time", "all_day"})
            values.erase(name);
    detail.merge(values);
    values = std::move(detail);
}

bool may_be_wanted(Found const& found, ReadContext const& context)
{
    if (found.event.recurrence || found.values.contains("recurrence"))
        return true;
    if (!has_time(found.values))
        return found.event.when == When{} || touches(found.event.when, context);
    auto const reading = read_times(found.values, context);
    auto const& times = reading.times;
    return times.empty() || !reading.recurrences.empty() ||
           std::ranges::any_of(times, [&](auto const& when) { return touches(when, context); });
}

Made make_events(Found found, ReadContext const& context)
{
    Made made;
    auto& event = found.event;
    bool const had_time = event.when != When{};
    set_fields(event, found.values);
    auto const dropped = [&](std::string reason, std::string detail) {
        made.drop = Drop{context.source.id, std::move(reason), std::move(detail), event.name, event.url};
        return made;
    };
    if (event.name.empty())
        return dropped("no name", fmt::format("an event at '{}'", time_text(found.values)));
    if (!has_time(found.values) && had_time) {
        made.events.push_back(std::move(event));
        return made;
    }
    auto reading = read_times(found.values, context);
    if (reading.times.empty())
        return dropped("no readable date", fmt::format("'{}': {}", time_text(found.values), reading.problem));
    event.assumptions.insert(event.assumptions.end(), reading.assumptions.begin(), reading.assumptions.end());
    for (std::size_t i = 0; i < reading.times.size(); ++i) {
        auto const& when = reading.times[i];
        auto& another = made.events.emplace_back(event);
        another.when = when;
        another.recurrence = stated_recurrence(found, when, context.source);
        if (!another.recurrence && !reading.recurrences.empty())
            another.recurrence = std::move(reading.recurrences[i]);
    }
    return made;
}

Names names_of(Event const& event)
{
    Names names = {{"name", event.name},
                   {"url", event.url},
                   {"uid", event.uid},
                   {"venue", event.place.name},
                   {"street", event.place.street},
                   {"city", event.place.city},
                   {"organizer", event.organizer},
                   {"image", event.image}};
    std::erase_if(names, [](auto const& name) { return name.second.empty(); });
    return names;
}

}  // namespace almanac
