#include "read/page_parts.hpp"

#include "fetch/url.hpp"
#include "json/json.hpp"
#include "json/references.hpp"
#include "json/script_values.hpp"
#include "read/pages.hpp"
#include "read/recipe_selector.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"
#include "xml/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

bool looks_like_html(std::string_view text)
{
    auto const start = lower_ascii(trim(text.substr(0, 200)));
    return start.starts_with("<!doctype") || start.starts_with("<html");
}

/// The text of an element that holds JSON: scripts as they are, or what they assign to names; others as text.
std::vector<std::string> json_of(Element element)
{
    if (tag(element) != "script")
        return {text_of(element)};
    auto script = raw_text(element);
    auto const start = trim(script).substr(0, 1);
    auto const assigned = start == "{" || start == "[" ? std::vector<std::string_view>{} : assigned_values(script);
    if (assigned.empty())
        return {std::move(script)};
    return {assigned.begin(), assigned.end()};
}

}  // namespace

PageParts::PageParts(Page const& page, Format format, std::string const& inside)
    : m_base(page.final_url.empty() ? page.url : page.final_url)
{
    auto const type = header(page.headers, "Content-Type");
    bool const is_html = (format == Format::html) == inside.empty();
    if (is_html)
        take_html(page.body, type, inside);
    else
        take_json(to_utf8(page.body, charset_of(type)), inside);
}

PageParts::~PageParts() = default;

/// The page itself, or JSON in its elements.
void PageParts::take_html(std::string_view bytes, std::string_view content_type, std::string const& inside)
{
    auto const top = root(m_documents.emplace_back(parse_page(bytes, content_type)));
    if (inside.empty()) {
        add_html(top);
        if (auto const base = select_first(top, compile_selector("base[href]")))
            if (auto const resolved = resolve_url(m_base, *attribute(base, "href")); !resolved.empty())
                m_base = resolved;
        return;
    }
    auto const finder = read_finder(inside, Format::html);
    for (auto const element : select(top, compile_recipe_selector(finder.select))) {
        if (!finder.attribute.empty())
            add_json(std::string{attribute(element, finder.attribute).value_or("")});
        else
            std::ranges::for_each(json_of(element), [&](auto const& text) { add_json(text); });
    }
    if (!m_scopes.empty())  // a script assigns much that is not data
        m_problem.clear();
    if (m_scopes.empty() && m_problem.empty())
        m_problem = fmt::format("the page has no element that matches '{}'", inside);
}

/// The values themselves, or HTML in their texts.
void PageParts::take_json(std::string const& text, std::string const& inside)
{
    add_json(text);
    if (inside.empty())
        return;
    PlaceReader const place{inside, Format::json};
    bool there = false;  // an empty text is the end of a list, not a mistake
    for (auto const& scope : std::exchange(m_scopes, {})) {
        there = there || !place.scopes(scope).empty();
        for (auto& part : place.texts(scope))
            add_html(root(m_documents.emplace_back(parse_html(std::move(part)))));
    }
    if (!there && m_problem.empty())
        m_problem = fmt::format("the answer has no text at '{}'", inside);
}

void PageParts::add_html(Element top)
{
    m_scopes.push_back({top, nullptr, &m_matches.emplace_back()});
}

/// JSON; or XML as the same kind of values.
void PageParts::add_json(std::string const& text)
{
    if (looks_like_xml(text)) {
        auto reading = read_xml(text);
        if (!reading.problem.empty())
            m_problem = fmt::format("the answer is not XML as a whole: {}", reading.problem);
        m_scopes.push_back({{}, &m_values.emplace_back(std::move(reading.value)), nullptr});
        return;
    }
    try {
        auto& value = m_values.emplace_back(read_json_leniently(text));
        if (text.find("\"__ref\"") != std::string::npos)
            put_references(value);
        m_scopes.push_back({{}, &value, nullptr});
    } catch (JsonError const& error) {
        m_problem = looks_like_html(text) ? "the answer is an HTML page where JSON was expected"
                                          : fmt::format("the answer is no JSON: {}", error.what());
    }
}

}  // namespace almanac
