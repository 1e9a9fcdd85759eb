#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace almanac {

// Members of objects that the program wrote itself. All throw JsonError naming the member that is missing or of
// another type.

[[nodiscard]] boost::json::value const& member(boost::json::object const& object, std::string_view key);
[[nodiscard]] std::string read_text(boost::json::object const& object, std::string_view key);
[[nodiscard]] bool read_flag(boost::json::object const& object, std::string_view key);
[[nodiscard]] boost::json::array const& read_array(boost::json::object const& object, std::string_view key);
[[nodiscard]] boost::json::object const& as_object(boost::json::value const& value);

/// A whole number from 0 to `most`.
[[nodiscard]] std::int64_t read_count(boost::json::object const& object, std::string_view key, std::int64_t most);

}  // namespace almanac
