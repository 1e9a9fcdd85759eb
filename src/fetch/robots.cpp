#include "fetch/robots.hpp"

#include "fetch/redact.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <algorithm>

namespace almanac {
namespace {

constexpr std::size_t max_pattern_bytes = 2U << 10U;
constexpr std::size_t max_path_bytes = 2U << 10U;  ///< of an address that is matched; no rule needs more

bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"-._~"}.find(c) != std::string_view::npos;
}

/// One spelling of escapes: unreserved characters plain, non-ASCII escaped, hex digits upper case (section 2.2.2).
std::string normalise(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const escape = text.substr(i, 3);
        if (escape.size() == 3 && escape[0] == '%') {
            auto const decoded = decode_url_part(escape);
            if (decoded.size() == 1) {
                out += is_unreserved(decoded[0]) ? decoded : encode_url_part(decoded);
                i += 2;
                continue;
            }
        }
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x80 || byte <= ' ')
            out += encode_url_part(text.substr(i, 1));
        else
            out += text[i];
    }
    return out;
}

/// Pieces between "*" must follow one another; taking the leftmost place of each is enough, so this is linear in
/// practice.
bool matches(std::string_view pattern, std::string_view path)
{
    bool const to_end = pattern.ends_with('$');
    if (to_end)
        pattern.remove_suffix(1);
    auto star = pattern.find('*');
    auto const first = pattern.substr(0, star);
    if (!path.starts_with(first))
        return false;
    path.remove_prefix(first.size());
    while (star != pattern.npos) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        auto const piece = pattern.substr(0, star);
        if (star == pattern.npos && to_end)
            return path.ends_with(piece);
        auto const at = path.find(piece);
        if (at == path.npos)
            return false;
        path.remove_prefix(at + piece.size());
    }
    return !to_end || path.empty();
}

/// The product token at the start of a User-agent value: "Almanac/1.0" names "Almanac" (section 2.2.1).
std::string_view product_of(std::string_view value)
{
    if (value.starts_with('*'))
        return "*";
    auto const is_token = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    };
    auto const end = std::ranges::find_if_not(value, is_token);
    return value.substr(0, static_cast<std::size_t>(end - value.begin()));
}

std::string path_of(std::string_view url)
{
    auto const scheme = url.find("://");
    auto const start = scheme == url.npos ? url.npos : url.find_first_of("/?", scheme + 3);
    if (start == url.npos)
        return "/";
    auto const path = url.substr(start, std::min(url.find('#') - start, max_path_bytes));
    return path.starts_with('?') ? normalise('/' + std::string{path}) : normalise(path);
}

}  // namespace

Robots read_robots(std::string_view text, std::string_view product)
{
    if (text.size() > max_robots_bytes)  // half a rule would say something else
        text = text.substr(0, text.find_last_of("\r\n", max_robots_bytes) + 1);
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    auto own = Robots{};
    auto everyone = Robots{};
    bool named = false;
    bool for_us = false;
    bool for_everyone = false;
    bool in_agents = false;  ///< the line before was a User-agent line, so this one joins its group
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of("\r\n"), text.size());
        auto const line = trim(text.substr(0, std::min(end, text.find('#'))));
        text.remove_prefix(std::min(end + 1, text.size()));
        auto const colon = line.find(':');
        if (colon == line.npos)
            continue;
        auto const key = trim(line.substr(0, colon));
        auto const value = trim(line.substr(colon + 1));
        if (equal_ignoring_case(key, "user-agent")) {
            if (!in_agents)
                for_us = for_everyone = false;
            in_agents = true;
            auto const agent = product_of(value);
            for_us = for_us || equal_ignoring_case(agent, product);
            for_everyone = for_everyone || agent == "*";
            named = named || for_us;
            continue;
        }
        bool const allow = equal_ignoring_case(key, "allow");
        if (!allow && !equal_ignoring_case(key, "disallow"))
            continue;  // "Sitemap" and the like stand in no group
        in_agents = false;
        if (value.empty() || value.size() > max_pattern_bytes)
            continue;
        auto const rule = Robots::Rule{normalise(value), std::string{line}, allow};
        if (for_us)
            own.rules.push_back(rule);
        if (for_everyone)
            everyone.rules.push_back(rule);
    }
    return named ? own : everyone;
}

std::string forbidding_rule(Robots const& robots, std::string_view url)
{
    auto const path = path_of(url);
    if (path == "/robots.txt")
        return {};
    Robots::Rule const* best = nullptr;
    for (auto const& rule : robots.rules) {
        bool const longer = best == nullptr || rule.pattern.size() > best->pattern.size() ||
                            (rule.pattern.size() == best->pattern.size() && rule.allow && !best->allow);
        if (longer && matches(rule.pattern, path))
            best = &rule;
    }
    return best == nullptr || best->allow ? std::string{} : best->text;
}

}  // namespace almanac
