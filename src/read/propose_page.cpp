#include "read/propose_page.hpp"

#include "html/selector.hpp"
#include "read/places.hpp"
#include "read/propose_texts.hpp"
#include "read/recipe_selector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace almanac {
namespace {

constexpr std::size_t max_nodes = 60'000;    ///< a page of one event is no larger
constexpr std::size_t max_statements = 100;  ///< each is searched for on the page
constexpr std::size_t max_below = 12;        ///< elements in a statement
constexpr std::size_t max_text = 160;
constexpr std::ptrdiff_t max_clock_distance = 6;  ///< statements from a day to its hours
constexpr std::size_t min_description = 80;
constexpr int needed = 3;       ///< points
constexpr double weight = 0.5;  ///< of the proposal: rows of events are the likelier find

/// A short statement of time or place.
struct Statement {
    std::string text;
    std::string place;  ///< finds this element and no other one before it
};

/// What a page says beside its subject.
bool is_beside(std::string_view tag)
{
    constexpr std::array<std::string_view, 6> tags = {"nav", "footer", "aside", "script", "style", "head"};
    return std::ranges::find(tags, tag) != tags.end();
}

class PageProposer {
public:
    PageProposer(Document const& document, Page const& page, ReadContext const& context)
        : m_document(document), m_page(page), m_context(context),
          m_said({context.now, context.source.timezone, context.source.day_first})
    {
    }

    std::optional<Proposal> run()
    {
        auto const headings = select(whole(m_document), compile_selector("h1"));
        if (headings.size() != 1 || !has_letters(text_of(headings.front())) || m_document.node(0).end > max_nodes)
            return std::nullopt;
        gather(root(m_document), headings.front().id);
        auto const day = best_day();
        if (day == m_statements.end())
            return std::nullopt;
        add("name", "h1");
        add_when(day);
        auto const where = std::ranges::find_if(m_statements, [&](Statement const& one) {
            return says_where(one.place) && m_said.of(one.text) == Said::nothing;
        });
        if (where != m_statements.end())
            add("venue", where->place);
        if (std::ranges::any_of(select(root(m_document), compile_selector("p")),
                                [](Element p) { return text_of(p).size() >= min_description; }))
            add("description", "longest p");
        if (select_first(whole(m_document), compile_selector("meta[property='og:image']")))
            add("image", "meta[property='og:image']@content");
        m_proposal.recipe.format = m_proposal.recipe.paging = Format::html;
        try_out(m_proposal, m_page, m_context);
        m_proposal.score *= weight;
        return std::move(m_proposal);
    }

private:
    using Place = std::vector<Statement>::const_iterator;

    void add(std::string name, std::string const& place)
    {
        m_proposal.recipe.fields.push_back({std::move(name), {read_finder(place, Format::html)}});
    }

    /// What is said of time and place behind the heading.
    void gather(Element around, std::uint32_t after)
    {
        for (auto child = first_child(around); child; child = next_sibling(child)) {
            if (is_beside(tag(child)))
                continue;
            auto const size = m_document.node(child.id).end - child.id;
            if (child.id > after && size <= 2 * max_below)
                take(child);
            gather(child, after);
        }
    }

    void take(Element element)
    {
        auto text = words_of(element);
        if (text.empty() || text.size() > max_text || m_statements.size() == max_statements)
            return;
        auto const ways = ways_to(element);
        bool const is_place = has_letters(text) && std::ranges::any_of(ways, says_where);
        if (m_said.of(text) == Said::nothing && !is_place)
            return;
        for (auto const& way : ways) {
            if (select_first(whole(m_document), compile_recipe_selector(way)) == element) {
                m_statements.push_back({std::move(text), way});
                return;
            }
        }
    }

    int points_of(Statement const& statement) const
    {
        bool const names_event = has_word(statement.place, {"date", "time", "when", "event", "day"});
        bool const names_other = has_word(statement.place, {"post", "publish", "updat", "modif", "comment", "byline"});
        return (m_said.is_moment(statement.text) ? 2 : 0) + (names_event ? 3 : 0) - (names_other ? 3 : 0) +
               (statement.text.size() <= max_text / 2 ? 1 : 0);
    }

    /// The day that most speaks for being the event's; the first of equals.
    Place best_day()
    {
        auto best = m_statements.cend();
        int most = needed - 1;
        for (auto it = m_statements.cbegin(); it != m_statements.cend(); ++it) {
            if (m_said.of(it->text) != Said::day)
                continue;
            if (auto const points = points_of(*it); points > most) {
                most = points;
                best = it;
            }
        }
        return best;
    }

    void add_when(Place day)
    {
        auto const end = day + std::min(max_clock_distance, m_statements.cend() - day);
        auto const clock =
            std::find_if(day, end, [&](Statement const& one) { return m_said.of(one.text) == Said::clock; });
        if (m_said.is_moment(day->text) || clock == end) {
            add("when", day->place);
            return;
        }
        add("day", day->place);
        add("hours", clock->place);
        Finder both;
        both.text = "{day} {hours}";
        m_proposal.recipe.fields.push_back({"when", {std::move(both)}});
    }

    Document const& m_document;
    Page const& m_page;
    ReadContext const& m_context;
    SaidTimes m_said;
    std::vector<Statement> m_statements;
    Proposal m_proposal;
};

}  // namespace

std::optional<Proposal> propose_page(Document const& document, Page const& page, ReadContext const& context)
{
    return PageProposer{document, page, context}.run();
}

}  // namespace almanac
