#include "event/recurrence_json.hpp"

#include "json/json.hpp"
#include "text/charset.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace almanac {
namespace {

namespace json = boost::json;

json::value to_value(std::string const& text)
{
    return json::string{is_utf8(text) ? text : to_utf8(text, "utf-8")};
}

json::value to_value(IcalTime const& time)
{
    json::object object{{"time", absl::FormatCivilTime(time.wall)}};
    if (time.is_date)
        object["isDate"] = true;
    if (!time.zone.empty())
        object["zone"] = to_value(time.zone);
    return object;
}

json::value to_value(ExtraDate const& extra)
{
    json::object object{{"start", to_value(extra.start)}};
    if (extra.end)
        object["end"] = to_value(*extra.end);
    return object;
}

template <class T>
void put(json::object& object, std::string_view key, std::vector<T> const& list)
{
    if (list.empty())
        return;
    json::array array;
    for (auto const& one : list)
        array.push_back(to_value(one));
    object[key] = std::move(array);
}

json::value member(json::value const& value, std::string_view key)
{
    auto const* object = value.if_object();
    auto const* found = object ? object->if_contains(key) : nullptr;
    return found ? *found : json::value{};
}

void read(json::value const& value, std::string& text)
{
    text = to_text(value);
}

void read(json::value const& value, IcalTime& time)
{
    auto const text = to_text(member(value, "time"));
    if (!absl::ParseCivilTime(text, &time.wall))
        throw JsonError{"'" + text + "' is no time of a recurrence"};
    auto const is_date = member(value, "isDate");
    time.is_date = is_date.is_bool() && is_date.get_bool();
    time.zone = to_text(member(value, "zone"));
}

void read(json::value const& value, ExtraDate& extra)
{
    read(member(value, "start"), extra.start);
    if (auto const end = member(value, "end"); !end.is_null())
        read(end, extra.end.emplace());
}

template <class T>
void read_list(json::value const& value, std::string_view key, std::vector<T>& list)
{
    auto const found = member(value, key);
    if (auto const* array = found.if_array())
        for (auto const& one : *array)
            read(one, list.emplace_back());
}

}  // namespace

json::object to_json(Recurrence const& recurrence)
{
    json::object object;
    put(object, "rules", recurrence.rules);
    put(object, "exrules", recurrence.exrules);
    put(object, "extra", recurrence.extra);
    put(object, "excluded", recurrence.excluded);
    put(object, "replaced", recurrence.replaced);
    return object;
}

Recurrence read_recurrence(json::value const& value)
{
    Recurrence recurrence;
    read_list(value, "rules", recurrence.rules);
    read_list(value, "exrules", recurrence.exrules);
    read_list(value, "extra", recurrence.extra);
    read_list(value, "excluded", recurrence.excluded);
    read_list(value, "replaced", recurrence.replaced);
    return recurrence;
}

}  // namespace almanac
