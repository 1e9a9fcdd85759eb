#include "read/jsonld.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "json/json.hpp"
#include "read/pages.hpp"
#include "read/schema_nodes.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace almanac {

namespace {

using boost::json::value;

bool is_jsonld(Element script)
{
    auto const type = attribute(script, "type");
    return type && media_type_of(*type) == "application/ld+json";
}

}  // namespace

Reading read_jsonld(Document const& document, Source const& source, std::string_view page_url,
                    ReadOptions const& options)
{
    Reading reading;
    std::vector<value> blocks;
    int number = 0;
    for (auto const script : select(root(document), compile_selector("script"))) {
        if (!is_jsonld(script))
            continue;
        ++number;
        auto const text = raw_text(script);
        if (trim(text).empty())
            continue;
        try {
            blocks.push_back(read_json_leniently(text));
        } catch (JsonError const& error) {
            reading.notes.push_back({Level::warning, source.id, redact_url(page_url),
                                     fmt::format("JSON-LD block {} is left out: {}", number, error.what())});
        }
    }
    append(reading, read_schema_nodes(blocks, source, page_url, options));
    return reading;
}

Reading read_jsonld(std::string_view json, Source const& source, std::string_view page_url, ReadOptions const& options)
{
    Reading reading;
    std::vector<value> blocks;
    try {
        blocks.push_back(read_json_leniently(json));
    } catch (JsonError const& error) {
        reading.notes.push_back(
            {Level::error, source.id, redact_url(page_url), fmt::format("this is not JSON: {}", error.what())});
    }
    append(reading, read_schema_nodes(blocks, source, page_url, options));
    return reading;
}

Reading JsonLdReader::read(ReadContext const& context)
{
    return read_pages(context, [&](Page const& page) {
        ReadOptions const options{context.now, context.to};
        auto const type = header(page.headers, "Content-Type");
        auto const start = trim(page.body);
        if (start.starts_with('{') || start.starts_with('['))
            return read_jsonld(to_utf8(page.body, charset_of(type)), context.source, page.final_url, options);
        return read_jsonld(parse_page(page.body, type), context.source, page.final_url, options);
    });
}

}  // namespace almanac
