#include "read/page_parts.hpp"

#include "fetch/url.hpp"
#include "json/json.hpp"
#include "read/page_text.hpp"
#include "read/recipe_selector.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

bool looks_like_html(std::string_view text)
{
    auto const start = lower_ascii(trim(text.substr(0, 200)));
    return start.starts_with("<!doctype") || start.starts_with("<html");
}

/// The text of an element that holds JSON: scripts as they are, others as text.
std::string json_of(Element element)
{
    return tag(element) == "script" ? raw_text(element) : text_of(element);
}

}  // namespace

PageParts::PageParts(Page const& page, Format format, std::string const& inside)
    : m_base(page.final_url.empty() ? page.url : page.final_url)
{
    auto text = page_text(page);
    if (format == Format::html && inside.empty()) {
        auto const top = add_html(std::move(text));
        m_scopes.push_back({top, nullptr});
        if (auto const base = select_first(top, compile_recipe_selector("base[href]")))
            if (auto const resolved = resolve_url(m_base, *attribute(base, "href")); !resolved.empty())
                m_base = resolved;
    } else if (format == Format::html) {
        add_json(text);
        auto const found = std::exchange(m_scopes, {});
        for (auto const& scope : found)
            for (auto const& part : PlaceReader{inside, Format::json}.texts(scope))
                m_scopes.push_back({add_html(part), nullptr});
        if (m_scopes.empty() && m_problem.empty())
            m_problem = fmt::format("the answer has no text at '{}'", inside);
    } else if (inside.empty()) {
        add_json(text);
    } else {
        auto const top = add_html(std::move(text));
        auto const finder = read_finder(inside, Format::html);
        for (auto const element : select(top, compile_recipe_selector(finder.select))) {
            add_json(finder.attribute.empty() ? json_of(element)
                                              : std::string{attribute(element, finder.attribute).value_or("")});
        }
        if (m_scopes.empty() && m_problem.empty())
            m_problem = fmt::format("the page has no element that matches '{}'", inside);
    }
}

PageParts::~PageParts() = default;

Element PageParts::add_html(std::string text)
{
    return root(m_documents.emplace_back(parse_html(std::move(text))));
}

void PageParts::add_json(std::string const& text)
{
    try {
        m_scopes.push_back({{}, &m_values.emplace_back(read_json_leniently(text))});
    } catch (JsonError const& error) {
        m_problem = looks_like_html(text) ? "the answer is an HTML page where JSON was expected"
                                          : fmt::format("the answer is no JSON: {}", error.what());
    }
}

}  // namespace almanac
