#include "read/rungs.hpp"

#include "config/platforms.hpp"
#include "fetch/url.hpp"
#include "ical/ical.hpp"
#include "ical/xcal.hpp"
#include "read/filled.hpp"
#include "read/ical.hpp"
#include "read/items.hpp"
#include "read/jsonld.hpp"
#include "read/pages.hpp"
#include "read/recipe_engine.hpp"
#include "read/schema_nodes.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"
#include "xml/xml.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace almanac {
namespace {

bool is_data(Page const& page)
{
    auto const text = trim(std::string_view{page.body}.substr(0, 256));
    return text.starts_with('{') || text.starts_with('[') || looks_like_xml(page.body);
}

ReadOptions options_of(ReadContext const& context)
{
    return {context.now, context.to, context.as_stated};
}

/// One way to find events in a document.
struct HtmlRung {
    std::string_view id;
    std::string_view name;
    std::vector<boost::json::value> (*nodes)(Document const&);
};

/// Best first. A new format of nodes is one line here.
constexpr std::array html_rungs{
    HtmlRung{"microdata", "microdata", read_microdata},
    HtmlRung{"rdfa", "RDFa", read_rdfa},
    HtmlRung{"microformats", "microformats", read_microformats},
};

/// Notes without an event are kept by the rung that could have found one; an empty rung is none.
void add(std::vector<Rung>& rungs, std::string_view id, std::string_view name, bool is_data, Reading reading)
{
    if (found_anything(reading) || !reading.notes.empty())
        rungs.push_back({std::string{id}, std::string{name}, is_data, std::move(reading)});
}

bool is_asked(std::string_view id, std::string_view only)
{
    return only.empty() || id == only;
}

void climb_html(std::vector<Rung>& rungs, OpenPage const& page, ReadContext const& context, std::string_view only)
{
    auto const& document = *page.parts()->scopes().front().element.document;
    auto const& url = page.page().final_url;
    if (is_asked("jsonld", only))
        add(rungs, "jsonld", "JSON-LD", true, read_jsonld(document, context.source, url, options_of(context)));
    for (auto const& rung : html_rungs)
        if (is_asked(rung.id, only))
            add(rungs, rung.id, rung.name, true,
                read_schema_nodes(rung.nodes(document), context.source, url, options_of(context)));
}

/// The page read with a platform's recipe; its list only, as details are pages of their own.
Reading read_platform(OpenPage const& page, Platform const& platform, ReadContext const& context)
{
    auto source = context.source;
    source.recipe = platform.recipe;
    source.recipe.detail.reset();
    return read_one_page(page.page(), {source, context.fetcher, context.now, context.from, context.to}, page.parts());
}

/// How much the events to come say, as the number of their fields that are filled.
std::size_t wealth(Reading const& reading, absl::CivilSecond now)
{
    std::size_t filled = 0;
    for (auto const& event : reading.events)
        if (is_coming(event, now))
            filled += filled_fields(event).count();
    return filled;
}

}  // namespace

OpenPage::OpenPage(Page const& page)
    : m_page(page), m_format(looks_like_ical(page.body) ? Format::none
                             : is_data(page)            ? Format::json
                                                        : Format::html)
{
    if (m_format != Format::none)
        m_parts.emplace(page, m_format, "");
}

std::vector<Platform const*> recognise(OpenPage const& page, std::string_view only)
{
    std::vector<Platform const*> found;
    if (page.parts() == nullptr || page.parts()->scopes().empty())
        return found;
    auto const top = page.parts()->scopes().front();
    for (auto const& platform : platforms()) {
        bool const fits = is_asked(platform.id, only) && platform.page == page.format() &&
                          std::ranges::all_of(platform.signs, [&](auto const& sign) {
                              return ConditionReader{sign, page.format()}.holds(top);
                          });
        if (fits)
            found.push_back(&platform);
    }
    return found;
}

std::vector<Rung> climb(OpenPage const& page, ReadContext const& context, std::string_view only)
{
    std::vector<Rung> rungs;
    auto const& bytes = page.page().body;
    auto const& url = page.page().final_url;
    auto const charset = charset_of(header(page.page().headers, "Content-Type"));
    if (page.format() == Format::none) {
        if (is_asked("ical", only))
            add(rungs, "ical", "iCalendar", true, read_ical(bytes, context.source, url, options_of(context), charset));
        return rungs;
    }
    bool const asks_format = only.empty() || std::ranges::find(reader_names, only) != std::end(reader_names);
    if (asks_format && page.format() == Format::html)
        climb_html(rungs, page, context, only);
    else if (is_asked("jsonld", only) && !looks_like_xml(bytes))
        add(rungs, "jsonld", "schema.org in JSON", true,
            read_jsonld(to_utf8(bytes, charset), context.source, url, options_of(context)));
    if (is_asked("xcal", only) && looks_like_xml(bytes) && !page.parts()->scopes().empty())
        if (auto const& xml = *page.parts()->scopes().front().json; is_xcal(xml))
            add(rungs, "xcal", "xCal", true, read_ical(xcal_to_ical(xml), context.source, url, options_of(context)));
    for (auto const* platform : recognise(page, only))
        if (!platform->recipe.lookup && platform->recipe.format != Format::none)
            add(rungs, platform->id, platform->name, platform->recipe.format == Format::json,
                read_platform(page, *platform, context));
    return rungs;
}

Rung& best_rung(std::vector<Rung>& rungs, ReadContext const& context)
{
    auto const rank = [&](Rung const& rung) {
        auto const& events = rung.reading.events;
        auto const rich = wealth(rung.reading, context.now);
        auto const found = rich > 0 ? 3 : !events.empty() ? 2 : found_anything(rung.reading) ? 1 : 0;
        return std::tuple{found, rung.is_data, rich};
    };
    return *std::ranges::max_element(rungs, {}, rank);  // the first of equals
}

bool is_coming(Event const& event, absl::CivilSecond now)
{
    return event.recurrence || event.when.end >= now;
}

}  // namespace almanac
