#include "read/propose.hpp"

#include "config/toml.hpp"
#include "event/money.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "read/html_text.hpp"
#include "read/propose_html.hpp"
#include "read/propose_json.hpp"
#include "read/propose_page.hpp"
#include "read/recipe_engine.hpp"
#include "text/text.hpp"
#include "xml/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace almanac {
namespace {

constexpr std::size_t max_proposals = 5;

/// Scripts of a page that hold its data, as frameworks leave it there; JSON-LD is read by itself.
std::vector<std::string> data_scripts(Document const& document)
{
    std::vector<std::string> selectors;
    for (auto const script : select(root(document), compile_selector("script[type='application/json']"))) {
        auto const id = attribute(script, "id");
        bool const plain = id && !id->empty() && id->find_first_of(" :.'\"[]()>+~#,") == std::string_view::npos;
        auto selector = plain ? "script#" + std::string{*id} : std::string{"script[type='application/json']"};
        if (raw_text(script).size() > 100 && selectors.size() < 3 &&
            std::ranges::find(selectors, selector) == selectors.end())
            selectors.push_back(std::move(selector));
    }
    return selectors;
}

/// Of a page in HTML.
std::vector<Proposal> propose_all(Document const& document, Page const& page, ReadContext const& context)
{
    auto proposals = propose_html(document, page, context);
    if (auto one = propose_page(document, page, context))
        proposals.push_back(std::move(*one));
    for (auto const& inside : data_scripts(document))
        std::ranges::move(propose_json(page, context, inside), std::back_inserter(proposals));
    return proposals;
}

/// A TOML string: literal where it can be, so that selectors stay as they are.
std::string in_toml(std::string_view text)
{
    return text.find('\'') == std::string_view::npos ? fmt::format("'{}'", text) : toml_string(text);
}

/// What the first event holds in a field, as a comment shows it.
std::string example_of(Event const& event, std::string_view field)
{
    auto const shown = [](std::string_view text) { return cut_at_word(collapse_spaces(text), 60); };
    if (field == "name")
        return shown(event.name);
    if (field == "url")
        return event.url.empty() ? "no web address!" : shown(event.url);
    if (field == "when" || field == "start")
        return event.when.all_day ? absl::FormatCivilTime(absl::CivilDay(event.when.start))
                                  : absl::FormatCivilTime(absl::CivilMinute(event.when.start));
    if (field == "venue")
        return shown(event.place.name);
    if (field == "description")
        return shown(plain_line(event.description));
    if (field == "image")
        return shown(event.image);
    if (field == "cost")
        return event.cost ? to_cost_cell(*event.cost) : "";
    return {};
}

/// A way to find a field. A place that says nothing is the item itself.
std::string in_toml(Finder const& finder)
{
    if (finder.text)
        return finder.text->starts_with('{') ? in_toml(*finder.text)
                                             : fmt::format("{{ value = {} }}", in_toml(*finder.text));
    auto const place = in_words(finder);
    return place.empty() ? "{ match = '(?s).+' }" : in_toml(place);
}

std::string in_toml(Field const& field)
{
    if (field.ways.size() == 1)
        return in_toml(field.ways.front());
    std::string ways;
    for (auto const& way : field.ways)
        ways += (ways.empty() ? "" : ", ") + in_toml(way);
    return fmt::format("[{}]", ways);
}

bool is_event_field(Field const& field)
{
    return std::ranges::binary_search(event_fields(), field.name);
}

}  // namespace

void try_out(Proposal& proposal, Page const& page, ReadContext const& context)
{
    auto source = context.source;
    source.recipe = proposal.recipe;
    source.day_first = source.day_first || proposal.day_first;
    proposal.trial = read_one_page(page, {source, context.fetcher, context.now, context.from, context.to});
    std::set<std::string> events;
    std::set<std::string> names;
    std::set<std::string> urls;
    for (auto const& event : proposal.trial.events) {
        events.insert(event.name + '\n' + absl::FormatCivilTime(event.when.start));
        names.insert(event.name);
        urls.insert(event.url);
    }
    auto const count = static_cast<double>(events.size());
    if (count == 0)
        return;
    auto const total = count + static_cast<double>(proposal.trial.drops.size());
    // The same of all tells none of them apart.
    auto const differing = [&](std::set<std::string> const& texts) {
        return count < 2 ? 1 : std::min(1.0, static_cast<double>(texts.size() - 1) / (count - 1));
    };
    auto const named = differing(names);
    auto const linked = differing(urls);
    proposal.score = std::sqrt(count) * (count / total) * (0.4 + 0.4 * named + 0.2 * linked);
}

std::vector<Proposal> propose(Page const& page, ReadContext const& context)
{
    auto const start = trim(std::string_view{page.body}.substr(0, 256));
    bool const is_data = start.starts_with('{') || start.starts_with('[') || looks_like_xml(page.body);
    auto proposals = is_data ? propose_json(page, context, "")
                             : propose_all(parse_page(page.body, header(page.headers, "Content-Type")), page, context);
    std::erase_if(proposals, [](auto const& proposal) { return proposal.trial.events.empty(); });
    std::ranges::stable_sort(proposals, std::greater{}, &Proposal::score);
    if (proposals.size() > max_proposals)
        proposals.erase(proposals.begin() + max_proposals, proposals.end());
    return proposals;
}

std::string to_toml(Proposal const& proposal)
{
    auto const& recipe = proposal.recipe;
    auto const* table = recipe.format == Format::json ? "json" : "html";
    auto const line = [](std::string const& text, std::string const& comment) {
        return comment.empty() ? text + '\n' : fmt::format("{:39} # {}\n", text, comment);
    };
    std::string text = "# A guess. Hold each example against the page; docs/recipes.md has all words.\n";
    if (!recipe.items.empty() || !recipe.inside.empty())
        text += fmt::format("[{}]\n", table);
    if (!recipe.inside.empty())
        text += fmt::format("in_html = {}\n", in_toml(recipe.inside));
    if (!recipe.items.empty())
        text += line(fmt::format("items = {}", in_toml(recipe.items)),
                     fmt::format("{} events", proposal.trial.events.size()));
    std::size_t width = 5;
    for (auto const& field : recipe.fields)
        width = std::max(width, field.name.size());
    std::string values;
    std::string fields;
    for (auto const& field : recipe.fields)
        (is_event_field(field) ? fields : values) +=
            line(fmt::format("{:{}} = {}", field.name, width, in_toml(field)),
                 proposal.trial.events.empty() ? "" : example_of(proposal.trial.events.front(), field.name));
    if (!values.empty())
        text += fmt::format("\n[{}.values]\n{}", table, values);
    return text + fmt::format("\n[{}.fields]\n{}", table, fields);
}

}  // namespace almanac
