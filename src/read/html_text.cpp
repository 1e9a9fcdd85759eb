#include "read/html_text.hpp"

#include "html/document.hpp"
#include "text/text.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>

namespace almanac {

bool holds_html(std::string_view text)
{
    constexpr std::array<std::string_view, 22> tags{"a",  "b",  "br", "div", "em",   "font",  "h1", "h2",
                                                    "h3", "h4", "i",  "img", "li",   "ol",    "p",  "table",
                                                    "td", "tr", "u",  "ul",  "span", "strong"};
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        auto const from = at + (text.substr(at + 1).starts_with('/') ? 2 : 1);
        auto const word = text.substr(std::min(from, text.size()), 8);
        auto const end = word.find_first_of(" \n/>");
        if (end != std::string_view::npos && std::ranges::find(tags, lower_ascii(word.substr(0, end))) != tags.end())
            return true;
    }
    return false;
}

std::string description_html(std::string_view text)
{
    if (holds_html(text))
        return std::string{text};
    std::string html;
    html.reserve(text.size() + text.size() / 8);  // marks become longer
    auto rest = trim(text);
    for (auto run = plain_prefix<'<', '>', '&'>(rest); run < rest.size(); run = plain_prefix<'<', '>', '&'>(rest)) {
        html.append(rest, 0, run);
        switch (rest[run]) {
        case '<': html += "&lt;"; break;
        case '>': html += "&gt;"; break;
        case '&': html += "&amp;"; break;
        case '\n': html += "<br>"; break;
        default: html += rest[run]; break;
        }
        rest.remove_prefix(run + 1);
    }
    html += rest;
    return html;
}

std::string plain_line(std::string_view text)
{
    std::string decoded;
    if (text.find('&') != std::string_view::npos) {
        decoded = decode_entities(text, 2);
        text = decoded;
    }
    return holds_html(text) ? collapse_spaces(text_of(root(parse_html(std::string{text})))) : collapse_spaces(text);
}

}  // namespace almanac
