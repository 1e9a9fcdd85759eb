#include "read/jsonld.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "json/json.hpp"
#include "read/pages.hpp"
#include "read/schema_event.hpp"
#include "read/schema_graph.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <utility>
#include <vector>

namespace almanac {

namespace {

using boost::json::object;
using boost::json::value;

/// Finds the events in the blocks of one page: anywhere in them, as lists, graphs, series and venues all nest them.
class EventCollector {
public:
    EventCollector(SchemaContext const& context, Reading& reading) : m_context(context), m_reading(reading) {}

    /// `around` is the series or venue that the value stands in. The depth is that of a read JSON text.
    void collect(value const& from, object const* around = nullptr)
    {
        if (auto const* array = from.if_array()) {
            for (auto const& element : *array)
                collect(element, around);
        } else if (auto const* node = from.if_object()) {
            if (is_event(*node))
                take(*node, around);
            bool const holds = is_event(*node) || m_context.graph.find(*node, "address") != nullptr;
            for (auto const& member : *node)
                collect(member.value(), holds ? node : around);
        }
    }

private:
    void take(object const& node, object const* around)
    {
        auto const& graph = m_context.graph;
        bool const dated = graph.find(node, "startDate") != nullptr || graph.find(node, "eventSchedule") != nullptr;
        // A mention of an event or series that says more elsewhere.
        auto const* full = graph.named(graph.text(node, "@id"));
        bool const mention = around != nullptr || (full != nullptr && full->if_object() != &node) ||
                             graph.find(node, "subEvent") != nullptr;
        if (!dated && mention)
            return;
        auto read = read_schema_event(node, around, m_context);
        if (read.problem.empty())
            m_reading.events.push_back(std::move(read.event));
        else if (!read.event.name.empty())
            m_reading.drops.push_back(
                {m_context.source.id, "no readable date", read.problem, read.event.name, read.event.url});
    }

    SchemaContext const& m_context;
    Reading& m_reading;
};

/// The events of all blocks of a page; they may refer to each other.
void read_blocks(std::vector<value> const& blocks, Source const& source, std::string_view page_url,
                 ReadOptions const& options, Reading& reading)
{
    SchemaGraph graph;
    for (auto const& block : blocks)
        graph.add(block);
    SchemaContext const context{graph, source, page_url, options};
    EventCollector collector{context, reading};
    for (auto const& block : blocks)
        collector.collect(block);
    // A page about one event is that event's page.
    if (reading.events.size() == 1 && reading.events[0].url.empty())
        reading.events[0].url = page_url;
}

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
    read_blocks(blocks, source, page_url, options, reading);
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
    read_blocks(blocks, source, page_url, options, reading);
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
