#pragma once

#include "read/options.hpp"
#include "read/reader.hpp"

#include <string_view>

namespace almanac {

class Document;

/// The schema.org events in the JSON-LD blocks of a page. A block that cannot be mended is a note with its place; an
/// event without a readable date is a drop.
[[nodiscard]] Reading read_jsonld(Document const& document, Source const& source, std::string_view page_url,
                                  ReadOptions const& options);

/// The same of a text that is JSON as a whole (UTF-8).
[[nodiscard]] Reading read_jsonld(std::string_view json, Source const& source, std::string_view page_url,
                                  ReadOptions const& options);

/// reader = "jsonld": the pages at the source's url.
class JsonLdReader final : public Reader {
public:
    Reading read(ReadContext const& context) override;
};

}  // namespace almanac
