#include "read/field_reader.hpp"

#include "json/json.hpp"
#include "read/recipe_selector.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace almanac {
namespace {

using Pick = Finder::Pick;
using Take = Finder::Take;

std::string text_of_html(std::string html)
{
    auto const document = parse_html(std::move(html));
    return text_of(root(document));
}

/// Names, places and the like are plain text; a JSON value may hold the HTML of a page instead.
std::string plain(std::string text)
{
    return text.find_first_of("<&") == std::string::npos ? text : text_of_html(std::move(text));
}

bool is_html_field(std::string_view name)
{
    return name == "description";
}

/// Pages write the parts of a time into elements of their own, with nothing between: <i>April</i><i>5</i>.
bool is_time_field(std::string_view name)
{
    return name == "when" || name.starts_with("start") || name.starts_with("end");
}

Take usual_take(std::string_view field)
{
    return is_html_field(field) ? Take::html : is_time_field(field) ? Take::words : Take::text;
}

bool is_list_field(std::string_view name)
{
    return name == "category" || name == "tags" || name == "recurrence";
}

}  // namespace

/// A way to find a value, ready to be used.
struct FieldReader::Compiled {
    Compiled(Finder const& way, std::string const& field, Format format);

    [[nodiscard]] std::vector<std::string> read(Scope item, Known const& known, Values const& values) const;

private:
    [[nodiscard]] std::vector<std::string> find(Scope item) const;
    [[nodiscard]] std::vector<std::string> find_inside(std::vector<std::string> const& pages) const;
    [[nodiscard]] std::optional<std::string> fill(Known const& known, Values const& values) const;
    [[nodiscard]] std::vector<std::string> pick(std::vector<std::string> texts) const;
    [[nodiscard]] std::vector<std::string> matches(std::string const& text) const;
    [[nodiscard]] std::string given(std::vector<re2::StringPiece> const& parts) const;

    Finder m_way;
    std::string m_field;
    bool m_list;
    bool m_every_match;  ///< of the pattern in a text, not the first only
    std::optional<PlaceReader> m_place;
    std::optional<Selector> m_inside;
    std::unique_ptr<RE2 const> m_match;
    std::optional<ConditionReader> m_only_if;
    std::map<std::string, PlaceReader> m_parts;  ///< "{time.start}": ".start" compiled, by the text
};

FieldReader::Compiled::Compiled(Finder const& way, std::string const& field, Format format)
    : m_way(way), m_field(field), m_list(is_list_field(field)), m_every_match(way.pick == Pick::all)
{
    if (m_way.take == Take::usual)
        m_way.take = usual_take(field);
    if (m_list && !m_way.text && m_way.pick == Pick::first)
        m_way.pick = Pick::all;
    if (!m_way.text)
        m_place.emplace(m_way, format);
    if (!m_way.inside.empty())
        m_inside.emplace(compile_recipe_selector(m_way.inside));
    if (!m_way.match.empty())
        m_match = std::make_unique<RE2>(m_way.match, RE2::Quiet);
    if (m_way.only_if)
        m_only_if.emplace(*m_way.only_if, format);
    for (auto const& piece : parse_template(m_way.text.value_or("")))
        if (!piece.rest.empty())
            m_parts.try_emplace(piece.rest, part_of(piece, format == Format::json), format);
}

std::vector<std::string> FieldReader::Compiled::read(Scope item, Known const& known, Values const& values) const
{
    if (m_only_if && !m_only_if->holds(item))
        return {};
    std::vector<std::string> texts;
    if (m_way.text) {
        if (auto filled = fill(known, values); filled && !blank(*filled))
            texts.push_back(std::move(*filled));
    } else {
        texts = find(item);
    }
    if (m_match) {
        std::vector<std::string> matched;
        for (auto const& text : texts)
            std::ranges::move(matches(text), std::back_inserter(matched));
        texts = std::move(matched);
    }
    return pick(std::move(texts));
}

std::vector<std::string> FieldReader::Compiled::find(Scope item) const
{
    std::vector<std::string> texts;
    if (item.json != nullptr) {
        for (auto const& scope : m_place->scopes(item))
            if (auto text = to_text(*scope.json); !blank(text) && texts.size() < max_texts)
                texts.push_back(std::move(text));
        if (!m_way.inside.empty() || !m_way.attribute.empty())
            return find_inside(texts);
        if (!is_html_field(m_field))
            std::ranges::transform(texts, texts.begin(), plain);
        return texts;
    }
    for (auto const& scope : m_place->scopes(item))
        if (auto text = take_from(scope.element, m_way.attribute, m_way.take); !blank(text) && texts.size() < max_texts)
            texts.push_back(std::move(text));
    return texts;
}

std::vector<std::string> FieldReader::Compiled::find_inside(std::vector<std::string> const& pages) const
{
    std::vector<std::string> texts;
    for (auto const& page : pages) {
        auto const document = parse_html(page);
        auto const elements = m_inside ? select(root(document), *m_inside) : std::vector{root(document)};
        for (auto const element : elements)
            if (auto text = take_from(element, m_way.attribute, m_way.take); !blank(text) && texts.size() < max_texts)
                texts.push_back(std::move(text));
    }
    return texts;
}

std::optional<std::string> FieldReader::Compiled::fill(Known const& known, Values const& values) const
{
    return fill_template(*m_way.text, [&](TemplatePiece const& piece) -> std::optional<std::string> {
        if (auto const found = known.repeated.find(piece.name); found != known.repeated.end()) {
            if (piece.rest.empty() && found->second.json != nullptr)
                return to_text(*found->second.json);
            if (piece.rest.empty())
                return text_of(found->second.element);
            auto const texts = m_parts.at(piece.rest).texts(found->second);
            return texts.empty() ? std::nullopt : std::optional{texts.front()};
        }
        if (auto const found = values.find(piece.name); found != values.end())
            return found->second.front();
        if (auto const found = known.texts.find(piece.name); found != known.texts.end() && !blank(found->second))
            return found->second;
        return std::nullopt;
    });
}

std::vector<std::string> FieldReader::Compiled::pick(std::vector<std::string> texts) const
{
    if (texts.size() <= 1)
        return texts;
    bool const html = m_way.take == Take::html;
    switch (m_way.pick) {
    case Pick::first: texts.resize(1); return texts;
    case Pick::longest: {
        auto const length = [&](std::string const& text) { return html ? text_of_html(text).size() : text.size(); };
        return {*std::ranges::max_element(texts, {}, length)};
    }
    case Pick::all: break;
    }
    if (m_list && !m_way.join)
        return texts;
    if (html && !m_way.join)
        return {fmt::format("<p>{}</p>", fmt::join(texts, "</p>\n<p>"))};
    return {join(texts, m_way.join.value_or(", "))};
}

/// What the pattern's first match in a text becomes, with `all` each of them; none when the text does not match.
std::vector<std::string> FieldReader::Compiled::matches(std::string const& text) const
{
    std::vector<std::string> found;
    std::vector<re2::StringPiece> parts(static_cast<std::size_t>(m_match->NumberOfCapturingGroups()) + 1);
    for (std::size_t from = 0; from <= text.size() && found.size() < max_texts;) {
        if (!m_match->Match(text, from, text.size(), RE2::UNANCHORED, parts.data(), static_cast<int>(parts.size())))
            break;
        if (auto value = given(parts); !blank(value))
            found.push_back(std::move(value));
        if (!m_every_match)
            break;
        from = static_cast<std::size_t>(parts[0].data() - text.data()) + std::max<std::size_t>(parts[0].size(), 1);
    }
    return found;
}

/// What `give` makes of a match.
std::string FieldReader::Compiled::given(std::vector<re2::StringPiece> const& parts) const
{
    auto const groups = parts.size() - 1;
    auto const part = [&](std::size_t index) { return std::string{parts[index].data(), parts[index].size()}; };
    if (m_way.give.empty())
        return groups == 0 ? part(0) : part(1);
    auto const& names = m_match->NamedCapturingGroups();
    return fill_template(m_way.give,
                         [&](TemplatePiece const& piece) -> std::optional<std::string> {
                             if (auto const named = names.find(piece.name); named != names.end())
                                 return part(static_cast<std::size_t>(named->second));
                             std::size_t index = 0;
                             for (auto const c : piece.name)
                                 index = index * 10 + static_cast<std::size_t>(c - '0');
                             return part(std::min(index, groups));
                         })
        .value_or("");
}

FieldReader::FieldReader(std::vector<Field> const& fields, Format format)
{
    for (auto const& field : fields) {
        auto& ways = m_fields.emplace_back(field.name, std::vector<std::unique_ptr<Compiled const>>{}).second;
        for (auto const& way : field.ways)
            ways.push_back(std::make_unique<Compiled>(way, field.name, format));
    }
}

FieldReader::FieldReader(FieldReader&&) noexcept = default;
FieldReader::~FieldReader() = default;

Values FieldReader::read(Scope item, Known const& known) const
{
    Values values;
    for (auto const& [name, ways] : m_fields) {
        for (auto const& way : ways) {
            auto texts = way->read(item, known, values);
            if (texts.empty())
                continue;
            values[name] = std::move(texts);
            break;
        }
    }
    return values;
}

}  // namespace almanac
