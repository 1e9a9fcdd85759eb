#include "read/propose_html.hpp"

#include "html/selector.hpp"
#include "read/day_headings.hpp"
#include "read/field_reader.hpp"
#include "read/page_matches.hpp"
#include "read/place_counts.hpp"
#include "read/places.hpp"
#include "read/propose_extras.hpp"
#include "read/propose_texts.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_name_text = 200;
constexpr std::size_t max_candidates = 12;  ///< structures that are read on trial
constexpr std::size_t max_elements = 30'000;

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

/// What was found in the items of one structure.
struct Candidates {
    Places dates;
    Places clocks;  ///< times without a day
    Places names;
    Places links;
    Places venues;
    std::size_t items = 0;
    std::size_t dated = 0;  ///< items with a date
};

/// Whether the dates that a proposal finds prove it.
bool writes_day_first(Proposal const& proposal, std::vector<Element> const& items)
{
    FieldReader const reader{proposal.recipe.fields, Format::html};
    PageMatches matches;
    std::vector<std::string> texts;
    for (auto const item : items)
        if (auto values = reader.read({item, nullptr, &matches}, {}); values.contains("when"))
            texts.push_back(std::move(values["when"].front()));
    return proves_day_first(texts);
}

class Proposer {
public:
    Proposer(Document const& document, Page const& page, ReadContext const& context)
        : m_document(document), m_page(page), m_context(context),
          m_said({context.now, context.source.timezone, context.source.day_first})
    {
    }

    std::vector<Proposal> all();

private:
    void look_at(Element item, Candidates& to);
    std::optional<Proposal> propose_for(std::string const& items, std::vector<Element> const& group);
    static void add_when(Recipe& recipe, std::string const& heading, std::string const& clock);
    std::string title() const;

    Document const& m_document;
    Page const& m_page;
    ReadContext const& m_context;
    SaidTimes m_said;
    std::optional<DayHeadings> m_headings;
};

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
    ItemPlaces links;
    ItemPlaces texts;
    bool has_date = false;
    for (std::size_t i = 0; i < std::min(parts.size(), max_parts_of_item); ++i) {
        auto const part = parts[i].element;
        if (parts[i].below > max_below_part)
            continue;
        auto const text = text_of(part);
        auto const said = m_said.of(words_of(part));
        auto const place = i == 0 ? std::string{} : place_of(part);
        if (auto const link = attribute(part, "href"); i > 0 && tag(part) == "a" && link)
            links.count(to.links, place, std::string{*link}, 0);
        if (auto const stated = attribute(part, "datetime"); stated && m_said.of(std::string{*stated}) == Said::day) {
            has_date = true;
            texts.count(to.dates, place + "@datetime", std::string{*stated}, 0.2);
        }
        if (said == Said::day) {
            has_date = true;
            texts.count(to.dates, place, text, i == 0 ? -0.3 : 1.0 / static_cast<double>(1 + i));
        } else if (said == Said::clock && i > 0) {
            texts.count(to.clocks, place, text, 0);
        } else if (i > 0 && text.size() <= max_name_text && has_letters(text) && !says_what_to_do(text)) {
            if (says_where(place))
                texts.count(to.venues, place, text, 0);
            else
                texts.count(to.names, place, text, bonus_of_name(part));
        }
    }
    to.dated += has_date ? 1 : 0;
}

/// The day stands in a heading above the items, the hours in them.
void Proposer::add_when(Recipe& recipe, std::string const& heading, std::string const& clock)
{
    recipe.fields.push_back({"day", {read_finder("before " + heading, Format::html)}});
    Field when{"when", {Finder{}}};
    when.ways.front().text = "{day}";
    if (!clock.empty()) {
        recipe.fields.push_back({"hours", {read_finder(clock, Format::html)}});
        when.ways.insert(when.ways.begin(), Finder{})->text = "{day} {hours}";
    }
    recipe.fields.push_back(std::move(when));
}

std::optional<Proposal> Proposer::propose_for(std::string const& items, std::vector<Element> const& group)
{
    Candidates candidates;
    for (std::size_t i = 0; i < std::min(group.size(), max_items_looked_at); ++i)
        look_at(group[i], candidates);
    auto const looked_at = candidates.items;
    bool const has_dates = candidates.dated * 2 >= looked_at && candidates.dated >= 2;
    auto const heading = has_dates ? std::string{} : m_headings->above(group);
    if (!has_dates && (heading.empty() || candidates.names.empty()))
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
    if (has_dates)
        add("when", read_finder(best_of(candidates.dates, looked_at, 0), Format::html));
    else
        add_when(recipe, heading, best_of(candidates.clocks, looked_at, 0.3));
    if (auto const venue = best_of(candidates.venues, looked_at, 0.3); !venue.empty())
        add("venue", read_finder(venue, Format::html));
    return proposal;
}

std::vector<Proposal> Proposer::all()
{
    std::vector<Seen> elements;
    gather(root(m_document), elements);
    Groups groups;
    for (auto const& seen : elements)
        if (seen.below <= 400)
            groups[selector_of(seen.element)].push_back(seen.element);
    m_headings.emplace(groups, [this](std::string const& text) { return m_said.of(text) == Said::day; });
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
    for (auto& proposal : proposals) {
        auto const& items = groups.at(proposal.recipe.items);
        proposal.day_first = writes_day_first(proposal, items);
        add_extras(proposal, items);
        keep_what_fills(proposal, m_page, m_context);
    }
    return proposals;
}

}  // namespace

std::vector<Proposal> propose_html(Document const& document, Page const& page, ReadContext const& context)
{
    return Proposer{document, page, context}.all();
}

}  // namespace almanac
