#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace almanac {

/// What could be read of an XML text. `problem` says with line and column why reading ended early; what stands before
/// that place is in the value.
struct XmlReading {
    boost::json::value value;
    std::string problem;
};

/// XML 1.0 as the values that JSON paths go through, so that one language of places serves both: a document is an
/// object with its root; an element with neither attributes nor elements is its text, any other an object of its
/// elements by name (several of one name: an array), its attributes ("@href") and its own text ("#text"). Prefixes stay
/// ("dc:date"). Depth is bounded (64); a text that declares entities is refused, as they can grow without bound.
[[nodiscard]] XmlReading read_xml(std::string_view utf8);

/// Whether a text is XML that is no page: it says so or starts with the root of a feed or calendar.
[[nodiscard]] bool looks_like_xml(std::string_view text);

}  // namespace almanac
