#include "read/schema_event.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "read/html_text.hpp"
#include "read/location.hpp"
#include "read/states.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace almanac {

namespace {

using boost::json::object;
using boost::json::value;

/// More than people would give an event; keeps looking for repeated ones cheap.
constexpr std::size_t max_keywords = 100;

std::string line(object const& node, std::string_view name, SchemaContext const& context)
{
    return plain_line(context.graph.text(node, name));
}

/// Descriptions come as text, as HTML, as HTML with its tags encoded, and that twice; some with "\n" spelled out.
std::string description(object const& node, SchemaContext const& context)
{
    auto text = context.graph.text(node, "description");
    for (int round = 0; round < 2 && !holds_html(text) && text.find('&') != std::string::npos; ++round)
        text = decode_entities(text);
    return description_html(replace_all(std::move(text), "\\n", "\n"));
}

/// The address in a text, an array of texts, or the first of several nodes that has one under one of these names.
std::string url_in(value const& from, SchemaContext const& context)
{
    auto const& found = context.graph.follow(from);
    if (auto const* array = found.if_array())
        return array->empty() || array->front().is_array() ? std::string{} : url_in(array->front(), context);
    if (auto const* node = found.if_object()) {
        for (std::string_view const name : {"url", "contentUrl", "@id", "@value"}) {
            if (auto const text = context.graph.text(*node, name); !text.empty())
                return resolve_url(context.page_url, decode_entities(text));
        }
        return {};
    }
    auto const text = context.graph.text_of(found);
    return text.empty() ? text : resolve_url(context.page_url, decode_entities(text));
}

std::string url_of(object const& node, std::string_view name, SchemaContext const& context)
{
    auto const* member = context.graph.find(node, name);
    return member == nullptr ? std::string{} : url_in(*member, context);
}

/// The event's own page: url, else the @id where it is an address of its own.
std::string event_url(object const& node, SchemaContext const& context)
{
    if (auto url = url_of(node, "url", context); !url.empty())
        return url;
    auto const id = context.graph.text(node, "@id");
    if (id.starts_with("http") && id.find('#') == std::string::npos)
        return resolve_url(context.page_url, id);
    return url_of(node, "mainEntityOfPage", context);
}

std::optional<double> coordinate(object const& node, std::string_view name, double most, SchemaContext const& context)
{
    auto const text = context.graph.text(node, name);
    auto const clean = trim(text);
    double number = 0;
    auto const [end, error] = std::from_chars(clean.data(), clean.data() + clean.size(), number);
    if (error != std::errc{} || end != clean.data() + clean.size() || number < -most || number > most)
        return std::nullopt;
    return number;
}

void read_geo(object const& node, Place& place, SchemaContext const& context)
{
    auto const* geo = context.graph.find(node, "geo");
    auto const& holder = geo != nullptr && geo->is_object() ? geo->get_object() : node;
    auto const latitude = coordinate(holder, "latitude", 90, context);
    auto const longitude = coordinate(holder, "longitude", 180, context);
    if (!latitude || !longitude || (*latitude == 0 && *longitude == 0))
        return;
    place.latitude = latitude;
    place.longitude = longitude;
}

void read_postal_address(object const& node, Place& place, SchemaContext const& context)
{
    auto const region = line(node, "addressRegion", context);
    auto const code = state_code(region);
    place.state = code.empty() ? region : code;
    place.postal_code = line(node, "postalCode", context);
    place.country = line(node, "addressCountry", context);
    add_town(place, line(node, "addressLocality", context));
    auto const street = line(node, "streetAddress", context);
    // Where the other members are missing, the whole address often stands in this one.
    if (place.city.empty())
        add_address(place, street);
    else if (fold(street) != fold(place.name))
        add_street(place, street);
    if (place.name.empty())
        place.name = line(node, "name", context);
}

void read_address(value const& address, Place& place, SchemaContext const& context)
{
    if (auto const* node = address.if_object()) {
        read_postal_address(*node, place, context);
    } else if (auto const* array = address.if_array()) {
        std::string joined;
        for (auto const& part : *array) {
            if (part.is_object())
                return read_postal_address(part.get_object(), place, context);
            joined += (joined.empty() ? "" : ", ") + plain_line(context.graph.text_of(part));
        }
        add_address(place, joined);
    } else {
        add_address(place, plain_line(context.graph.text_of(address)));
    }
}

Place read_place_node(object const& node, SchemaContext const& context)
{
    Place place;
    auto const types = schema_types(node);
    if (std::ranges::find(types, "PostalAddress") != types.end()) {
        read_postal_address(node, place, context);
        return place;
    }
    place.name = line(node, "name", context);
    auto const* address = context.graph.find(node, "address");
    // Where a site does not know the venue by itself, it gives the whole address as its name.
    if (place.name.find(',') != std::string::npos && address != nullptr && address->is_string() &&
        fold(place.name) == fold(plain_line(context.graph.text_of(*address))))
        place = read_location(place.name);
    place.url = url_of(node, "url", context);
    if (std::ranges::find(types, "VirtualLocation") != types.end()) {
        place.name = place.name.empty() ? "Online" : place.name;
        return place;
    }
    if (address != nullptr)
        read_address(*address, place, context);
    place.phone = line(node, "telephone", context);
    read_geo(node, place, context);
    return place;
}

bool is_virtual(value const& location)
{
    auto const* node = location.if_object();
    if (node == nullptr)
        return false;
    auto const types = schema_types(*node);
    return std::ranges::find(types, "VirtualLocation") != types.end();
}

/// Where an event is that does not say it: the place of the series it belongs to, or the venue whose page lists it.
Place place_around(object const* around, SchemaContext const& context)
{
    if (around == nullptr)
        return {};
    if (auto const* location = is_event(*around) ? context.graph.find(*around, "location") : nullptr)
        return read_schema_place(*location, context);
    if (!is_event(*around) && context.graph.find(*around, "address") != nullptr)
        return read_place_node(*around, context);
    return {};
}

/// What the times of an event that are listed in it leave out: its name, page, picture and text.
void fill_from(object const* around, SchemaContext const& context, Event& event)
{
    if (around == nullptr || !is_event(*around) || !event.name.empty())
        return;
    event.name = line(*around, "name", context);
    if (event.url.empty())
        event.url = event_url(*around, context);
    if (event.image.empty())
        event.image = url_of(*around, "image", context);
    if (event.description.empty())
        event.description = description(*around, context);
}

/// Concerts are often known by who plays alone.
std::string performers(object const& node, SchemaContext const& context)
{
    std::vector<std::string> names;
    for (auto const* performer : context.graph.all(node, "performer"))
        if (auto name = plain_line(context.graph.text_of(*performer)); !name.empty())
            names.push_back(std::move(name));
    return join(names, ", ");
}

std::string organizer(object const& node, object const* around, SchemaContext const& context)
{
    auto name = line(node, "organizer", context);
    if (name.empty() && around != nullptr && is_event(*around))
        name = line(*around, "organizer", context);
    return name.find('@') == std::string::npos && !name.starts_with("http") ? name : std::string{};
}

std::vector<std::string> keywords(object const& node, SchemaContext const& context)
{
    std::vector<std::string> words;
    for (auto const* keyword : context.graph.all(node, "keywords")) {
        auto const text = plain_line(context.graph.text_of(*keyword));
        for (auto const part : split(text, ',')) {
            auto word = std::string{trim(part)};
            if (!word.empty() && words.size() < max_keywords && std::ranges::find(words, word) == words.end())
                words.push_back(std::move(word));
        }
    }
    return words;
}

}  // namespace

Place read_schema_place(value const& location, SchemaContext const& context)
{
    auto const& found = context.graph.follow(location);
    if (auto const* node = found.if_object())
        return read_place_node(*node, context);
    auto const* array = found.if_array();
    if (array == nullptr)
        return read_location(plain_line(context.graph.text_of(found)));
    // A place that one can go to says more than the link to its stream.
    auto real = std::ranges::find_if(*array, [&](auto const& one) { return !is_virtual(context.graph.follow(one)); });
    if (real == array->end())
        real = array->begin();
    if (real == array->end() || real->is_array())
        return {};
    return read_schema_place(*real, context);
}

SchemaEvent read_schema_event(object const& node, object const* around, SchemaContext const& context)
{
    SchemaEvent read;
    auto& event = read.event;
    event.source = context.source.id;
    event.page = context.page_url;
    event.name = line(node, "name", context);
    event.description = description(node, context);
    event.url = event_url(node, context);
    event.uid = line(node, "identifier", context);
    event.image = url_of(node, "image", context);
    event.organizer = organizer(node, around, context);
    event.tags = keywords(node, context);
    fill_from(around, context, event);
    if (event.name.empty())
        event.name = performers(node, context);
    event.status = read_status(context.graph.text(node, "eventStatus")).value_or(Status::scheduled);
    if (auto const* location = context.graph.find(node, "location"))
        event.place = read_schema_place(*location, context);
    else
        event.place = place_around(around, context);
    read_schema_offers(node, context, event);
    read_schema_when(node, context, read);
    return read;
}

}  // namespace almanac
