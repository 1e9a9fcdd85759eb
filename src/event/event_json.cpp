#include "event/event_json.hpp"

#include "event/recurrence_json.hpp"
#include "json/json.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"

#include <absl/time/time.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace almanac {
namespace {

namespace json = boost::json;

constexpr std::string_view schema_org = "https://schema.org/";
constexpr std::string_view sold_out = "https://schema.org/SoldOut";

json::string valid(std::string const& text)
{
    return is_utf8(text) ? json::string{text} : json::string{to_utf8(text, "utf-8")};
}

/// Adds a member unless it is empty.
void put(json::object& object, std::string_view key, std::string const& text)
{
    if (!text.empty())
        object[key] = valid(text);
}

void put(json::object& object, std::string_view key, std::vector<std::string> const& texts)
{
    if (texts.empty())
        return;
    json::array array;
    for (auto const& text : texts)
        array.push_back(valid(text));
    object[key] = std::move(array);
}

void put(json::object& object, std::string_view key, json::object nested)
{
    if (!nested.empty())
        object[key] = std::move(nested);
}

json::object typed(std::string_view type, json::object members)
{
    if (members.empty())
        return members;
    json::object object{{"@type", type}};
    for (auto& [key, value] : members)
        object[key] = std::move(value);
    return object;
}

/// "-05:00", such that wall clock and offset name the right instant also where the clock jumps. Empty: unknown zone.
std::string offset_of(absl::CivilSecond wall, std::string const& zone_name)
{
    auto const zone = find_zone(zone_name);
    if (!zone)
        return {};
    auto const ahead = absl::FromCivil(wall, absl::UTCTimeZone()) - to_instant(wall, *zone);
    auto const minutes = std::abs(absl::ToInt64Minutes(ahead));
    return fmt::format("{}{:02}:{:02}", ahead < absl::ZeroDuration() ? '-' : '+', minutes / 60, minutes % 60);
}

std::string date_text(absl::CivilSecond wall, When const& when)
{
    if (when.all_day)
        return absl::FormatCivilTime(absl::CivilDay{wall});
    return absl::FormatCivilTime(wall) + offset_of(wall, when.zone);
}

std::string price_text(std::int64_t cents)
{
    return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", std::abs(cents) / 100, std::abs(cents) % 100);
}

json::object offers_of(Event const& event)
{
    json::object offer;
    auto const range = event.cost && event.cost->low_cents != event.cost->high_cents;
    if (range) {
        offer["lowPrice"] = price_text(event.cost->low_cents);
        offer["highPrice"] = price_text(event.cost->high_cents);
    } else if (event.cost) {
        offer["price"] = price_text(event.cost->low_cents);
    }
    if (event.cost)
        put(offer, "priceCurrency", event.cost->currency);
    if (event.sold_out)
        offer["availability"] = sold_out;
    return typed(range ? "AggregateOffer" : "Offer", std::move(offer));
}

json::object location_of(Place const& place)
{
    json::object address;
    put(address, "streetAddress", place.street);
    put(address, "addressLocality", place.city);
    put(address, "addressRegion", place.state);
    put(address, "postalCode", place.postal_code);
    put(address, "addressCountry", place.country);
    json::object geo;
    // JSON has no word for infinity.
    if (place.latitude && std::isfinite(*place.latitude))
        geo["latitude"] = *place.latitude;
    if (place.longitude && std::isfinite(*place.longitude))
        geo["longitude"] = *place.longitude;
    json::object location;
    put(location, "name", place.name);
    put(location, "address", typed("PostalAddress", std::move(address)));
    put(location, "geo", typed("GeoCoordinates", std::move(geo)));
    put(location, "telephone", place.phone);
    put(location, "url", place.url);
    return typed("Place", std::move(location));
}

/// What schema.org has no word for.
json::object extra_of(Event const& event)
{
    json::object extra;
    put(extra, "source", event.source);
    put(extra, "zone", event.when.zone);
    // The end is normally there exactly when the calendar stated one.
    if (!event.when.has_end && event.when.end != event.when.start)
        extra["endAssumed"] = true;
    put(extra, "page", event.page);
    put(extra, "alsoListedBy", event.also_listed_by);
    put(extra, "assumptions", event.assumptions);
    if (event.recurrence)
        extra["recurrence"] = to_json(*event.recurrence);
    return extra;
}

json::value const* find(json::object const& object, std::string_view key)
{
    return object.if_contains(key);
}

std::string text_of(json::object const& object, std::string_view key)
{
    auto const* value = find(object, key);
    return value ? to_text(*value) : std::string{};
}

bool is_true(json::object const& object, std::string_view key)
{
    auto const* value = find(object, key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

json::object const& object_of(json::object const& object, std::string_view key)
{
    static json::object const none;
    auto const* value = find(object, key);
    auto const* found = value ? value->if_object() : nullptr;
    return found ? *found : none;
}

std::vector<std::string> texts_of(json::object const& object, std::string_view key)
{
    std::vector<std::string> texts;
    auto const* value = find(object, key);
    if (auto const* array = value ? value->if_array() : nullptr)
        for (auto const& text : *array)
            texts.push_back(to_text(text));
    return texts;
}

std::optional<double> number_of(json::object const& object, std::string_view key)
{
    auto const* value = find(object, key);
    if (value == nullptr || !value->is_number())
        return std::nullopt;
    return value->to_number<double>();
}

/// The wall clock of date_text(): the offset is not needed, the zone stands beside it.
absl::CivilSecond read_wall(std::string const& text)
{
    absl::CivilSecond wall;
    absl::CivilDay day;
    if (absl::ParseCivilTime(text, &day))
        return absl::CivilSecond{day};
    auto const colons = text.find(':');
    if (colons != std::string::npos && absl::ParseCivilTime(text.substr(0, colons + 6), &wall))
        return wall;
    throw JsonError{fmt::format("'{}' is no date of an event", text)};
}

std::int64_t read_price(std::string const& text)
{
    std::string digits;
    for (char const c : text)
        if (c != '.')
            digits += c;
    std::int64_t cents = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), cents);
    if (error != std::errc{} || end != digits.data() + digits.size())
        throw JsonError{fmt::format("'{}' is no price", text)};
    return cents;
}

void read_offers(json::object const& offers, Event& event)
{
    event.sold_out = text_of(offers, "availability") == sold_out;
    auto const price = text_of(offers, "price");
    auto const low = price.empty() ? text_of(offers, "lowPrice") : price;
    auto const high = price.empty() ? text_of(offers, "highPrice") : price;
    if (!low.empty() && !high.empty())
        event.cost = Money{read_price(low), read_price(high), text_of(offers, "priceCurrency")};
}

Place read_location(json::object const& location)
{
    Place place;
    auto const& address = object_of(location, "address");
    auto const& geo = object_of(location, "geo");
    place.name = text_of(location, "name");
    place.street = text_of(address, "streetAddress");
    place.city = text_of(address, "addressLocality");
    place.state = text_of(address, "addressRegion");
    place.postal_code = text_of(address, "postalCode");
    place.country = text_of(address, "addressCountry");
    place.phone = text_of(location, "telephone");
    place.url = text_of(location, "url");
    place.latitude = number_of(geo, "latitude");
    place.longitude = number_of(geo, "longitude");
    return place;
}

When read_dates(json::object const& object, json::object const& extra)
{
    When when;
    auto const start = text_of(object, "startDate");
    auto const end = text_of(object, "endDate");
    when.start = read_wall(start);
    when.end = end.empty() ? when.start : read_wall(end);
    when.has_end = !end.empty() && !is_true(extra, "endAssumed");
    when.all_day = start.find('T') == std::string::npos;
    when.zone = text_of(extra, "zone");
    return when;
}

/// One line also for readers that break lines where Unicode does: U+0085, U+2028 and U+2029 are escaped.
std::string escape_line_breaks(std::string text)
{
    text = replace_all(std::move(text), "\xC2\x85", "\\u0085");
    text = replace_all(std::move(text), "\xE2\x80\xA8", "\\u2028");
    return replace_all(std::move(text), "\xE2\x80\xA9", "\\u2029");
}

}  // namespace

std::string to_json_line(Event const& event)
{
    json::object object{{"@context", "https://schema.org"}, {"@type", "Event"}};
    put(object, "identifier", event.uid);
    put(object, "name", event.name);
    object["startDate"] = date_text(event.when.start, event.when);
    if (event.when.has_end || event.when.end != event.when.start)
        object["endDate"] = date_text(event.when.end, event.when);
    object["eventStatus"] = std::string{schema_org} + std::string{to_schema_org(event.status)};
    put(object, "location", location_of(event.place));
    put(object, "url", event.url);
    if (!event.organizer.empty())
        object["organizer"] = {{"@type", "Organization"}, {"name", valid(event.organizer)}};
    put(object, "offers", offers_of(event));
    if (event.cost && event.cost->low_cents == 0 && event.cost->high_cents == 0)
        object["isAccessibleForFree"] = true;
    put(object, "image", event.image);
    put(object, "about", event.categories);
    put(object, "keywords", event.tags);
    put(object, "disambiguatingDescription", event.excerpt);
    put(object, "description", event.description);
    put(object, "almanac", extra_of(event));
    return escape_line_breaks(json::serialize(object));
}

Event read_event_json(std::string_view text)
{
    return read_event(read_json(text));
}

Event read_event(json::value const& value)
{
    if (!value.is_object())
        throw JsonError{"an event is a JSON object"};
    auto const& object = value.get_object();
    auto const& extra = object_of(object, "almanac");
    Event event;
    event.source = text_of(extra, "source");
    event.uid = text_of(object, "identifier");
    event.name = text_of(object, "name");
    event.description = text_of(object, "description");
    event.excerpt = text_of(object, "disambiguatingDescription");
    event.url = text_of(object, "url");
    event.image = text_of(object, "image");
    event.page = text_of(extra, "page");
    event.when = read_dates(object, extra);
    event.place = read_location(object_of(object, "location"));
    event.organizer = text_of(object_of(object, "organizer"), "name");
    event.categories = texts_of(object, "about");
    event.tags = texts_of(object, "keywords");
    read_offers(object_of(object, "offers"), event);
    event.status = read_status(text_of(object, "eventStatus")).value_or(Status::scheduled);
    event.also_listed_by = texts_of(extra, "alsoListedBy");
    event.assumptions = texts_of(extra, "assumptions");
    if (auto const* recurrence = find(extra, "recurrence"))
        event.recurrence = read_recurrence(*recurrence);
    return event;
}

}  // namespace almanac
