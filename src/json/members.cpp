#include "json/members.hpp"

#include "json/json.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace almanac {

namespace json = boost::json;

json::value const& member(json::object const& object, std::string_view key)
{
    auto const* const value = object.if_contains(key);
    if (value == nullptr)
        throw JsonError{fmt::format("'{}' is missing", key)};
    return *value;
}

std::string read_text(json::object const& object, std::string_view key)
{
    auto const& value = member(object, key);
    if (!value.is_string())
        throw JsonError{fmt::format("'{}' is no text", key)};
    return to_text(value);
}

bool read_flag(json::object const& object, std::string_view key)
{
    auto const& value = member(object, key);
    if (!value.is_bool())
        throw JsonError{fmt::format("'{}' is neither true nor false", key)};
    return value.get_bool();
}

json::array const& read_array(json::object const& object, std::string_view key)
{
    auto const* const array = member(object, key).if_array();
    if (array == nullptr)
        throw JsonError{fmt::format("'{}' is no list", key)};
    return *array;
}

json::object const& as_object(json::value const& value)
{
    auto const* const object = value.if_object();
    if (object == nullptr)
        throw JsonError{"an object is expected in each list"};
    return *object;
}

std::int64_t read_count(json::object const& object, std::string_view key, std::int64_t most)
{
    auto const& value = member(object, key);
    if (!value.is_int64() || value.get_int64() < 0 || value.get_int64() > most)
        throw JsonError{fmt::format("'{}' is no count", key)};
    return value.get_int64();
}

}  // namespace almanac
