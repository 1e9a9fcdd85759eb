#include "read/rungs.hpp"

#include "config/platforms.hpp"
#include "fetch/url.hpp"
#include "html/document.hpp"
#include "ical/ical.hpp"
#include "read/ical.hpp"
#include "read/items.hpp"
#include "read/jsonld.hpp"
#include "read/page_parts.hpp"
#include "read/pages.hpp"
#include "read/recipe_engine.hpp"
#include "read/schema_nodes.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"
#include "xml/xml.hpp"

#include <algorithm>
#include <array>
#include <iterator>

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

std::string content_type(Page const& page)
{
    return std::string{header(page.headers, "Content-Type")};
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
void add(std::vector<RungReading>& rungs, std::string_view id, std::string_view name, Reading reading)
{
    if (found_anything(reading) || !reading.notes.empty())
        rungs.push_back({std::string{id}, std::string{name}, std::move(reading)});
}

bool is_asked(std::string_view id, std::string_view only)
{
    return only.empty() || id == only;
}

void climb_html(std::vector<RungReading>& rungs, Page const& page, ReadContext const& context, std::string_view only)
{
    auto const document = parse_page(page.body, content_type(page));
    if (is_asked("jsonld", only))
        add(rungs, "jsonld", "JSON-LD", read_jsonld(document, context.source, page.final_url, options_of(context)));
    for (auto const& rung : html_rungs)
        if (is_asked(rung.id, only))
            add(rungs, rung.id, rung.name,
                read_schema_nodes(rung.nodes(document), context.source, page.final_url, options_of(context)));
}

/// The page read with a platform's recipe; its list only, as details are pages of their own.
Reading read_platform(Page const& page, Platform const& platform, ReadContext const& context)
{
    auto source = context.source;
    source.recipe = platform.recipe;
    source.recipe.detail.reset();
    return read_one_page(page, {source, context.fetcher, context.now, context.from, context.to});
}

}  // namespace

std::vector<Platform const*> recognise(Page const& page, std::string_view only)
{
    auto const kind = is_data(page) ? Format::json : Format::html;
    PageParts const parts{page, kind, ""};
    std::vector<Platform const*> found;
    if (parts.scopes().empty())
        return found;
    for (auto const& platform : platforms()) {
        bool const fits = is_asked(platform.id, only) && platform.page == kind &&
                          std::ranges::all_of(platform.signs, [&](auto const& sign) {
                              return ConditionReader{sign, kind}.holds(parts.scopes().front());
                          });
        if (fits)
            found.push_back(&platform);
    }
    return found;
}

std::vector<RungReading> climb(Page const& page, ReadContext const& context, std::string_view only)
{
    std::vector<RungReading> rungs;
    if (looks_like_ical(page.body)) {
        if (is_asked("ical", only))
            add(rungs, "ical", "iCalendar",
                read_ical(page.body, context.source, page.final_url, options_of(context),
                          charset_of(content_type(page))));
        return rungs;
    }
    bool const asks_format = only.empty() || std::ranges::find(reader_names, only) != std::end(reader_names);
    if (asks_format && !is_data(page))
        climb_html(rungs, page, context, only);
    else if (is_asked("jsonld", only) && !looks_like_xml(page.body))
        add(rungs, "jsonld", "schema.org in JSON",
            read_jsonld(to_utf8(page.body, charset_of(content_type(page))), context.source, page.final_url,
                        options_of(context)));
    for (auto const* platform : recognise(page, only))
        if (!platform->recipe.lookup && platform->recipe.format != Format::none)
            add(rungs, platform->id, platform->name, read_platform(page, *platform, context));
    return rungs;
}

RungReading& best_rung(std::vector<RungReading>& rungs, ReadContext const& context)
{
    auto const rank = [&](RungReading const& rung) {
        bool const coming =
            std::ranges::any_of(rung.reading.events, [&](auto const& event) { return is_coming(event, context.now); });
        return coming ? 3 : !rung.reading.events.empty() ? 2 : found_anything(rung.reading) ? 1 : 0;
    };
    return *std::ranges::max_element(rungs, {}, rank);  // the first of equals
}

bool is_coming(Event const& event, absl::CivilSecond now)
{
    return event.recurrence || event.when.end >= now;
}

double fullness(Reading const& reading)
{
    if (reading.events.empty())
        return 0;
    double filled = 0;
    for (auto const& event : reading.events) {
        bool const has[] = {!event.url.empty(),         !event.place.name.empty(), !event.place.street.empty(),
                            !event.description.empty(), event.when.has_end,        event.cost.has_value(),
                            !event.image.empty(),       !event.categories.empty(), !event.organizer.empty()};
        filled += static_cast<double>(std::ranges::count(has, true));
    }
    return filled / static_cast<double>(reading.events.size());
}

}  // namespace almanac
