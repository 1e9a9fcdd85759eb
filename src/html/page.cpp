#include "html/build.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

#include <utility>

namespace almanac {
namespace {

bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// What follows "charset=" (or another key), quotes and spaces aside; in lower case already. Empty when absent.
std::string_view value_after(std::string_view text, std::string_view key)
{
    for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
        auto rest = text.substr(at + key.size());
        while (!rest.empty() && is_space(rest.front()))
            rest.remove_prefix(1);
        if (!rest.starts_with('='))
            continue;
        rest.remove_prefix(1);
        while (!rest.empty() && (is_space(rest.front()) || rest.front() == '"' || rest.front() == '\''))
            rest.remove_prefix(1);
        auto const end = rest.find_first_of("\"'; \t\r\n\f/>");
        if (end != 0)
            return rest.substr(0, end);
    }
    return {};
}

}  // namespace

std::string declared_charset(std::string_view bytes)
{
    constexpr std::size_t head = 1024;  // HTML standard, section 13.2.3.2
    auto const start = lower_ascii(bytes.substr(0, head));
    std::string_view rest = start;
    if (rest.starts_with("<?xml"))
        if (auto const name = value_after(rest.substr(0, rest.find("?>")), "encoding"); !name.empty())
            return std::string{name};
    while (true) {
        auto const at = rest.find('<');
        if (at == std::string_view::npos)
            return {};
        rest.remove_prefix(at);
        if (rest.starts_with("<!--")) {
            auto const end = rest.find("-->");
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
            continue;
        }
        auto const tag = rest.substr(0, rest.find('>'));
        if (tag.starts_with("<meta"))
            if (auto const name = value_after(tag, "charset"); !name.empty())
                return std::string{name.starts_with("utf-16") ? "utf-8" : name};  // it was read as ASCII just now
        rest.remove_prefix(1);
    }
}

Document parse_html(std::string utf8, HtmlLimits const& limits)
{
    if (!is_utf8(utf8))
        utf8 = to_utf8(utf8, "utf-8");
    return build_document(std::move(utf8), limits);
}

Document parse_page(std::string_view bytes, std::string_view content_type, HtmlLimits const& limits)
{
    auto const type = lower_ascii(content_type);
    std::string charset{value_after(type, "charset")};
    if (charset.empty())
        charset = declared_charset(bytes);
    // One more byte than the limit, so that the cut is seen and told.
    constexpr std::size_t most_per_unit = 2;  // UTF-16
    return build_document(to_utf8(bytes.substr(0, limits.max_bytes * most_per_unit + 1), charset), limits);
}

}  // namespace almanac
