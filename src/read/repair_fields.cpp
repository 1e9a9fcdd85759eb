#include "read/repair_fields.hpp"

#include "read/places.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace almanac {
namespace {

constexpr double works = 0.5;             ///< of the share that a field was filled before: it still works
constexpr std::size_t max_places = 1000;  ///< that are tried for a field
constexpr double alike = 0.8;             ///< of their words: two descriptions are the same

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

/// How much two texts say the same, from 0 to 1: names and dates do or do not, descriptions by their words.
double sameness(Kind kind, std::string const& a, std::string const& b)
{
    if (a == b)
        return 1;
    return kind == Kind::prose ? likeness(a, b) : 0;
}

}  // namespace

double likeness(std::string_view a, std::string_view b)
{
    auto const first = words_of(a);
    auto const second = words_of(b);
    auto const common =
        static_cast<double>(std::ranges::count_if(first, [&](auto const& word) { return second.contains(word); }));
    return common / std::max(1.0, static_cast<double>(first.size() + second.size()) - common);
}

/// How many of the events that are on both pages say the same.
struct FieldMender::Agreement {
    std::size_t equal = 0;
    std::size_t known = 0;
    double sameness = 0;  ///< of all of them together
};

/// A place that was tried for a field.
struct FieldMender::Tried {
    Finder finder;
    std::size_t known = 0;
    std::size_t equal = 0;
    double score = 0;     ///< 0: it is not the field
    double likeness = 0;  ///< to the name of the old place
    double good = 0;      ///< the share of items in which it holds what the field should
};

FieldMender::Agreement FieldMender::agreement(Field const& field, Kind kind,
                                              std::vector<std::string> const& texts) const
{
    Agreement agreement;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto const before = m_same[i] ? m_old.normal(kind, m_old.value(*m_same[i], field.name)) : std::string{};
        if (before.empty())
            continue;
        auto const same = sameness(kind, m_now.normal(kind, texts[i]), before);
        ++agreement.known;
        agreement.equal += same >= alike ? 1 : 0;
        agreement.sameness += same;
    }
    return agreement;
}

bool FieldMender::is_fine(Field const& field, Kind kind) const
{
    auto const before = m_old.quality(field.name, kind);
    if (before < 0.2)
        return true;  // nothing there to compare with
    if (m_now.quality(field.name, kind) < works * before)
        return false;
    auto const same = agreement(field, kind, m_now.values(field.name));
    return same.known < 3 || same.equal * 5 >= same.known;
}

/// The places that at least three of ten items have: in them, or before them where the old one was.
std::vector<std::string> FieldMender::places_for(Finder const& was) const
{
    std::map<std::string, std::size_t> counts;
    std::vector<std::string> order;
    for (auto const& item : m_now.items()) {
        std::set<std::string> seen;
        bool const is_page = item.json == nullptr && tag(item.element) == "html";
        for (auto& place : was.before ? places_before(item) : is_page ? places_on_page(item) : places_in(item))
            if (seen.insert(place).second && counts[place]++ == 0)
                order.push_back(std::move(place));
    }
    std::erase_if(order, [&](auto const& place) { return counts[place] * 10 < m_now.items().size() * 3; });
    if (order.size() > max_places)
        order.resize(max_places);
    return order;
}

/// How near what stands at a place is in length to what stood at the old one, from 0 to 1: a date or price is also read
/// from all that is around it.
double FieldMender::nearness(Finder was, Finder is, std::string const& field) const
{
    auto const length = [&](Finder& finder, Sheet const& sheet) {
        finder.match.clear();
        double sum = 0;
        double count = 0;
        for (auto const& text : sheet.texts_at(finder, field, m_format)) {
            sum += static_cast<double>(text.size());
            count += text.empty() ? 0 : 1;
        }
        return sum / std::max(1.0, count);
    };
    auto const before = length(was, m_old);
    auto const now = length(is, m_now);
    return std::min(before, now) / std::max({before, now, 1.0});
}

void FieldMender::rate(Tried& tried, Field const& field, Finder const& was, Kind kind) const
{
    auto const texts = m_now.texts_at(tried.finder, field.name, m_format);
    tried.good = m_now.quality_of(texts, field.name, kind);
    if (tried.good < works * m_old.quality(field.name, kind))
        return;
    auto const same = agreement(field, kind, texts);
    tried.known = same.known;
    tried.equal = same.equal;
    tried.likeness = likeness(short_form(was), short_form(tried.finder));
    if (tried.known < 2)
        return rate_by_kind(tried, field, kind, texts);
    auto const known = static_cast<double>(tried.known);
    if (static_cast<double>(tried.equal) / known >= 0.6)
        tried.score = 10 * same.sameness / known + tried.likeness + nearness(was, tried.finder, field.name);
}

/// No event is on both pages: what is of the same kind, or called alike.
void FieldMender::rate_by_kind(Tried& tried, Field const& field, Kind kind, std::vector<std::string> const& texts) const
{
    auto const dates = m_now.quality_of(texts, "", Kind::date);
    std::set<std::string> before;
    for (auto const& text : m_old.values(field.name))
        before.insert(m_old.normal(kind, text));
    auto const common = std::ranges::count_if(
        texts, [&](auto const& text) { return !text.empty() && before.contains(m_now.normal(kind, text)); });
    auto const familiar = static_cast<double>(common) / static_cast<double>(texts.size());
    bool const is_link = kind == Kind::link && tried.finder.attribute == (field.name == "image" ? "src" : "href");
    bool const is_date = kind == Kind::date && tried.good >= 0.6;
    bool const is_text =
        kind != Kind::date && kind != Kind::link && dates < 0.3 && (tried.likeness >= 0.3 || familiar >= 0.3);
    if (is_link || is_date || is_text)
        tried.score = tried.good + tried.likeness + familiar;
}

FieldMender::Tried FieldMender::best_place(Field const& field, std::size_t way, Kind kind) const
{
    Tried best;
    auto const& was = field.ways[way];
    for (auto const& place : places_for(was)) {
        auto const at = read_finder(place, m_format);
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

Changes FieldMender::mend(std::vector<Field>& fields)
{
    Changes changes;
    for (auto& field : fields) {
        auto const kind = kind_of(field.name, m_old);
        if (is_fine(field, kind))
            continue;
        auto const placed = std::ranges::find_if(field.ways, [](Finder const& way) { return !way.text; });
        auto const way = placed == field.ways.end() ? 0 : static_cast<std::size_t>(placed - field.ways.begin());
        auto best = best_place(field, way, kind);
        if (best.score == 0) {
            changes.unsolved.push_back(field.name);
            continue;
        }
        changes.mended.push_back({field.name, way, field.ways[way], best.finder, best.known, best.equal, {}});
        field.ways[way] = std::move(best.finder);
        m_now.read_fields(fields, m_format);
    }
    return changes;
}

}  // namespace almanac
