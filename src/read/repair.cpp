#include "read/repair.hpp"

#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "read/propose.hpp"
#include "read/recipe_engine.hpp"
#include "read/sheet.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace almanac {
namespace {

constexpr std::size_t max_candidates = 12;  ///< structures that are tried as items
constexpr int max_levels = 8;               ///< from a name or link up to its item
constexpr double works = 0.5;               ///< of the share that a field was filled before: it still works

/// The events of the old page by what tells them apart: link and name. What several have alike tells nothing.
class KnownEvents {
public:
    explicit KnownEvents(Sheet const& old)
    {
        for (std::size_t i = 0; i < old.items().size(); ++i) {
            add(m_links, old.normal(Kind::link, old.value(i, "url")), i);
            add(m_names, fold(old.value(i, "name")), i);
        }
    }

    [[nodiscard]] std::optional<std::size_t> by_link(std::string const& url) const { return find(m_links, url); }
    [[nodiscard]] std::optional<std::size_t> by_name(std::string const& text) const { return find(m_names, text); }

    /// The old event that an item is: one of its links or texts says so.
    [[nodiscard]] std::optional<std::size_t> of(Scope item, std::string const& base) const
    {
        std::optional<std::size_t> named;
        for (auto const& part : parts_of(item)) {
            bool const link =
                part.text.starts_with("http") || part.text.starts_with('/') || part.place.ends_with("@href");
            if (auto const found = link ? by_link(resolve_url(base, part.text)) : std::nullopt)
                return found;
            if (!named)
                named = by_name(fold(part.text));
        }
        return named;
    }

private:
    using Index = std::map<std::string, std::optional<std::size_t>>;

    static void add(Index& index, std::string key, std::size_t event)
    {
        if (key.empty())
            return;
        auto const [place, is_new] = index.try_emplace(std::move(key), event);
        if (!is_new)
            place->second.reset();
    }

    static std::optional<std::size_t> find(Index const& index, std::string const& key)
    {
        auto const found = index.find(key);
        return found == index.end() ? std::nullopt : found->second;
    }

    Index m_links;
    Index m_names;
};

std::set<std::string> words_of(std::string_view place)
{
    std::set<std::string> words;
    std::string word;
    for (auto const c : lower_ascii(place) + ' ') {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            word += c;
        } else if (!word.empty()) {
            words.insert(std::exchange(word, {}));
        }
    }
    return words;
}

/// How alike two places are called, from 0 to 1.
double likeness(std::string_view a, std::string_view b)
{
    auto const first = words_of(a);
    auto const second = words_of(b);
    auto const common =
        static_cast<double>(std::ranges::count_if(first, [&](auto const& word) { return second.contains(word); }));
    return common / std::max(1.0, static_cast<double>(first.size() + second.size()) - common);
}

std::string short_form(Finder const& finder)
{
    return finder.attribute.empty() ? finder.select : finder.select + '@' + finder.attribute;
}

/// A place that was tried for a field.
struct Tried {
    Finder finder;
    std::size_t known = 0;
    std::size_t equal = 0;
    double score = 0;  ///< 0: it is not the field
};

/// Mends one recipe for one choice of items.
class Mender {
public:
    Mender(Sheet const& old, Sheet& now, Recipe recipe, std::vector<std::optional<std::size_t>> same)
        : m_old(old), m_now(now), m_recipe(std::move(recipe)), m_same(std::move(same))
    {
    }

    void mend_all(Repair& repair);
    [[nodiscard]] Recipe const& recipe() const { return m_recipe; }

private:
    [[nodiscard]] bool is_fine(Field const& field, Kind kind) const;
    [[nodiscard]] Tried best_place(Field const& field, std::size_t way, Kind kind) const;
    void rate(Tried& tried, Field const& field, Finder const& was, Kind kind) const;
    [[nodiscard]] std::vector<std::string> places() const;

    Sheet const& m_old;
    Sheet& m_now;
    Recipe m_recipe;
    std::vector<std::optional<std::size_t>> m_same;  ///< for each item of today, the old event that it is
};

/// How many of the events that are on both pages say the same; {equal, known}.
std::pair<std::size_t, std::size_t> agreement(Sheet const& old, Sheet const& now, std::string_view field, Kind kind,
                                              std::vector<std::optional<std::size_t>> const& same,
                                              std::vector<std::string> const& texts)
{
    std::size_t equal = 0;
    std::size_t known = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto const before = same[i] ? old.normal(kind, old.value(*same[i], field)) : std::string{};
        if (before.empty())
            continue;
        ++known;
        equal += now.normal(kind, texts[i]) == before ? 1 : 0;
    }
    return {equal, known};
}

bool Mender::is_fine(Field const& field, Kind kind) const
{
    auto const before = m_old.quality(field.name, kind);
    if (before < 0.2)
        return true;  // nothing there to compare with
    if (m_now.quality(field.name, kind) < works * before)
        return false;
    auto const [equal, known] = agreement(m_old, m_now, field.name, kind, m_same, m_now.values(field.name));
    return known < 3 || equal * 5 >= known;
}

std::vector<std::string> Mender::places() const
{
    std::map<std::string, std::size_t> counts;
    std::vector<std::string> order;
    for (auto const& item : m_now.items()) {
        std::set<std::string> seen;
        for (auto const& part : parts_of(item))
            if (seen.insert(part.place).second && counts[part.place]++ == 0)
                order.push_back(part.place);
    }
    std::erase_if(order, [&](auto const& place) { return counts[place] * 10 < m_now.items().size() * 3; });
    return order;
}

void Mender::rate(Tried& tried, Field const& field, Finder const& was, Kind kind) const
{
    FieldReader const reader{{{field.name, {tried.finder}}}, m_recipe.format};
    std::vector<std::string> texts;
    for (auto const& item : m_now.items()) {
        auto const found = reader.read(item, {});
        texts.push_back(found.empty() ? std::string{} : found.begin()->second.front());
    }
    auto const good = m_now.quality_of(texts, field.name, kind);
    if (good < works * m_old.quality(field.name, kind))
        return;
    std::tie(tried.equal, tried.known) = agreement(m_old, m_now, field.name, kind, m_same, texts);
    auto const alike = likeness(short_form(was), short_form(tried.finder));
    if (tried.known >= 2) {
        auto const share = static_cast<double>(tried.equal) / static_cast<double>(tried.known);
        if (share >= 0.6)
            tried.score = 10 * share + alike;
        return;
    }
    // No event is on both pages: what is of the same kind, or called alike.
    auto const dates = m_now.quality_of(texts, "", Kind::date);
    std::set<std::string> before;
    for (auto const& text : m_old.values(field.name))
        before.insert(m_old.normal(kind, text));
    auto const common = std::ranges::count_if(
        texts, [&](auto const& text) { return !text.empty() && before.contains(m_now.normal(kind, text)); });
    auto const familiar = static_cast<double>(common) / static_cast<double>(texts.size());
    bool const is_link = kind == Kind::link && tried.finder.attribute == (field.name == "image" ? "src" : "href");
    bool const is_date = kind == Kind::date && good >= 0.6;
    bool const is_text = kind != Kind::date && kind != Kind::link && (dates < 0.3 && (alike >= 0.3 || familiar >= 0.3));
    if (is_link || is_date || is_text)
        tried.score = good + alike + familiar;
}

Tried Mender::best_place(Field const& field, std::size_t way, Kind kind) const
{
    Tried best;
    auto const& was = field.ways[way];
    for (auto const& place : places()) {
        auto const at = read_finder(place, m_recipe.format);
        Tried tried;
        tried.finder = was.text ? Finder{} : was;
        tried.finder.select = at.select;
        tried.finder.attribute = at.attribute;
        if (tried.finder.select.empty() && tried.finder.attribute.empty())
            continue;
        rate(tried, field, was, kind);
        if (tried.score > best.score)
            best = tried;
    }
    return best;
}

void Mender::mend_all(Repair& repair)
{
    for (auto& field : m_recipe.fields) {
        auto const kind = kind_of(field.name, m_old);
        if (is_fine(field, kind))
            continue;
        auto const placed = std::ranges::find_if(field.ways, [](Finder const& way) { return !way.text; });
        auto const way = placed == field.ways.end() ? 0 : static_cast<std::size_t>(placed - field.ways.begin());
        auto best = best_place(field, way, kind);
        if (best.score == 0) {
            repair.unsolved.push_back(field.name);
            continue;
        }
        repair.mended.push_back({field.name, way, field.ways[way], best.finder, best.known, best.equal});
        field.ways[way] = std::move(best.finder);
        m_now.read_fields(m_recipe.fields, m_recipe.format);
    }
}

/// Elements that may be the items of today's page: those around what is known of the old events, one each.
std::vector<std::string> around_known(Sheet const& now, KnownEvents const& known)
{
    if (now.parts().scopes().empty() || now.parts().scopes().front().json != nullptr)
        return {};
    auto const top = now.parts().scopes().front().element;
    std::map<std::size_t, Element> anchors;  // event -> the first element that is its link or name
    for (auto const element : select(top, compile_selector("*"))) {
        auto const link = attribute(element, "href");
        auto event = link ? known.by_link(resolve_url(now.parts().base(), *link)) : std::nullopt;
        if (!event && !first_child(element))
            event = known.by_name(fold(text_of(element)));
        if (event)
            anchors.try_emplace(*event, element);
    }
    std::map<std::string, std::size_t> counts;
    std::vector<std::string> order;
    for (auto const& [event, anchor] : anchors) {
        auto around = anchor;
        for (int level = 0; level < max_levels && around && around != top; ++level, around = parent(around)) {
            auto const end = around.document->node(around.id).end;
            bool const alone = std::ranges::none_of(anchors, [&, own = event](auto const& other) {
                return other.first != own && other.second.id >= around.id && other.second.id < end;
            });
            if (!alone)
                break;
            if (auto selector = selector_of(around); counts[selector]++ == 0)
                order.push_back(std::move(selector));
        }
    }
    std::erase_if(order, [&](auto const& selector) { return counts[selector] < 2; });
    std::ranges::stable_sort(order, std::greater{}, [&](auto const& selector) { return counts[selector]; });
    return order;
}

/// What reads as an event: the more, the better; what is known again counts most.
double worth(Repair const& repair, std::size_t same)
{
    return static_cast<double>(repair.trial.events.size()) + 2 * static_cast<double>(same) -
           0.5 * static_cast<double>(repair.mended.size()) - static_cast<double>(repair.unsolved.size());
}

}  // namespace

Repair repair(Page const& old_page, ReadContext const& then, Page const& new_page, ReadContext const& today)
{
    auto const& recipe = today.source.recipe;
    PageParts const old_parts{old_page, recipe.format, recipe.inside};
    PageParts const new_parts{new_page, recipe.format, recipe.inside};
    Sheet old{old_parts, then};
    old.read(recipe);
    KnownEvents const known{old};
    auto const read_today = [&](Recipe const& with) {
        auto source = today.source;
        source.recipe = with;
        source.recipe.detail.reset();
        return read_one_page(new_page, {source, today.fetcher, today.now, today.from, today.to});
    };

    Repair best;
    best.before = read_one_page(old_page, then).events.size();
    best.now = read_today(recipe).events.size();
    best.recipe = recipe;
    best.is_broken = true;
    if (!new_parts.problem().empty() || new_parts.scopes().empty()) {
        best.problem = new_parts.problem();
        return best;
    }
    Sheet now{new_parts, today};
    std::vector<std::string> candidates{recipe.items};
    if (!recipe.items.empty()) {
        std::ranges::move(around_known(now, known), std::back_inserter(candidates));
        for (auto const& proposal : propose(new_page, today))
            if (proposal.recipe.format == recipe.format && proposal.recipe.inside == recipe.inside)
                candidates.push_back(proposal.recipe.items);
    }
    double most = 0;
    std::set<std::string> tried;
    for (auto const& items : candidates) {
        if (tried.size() >= max_candidates || !tried.insert(items).second)
            continue;
        auto changed = recipe;
        changed.items = items;
        now.read(changed);
        std::vector<std::optional<std::size_t>> same;
        for (auto const& item : now.items())
            same.push_back(known.of(item, new_parts.base()));
        Repair one;
        one.is_broken = true;
        one.before = best.before;
        one.now = best.now;
        if (items != recipe.items)
            one.mended.push_back(
                {"items", 0, read_finder(recipe.items, recipe.format), read_finder(items, recipe.format), 0, 0});
        Mender mender{old, now, changed, same};
        mender.mend_all(one);
        one.recipe = mender.recipe();
        one.trial = read_today(one.recipe);
        std::set<std::size_t> again;
        for (auto const& event : same)
            if (event)
                again.insert(*event);
        bool const enough = one.trial.events.size() * 2 >= best.before && !one.trial.events.empty();
        if (items == recipe.items && one.mended.empty() && enough) {
            one.is_broken = !one.unsolved.empty();
            if (!one.is_broken)
                return one;
        }
        if (auto const value = enough ? worth(one, again.size()) : 0; value > most) {
            most = value;
            best = std::move(one);
        }
    }
    if (most == 0)
        best.problem = "no structure of today's page holds as many events as the capture";
    return best;
}

}  // namespace almanac
