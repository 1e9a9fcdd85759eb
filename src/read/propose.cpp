#include "read/propose.hpp"

#include "config/toml.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "read/places.hpp"
#include "read/propose_json.hpp"
#include "read/recipe_engine.hpp"
#include "text/text.hpp"
#include "time/read_when.hpp"
#include "xml/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

namespace almanac {
namespace {

constexpr std::size_t max_date_text = 120;  ///< a date stands in few words
constexpr std::size_t max_name_text = 200;
constexpr std::size_t max_below = 40;       ///< elements in a part; more make it no single statement
constexpr std::size_t max_candidates = 12;  ///< structures that are read on trial
constexpr std::size_t max_items_looked_at = 25;
constexpr std::size_t max_elements = 30'000;
constexpr std::size_t max_parts = 80;  ///< elements of one item that are looked at
constexpr std::size_t max_proposals = 5;

/// An element with what the search asks again and again.
struct Seen {
    Element element;
    std::size_t below = 0;  ///< elements within it
};

std::size_t gather(Element element, std::vector<Seen>& all)
{
    auto const at = all.size();
    if (at >= max_elements)
        return 0;
    all.push_back({element, 0});
    std::size_t below = 0;
    for (auto child = first_child(element); child; child = next_sibling(child))
        below += 1 + gather(child, all);
    all[at].below = below;
    return below;
}

bool has_letters(std::string_view text)
{
    return std::ranges::count_if(text, [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; }) >= 3;
}

/// How often a place was found in the items, and with what texts.
struct Hits {
    std::size_t items = 0;
    std::set<std::string> texts;
    double bonus = 0;
};
using Places = std::map<std::string, Hits>;

/// The place with the most items; among equals that of more different texts.
std::string best_of(Places const& places, std::size_t items, double needed)
{
    std::string best;
    double most = 0;
    for (auto const& [place, hits] : places) {
        auto const share = static_cast<double>(hits.items) / static_cast<double>(items);
        auto const differ = static_cast<double>(hits.texts.size()) / static_cast<double>(hits.items);
        auto const value = share * (0.5 + differ) * (1 + hits.bonus);
        if (share >= needed && value > most) {
            most = value;
            best = place;
        }
    }
    return best;
}

/// What speaks for a part being the name of its item.
double bonus_of_name(Element part)
{
    auto const name = lower_ascii(signature_of(part));
    double bonus = 0;
    if (name.size() >= 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6')
        bonus += 1;
    for (auto const* word : {"title", "name", "summary", "heading"})
        if (name.find(word) != std::string::npos)
            bonus += 1;
    if (name == "a" || name.starts_with("a.") || name == "strong")
        bonus += 0.3;
    return bonus;
}

/// Whether a part is the venue, by what its class says.
bool says_where(std::string_view place)
{
    auto const low = lower_ascii(place);
    constexpr std::string_view words[] = {"loc", "venue", "place", "address"};
    return std::ranges::any_of(words, [&](auto word) { return low.find(word) != std::string::npos; });
}

/// What was found in the items of one structure.
struct Candidates {
    Places dates;
    Places names;
    Places links;
    Places venues;
    std::size_t items = 0;
    std::size_t dated = 0;  ///< items with a date
};

/// Scripts of a page that hold its data, as frameworks leave it there; JSON-LD is read by itself.
std::vector<std::string> data_scripts(Page const& page)
{
    std::vector<std::string> selectors;
    auto const document = parse_page(page.body, header(page.headers, "Content-Type"));
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

class Proposer {
public:
    Proposer(Page const& page, ReadContext const& context)
        : m_page(page), m_context(context),
          m_document(parse_page(page.body, header(page.headers, "Content-Type"))), m_options{context.now,
                                                                                             context.source.timezone,
                                                                                             context.source.day_first}
    {
    }

    std::vector<Proposal> all();

private:
    bool is_date(std::string const& text);
    void look_at(Element item, Candidates& to);
    std::optional<Proposal> propose_for(std::string const& items, std::vector<Element> const& group);
    std::string title() const;

    Page const& m_page;
    ReadContext const& m_context;
    Document m_document;
    WhenOptions m_options;
    std::map<std::string, bool> m_dates;
};

bool Proposer::is_date(std::string const& text)
{
    if (text.size() < 5 || text.size() > max_date_text || text.find_first_of("0123456789") == std::string::npos)
        return false;
    auto const [place, is_new] = m_dates.try_emplace(text, false);
    if (is_new)
        place->second = !read_when(text, m_options).times.empty();
    return place->second;
}

/// The page's own heading: the name of events that have none.
std::string Proposer::title() const
{
    for (auto const* place : {"h1", "title"})
        if (auto const found = select_first(whole(m_document), compile_selector(place)))
            if (auto text = cut_at_word(text_of(found), 80); has_letters(text))
                return text;
    return "Event";
}

/// What the parts of one item are: dates, links, places, and what may be its name.
void Proposer::look_at(Element item, Candidates& to)
{
    ++to.items;
    std::vector<Seen> parts;
    gather(item, parts);
    std::set<std::string> found;  // a place counts once an item, as a link and as a text
    auto const count = [&](Places& places, std::string const& place, std::string text, double bonus) {
        if (!found.insert(place + (&places == &to.links ? "@" : "")).second)
            return;
        auto& hits = places[place];
        ++hits.items;
        hits.bonus = bonus;
        hits.texts.insert(std::move(text));
    };
    bool has_date = false;
    for (std::size_t i = 0; i < std::min(parts.size(), max_parts); ++i) {
        auto const part = parts[i].element;
        if (parts[i].below > max_below)
            continue;
        auto const text = text_of(part);
        auto const place = i == 0 ? std::string{} : place_of(part);
        if (auto const link = attribute(part, "href"); i > 0 && tag(part) == "a" && link)
            count(to.links, place, std::string{*link}, 0);
        if (auto const stated = attribute(part, "datetime"); stated && is_date(std::string{*stated})) {
            has_date = true;
            count(to.dates, place + "@datetime", std::string{*stated}, 0.2);
        }
        if (is_date(text)) {
            has_date = true;
            count(to.dates, place, text, i == 0 ? -0.3 : 1.0 / static_cast<double>(1 + i));
        } else if (i > 0 && text.size() <= max_name_text && has_letters(text)) {
            if (says_where(place))
                count(to.venues, place, text, 0);
            else
                count(to.names, place, text, bonus_of_name(part));
        }
    }
    to.dated += has_date ? 1 : 0;
}

std::optional<Proposal> Proposer::propose_for(std::string const& items, std::vector<Element> const& group)
{
    Candidates candidates;
    for (std::size_t i = 0; i < std::min(group.size(), max_items_looked_at); ++i)
        look_at(group[i], candidates);
    auto const looked_at = candidates.items;
    if (candidates.dated * 2 < looked_at || candidates.dated < 2)
        return std::nullopt;
    Proposal proposal;
    auto& recipe = proposal.recipe;
    recipe.format = recipe.paging = Format::html;
    recipe.items = items;
    auto const add = [&](std::string name, Finder finder) {
        recipe.fields.push_back({std::move(name), {std::move(finder)}});
    };
    if (auto const name = best_of(candidates.names, looked_at, 0.5); !name.empty()) {
        add("name", read_finder(name, Format::html));
    } else {
        Finder constant;
        constant.text = title();
        add("name", std::move(constant));
    }
    if (auto const link = best_of(candidates.links, looked_at, 0.5); !link.empty())
        add("url", read_finder(link + "@href", Format::html));
    else if (tag(group.front()) == "a")
        add("url", read_finder("@href", Format::html));
    add("when", read_finder(best_of(candidates.dates, looked_at, 0), Format::html));
    if (auto const venue = best_of(candidates.venues, looked_at, 0.3); !venue.empty())
        add("venue", read_finder(venue, Format::html));
    return proposal;
}

std::vector<Proposal> Proposer::all()
{
    std::vector<Seen> elements;
    gather(root(m_document), elements);
    std::map<std::string, std::vector<Element>> groups;
    for (auto const& seen : elements)
        if (seen.below <= 400)
            groups[selector_of(seen.element)].push_back(seen.element);
    std::vector<Proposal> proposals;
    for (auto const& [selector, group] : groups) {
        if (group.size() < 2 || group.size() > 2000)
            continue;
        if (auto proposal = propose_for(selector, group)) {
            proposal->score = static_cast<double>(std::min<std::size_t>(group.size(), 60)) *
                              static_cast<double>(1 + proposal->recipe.fields.size());
            proposals.push_back(std::move(*proposal));
        }
    }
    std::ranges::stable_sort(proposals, std::greater{}, &Proposal::score);
    if (proposals.size() > max_candidates)
        proposals.erase(proposals.begin() + max_candidates, proposals.end());
    for (auto& proposal : proposals)
        try_out(proposal, m_page, m_context);
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
    return {};
}

/// The right side of a field. A place that says nothing is the item itself.
std::string in_toml(Finder const& finder)
{
    if (finder.text)
        return fmt::format("{{ value = {} }}", in_toml(*finder.text));
    auto const place = short_form(finder);
    return place.empty() ? "{ match = '(?s).+' }" : in_toml(place);
}

}  // namespace

void try_out(Proposal& proposal, Page const& page, ReadContext const& context)
{
    auto source = context.source;
    source.recipe = proposal.recipe;
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
    auto const named = std::min(1.0, static_cast<double>(names.size()) / count);
    auto const linked = std::min(1.0, static_cast<double>(urls.size()) / count);
    proposal.score = std::sqrt(count) * (count / total) * (0.4 + 0.4 * named + 0.2 * linked);
}

std::vector<Proposal> propose(Page const& page, ReadContext const& context)
{
    auto const start = trim(std::string_view{page.body}.substr(0, 256));
    bool const is_data = start.starts_with('{') || start.starts_with('[') || looks_like_xml(page.body);
    auto proposals = is_data ? propose_json(page, context, "") : Proposer{page, context}.all();
    if (!is_data)
        for (auto const& inside : data_scripts(page))
            std::ranges::move(propose_json(page, context, inside), std::back_inserter(proposals));
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
    auto text =
        fmt::format("# A guess. Hold each example against the page; docs/recipes.md has all words.\n[{}]\n", table);
    if (!recipe.inside.empty())
        text += fmt::format("in_html = {}\n", in_toml(recipe.inside));
    text +=
        line(fmt::format("items = {}", in_toml(recipe.items)), fmt::format("{} events", proposal.trial.events.size()));
    text += fmt::format("\n[{}.fields]\n", table);
    std::size_t width = 5;
    for (auto const& field : recipe.fields)
        width = std::max(width, field.name.size());
    for (auto const& field : recipe.fields)
        text += line(fmt::format("{:{}} = {}", field.name, width, in_toml(field.ways.front())),
                     proposal.trial.events.empty() ? "" : example_of(proposal.trial.events.front(), field.name));
    return text;
}

}  // namespace almanac
