#pragma once

#include <boost/json/value.hpp>

#include <vector>

namespace almanac {

class Document;

/// The items of a page's microdata (WHATWG HTML, "Microdata"; itemref too) as JSON-LD nodes.
[[nodiscard]] std::vector<boost::json::value> read_microdata(Document const& document);

/// The items of a page's RDFa Lite 1.1 (W3C: vocab, typeof, property, resource, content) as JSON-LD nodes.
[[nodiscard]] std::vector<boost::json::value> read_rdfa(Document const& document);

/// The events of a page's microformats as JSON-LD nodes: h-event (microformats2) and hCalendar 1.0, with the include
/// and value-class patterns (microformats.org/wiki).
[[nodiscard]] std::vector<boost::json::value> read_microformats(Document const& document);

}  // namespace almanac
