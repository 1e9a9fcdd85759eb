#include "read/sheet.hpp"

#include "event/money.hpp"
#include "fetch/url.hpp"
#include "read/html_text.hpp"
#include "text/text.hpp"
#include "time/read_when.hpp"

#include <algorithm>
#include <set>

namespace almanac {
namespace {

constexpr std::size_t max_items = 300;  ///< of a page that are looked at
constexpr std::size_t max_date_text = 200;

bool is_any(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, name) != names.end();
}

bool is_link(std::string_view field)
{
    return is_any(field, {"url", "image"});
}

}  // namespace

void Sheet::read(Recipe const& recipe)
{
    m_items.clear();
    m_page_of.clear();
    PlaceReader const items{recipe.items, recipe.format};
    for (std::size_t page = 0; page < m_pages.size(); ++page)
        for (auto const& scope : m_pages[page]->scopes())
            for (auto const& item : items.scopes(scope))
                if (m_items.size() < max_items) {
                    m_items.push_back(item);
                    m_page_of.push_back(page);
                }
    read_fields(recipe.fields, recipe.format);
}

void Sheet::read_fields(std::vector<Field> const& fields, Format format)
{
    FieldReader const reader{fields, format};
    m_values.clear();
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        m_values.push_back(reader.read(m_items[i], {}));
        for (auto& [name, texts] : m_values.back())
            if (is_link(name))
                texts.front() = resolve_url(base(i), texts.front());
    }
}

Sheet Sheet::with_fields(std::vector<Field> const& fields, Format format) const
{
    auto other = *this;
    other.read_fields(fields, format);
    return other;
}

std::vector<std::string> Sheet::texts_at(Finder const& finder, std::string const& field, Format format) const
{
    return with_fields({{field, {finder}}}, format).values(field);
}

std::string Sheet::value(std::size_t item, std::string_view field) const
{
    auto const found = m_values[item].find(field);
    return found == m_values[item].end() || found->second.empty() ? std::string{} : found->second.front();
}

std::vector<std::string> Sheet::values(std::string_view field) const
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < m_items.size(); ++i)
        texts.push_back(value(i, field));
    return texts;
}

std::string Sheet::normal(Kind kind, std::string const& text) const
{
    switch (kind) {
    case Kind::date: {
        if (text.empty() || text.size() > max_date_text)
            return {};
        auto const times =
            read_when(text, {m_context.now, m_context.source.timezone, m_context.source.day_first}).times;
        return times.empty() ? std::string{} : absl::FormatCivilTime(times.front().start);
    }
    case Kind::money: {
        auto const money = read_money(text);
        return money ? std::to_string(money->low_cents) + '-' + std::to_string(money->high_cents) : std::string{};
    }
    case Kind::link: return text;
    case Kind::prose: return fold(plain_line(text));
    case Kind::text: break;
    }
    return fold(text);
}

double Sheet::quality(std::string_view field, Kind kind) const
{
    return quality_of(values(field), field, kind);
}

double Sheet::quality_of(std::vector<std::string> const& texts, std::string_view field, Kind kind) const
{
    if (texts.empty())
        return 0;
    std::set<std::string> different;
    double good = 0;
    for (auto const& text : texts) {
        auto normalised = normal(kind, text);
        good += normalised.empty() ? 0 : 1;
        if (!normalised.empty())
            different.insert(std::move(normalised));
    }
    auto const share = good / static_cast<double>(texts.size());
    bool const must_differ = is_any(field, {"name", "url"}) && good >= 3;
    return must_differ && static_cast<double>(different.size()) < good / 3 ? share / 4 : share;
}

Kind kind_of(std::string_view field, Sheet const& sheet)
{
    if (is_any(field, {"when", "start", "end", "end_before"}))
        return Kind::date;
    if (is_link(field))
        return Kind::link;
    if (field == "description")
        return Kind::prose;
    if (field == "cost")
        return Kind::money;
    bool const is_value = !std::ranges::binary_search(event_fields(), field);
    return is_value && sheet.quality(field, Kind::date) > 0.6 ? Kind::date : Kind::text;
}

}  // namespace almanac
