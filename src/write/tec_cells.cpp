#include "write/tec_cells.hpp"

#include "event/names.hpp"
#include "text/ascii.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"
#include "text/utf8.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <set>

namespace almanac {
namespace {

constexpr std::size_t max_name_bytes = 500;

std::string valid(std::string_view text)
{
    return is_utf8(text) ? std::string{text} : to_utf8(text, "utf-8");
}

/// White space of ASCII as spaces, other C0 and C1 controls gone: PHP takes a file with control bytes for a binary one
/// and refuses the upload.
std::string without_controls(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const c = decode_utf8(text, at);
        if (c.value == '\t' || c.value == '\n' || c.value == '\r')
            clean += ' ';
        else if (c.value >= 0xA0 || (c.value >= 0x20 && c.value < 0x7F))
            clean += text.substr(at, c.size);
        at += c.size;
    }
    return clean;
}

/// Does an entity begin at this "&"?
bool begins_entity(std::string_view text)
{
    auto const end = text.substr(0, 34).find(';');
    if (end == std::string_view::npos || end < 2)
        return false;
    return std::ranges::all_of(text.substr(1, end - 1),
                               [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '#'; });
}

std::string escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '<')
            out += "&lt;";
        else if (text[i] == '&' && begins_entity(text.substr(i)))
            out += "&amp;";
        else
            out += text[i];
    }
    return out;
}

/// A spreadsheet runs "=cmd(...)" of a cell; a name that looks like one loses its first characters. "-10% day" stays.
std::string_view without_formula(std::string_view text)
{
    if (text.find_first_of("(|!") != std::string_view::npos)
        text.remove_prefix(std::min(text.find_first_not_of("=+-@ "), text.size()));
    return text;
}

std::string plain(std::string_view text, std::size_t max_bytes)
{
    auto clean = replace_all(without_controls(valid(text)), "\\", "/");
    clean = collapse_spaces(clean);
    return cut_at_word(without_formula(clean), max_bytes);
}

/// Whether PHP takes the text for a number, and with it WordPress for an id.
bool is_number(std::string const& text)
{
    static RE2 const number{R"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[\d ]+)"};
    return RE2::FullMatch(text, number);
}

std::string named(std::string const& name)
{
    return is_number(name) ? "No. " + name : name;
}

/// The tag that begins at this "<", with its ">"; empty when none does.
std::string_view tag_at(std::string_view html)
{
    auto const name = html.starts_with("</") ? 2U : 1U;
    if (name >= html.size() || !is_letter(html[name]))
        return {};
    auto const end = html.find_first_of("<>", 1);
    return end == std::string_view::npos || html[end] == '<' ? std::string_view{} : html.substr(0, end + 1);
}

bool is_tag(std::string_view tag, std::string_view name)
{
    return tag.size() > name.size() && equal_ignoring_case(tag.substr(0, name.size()), name) &&
           !is_letter(tag[name.size()]);
}

/// Text between tags, or a tag itself.
void append_html(std::string& out, std::string_view piece, bool in_pre)
{
    for (std::size_t i = 0; i < piece.size(); ++i) {
        char const c = piece[i];
        bool const line_break = c == '\n' || c == '\r';
        if (c == '\\') {
            out += "&#92;";
        } else if (in_pre && line_break) {
            if (c == '\n' || i + 1 == piece.size() || piece[i + 1] != '\n')
                out += '\n';
        } else if (line_break || c == '\t' || c == ' ') {
            if (in_pre || out.empty() || out.back() != ' ')
                out += ' ';
        } else {
            out += c;
        }
    }
}

}  // namespace

std::string to_text_cell(std::string_view text, std::size_t max_bytes)
{
    return escaped(plain(text, max_bytes));
}

std::string to_title_cell(std::string_view name)
{
    auto title = to_text_cell(name, max_name_bytes);
    return title.empty() ? "Untitled event" : title;
}

std::string to_venue_cell(std::string_view name)
{
    auto const venue = plain(name, max_name_bytes);
    return is_venue_name(venue) ? escaped(named(venue)) : std::string{};
}

std::string to_organizer_cell(std::string_view name)
{
    return escaped(named(plain(replace_all(std::string{name}, ",", " "), max_name_bytes)));
}

std::string to_list_cell(std::span<std::string const> names)
{
    std::string cell;
    std::set<std::string> seen;
    for (auto const& name : names) {
        auto const one = escaped(named(plain(replace_all(name, ",", " / "), max_name_bytes)));
        if (one.empty() || !seen.insert(name_key(one)).second)
            continue;
        cell += (cell.empty() ? "" : ",") + one;
    }
    return cell;
}

std::string to_html_cell(std::string_view html)
{
    auto const text = valid(html);
    std::string_view rest = text;
    std::string out;
    out.reserve(text.size());
    bool in_pre = false;
    while (!rest.empty()) {
        auto const next = std::min(rest.find('<'), rest.size());
        append_html(out, rest.substr(0, next), in_pre);
        rest.remove_prefix(next);
        if (rest.empty())
            break;
        auto const tag = tag_at(rest);
        if (tag.empty()) {
            out += "&lt;";
            rest.remove_prefix(1);
            continue;
        }
        if (is_tag(tag, "<pre"))
            in_pre = true;
        if (is_tag(tag, "</pre"))
            in_pre = false;
        append_html(out, tag, false);
        rest.remove_prefix(tag.size());
    }
    // Line breaks within <pre> are all that may stay of the controls.
    std::string clean;
    for (auto const line : split(out, '\n'))
        clean += (clean.empty() ? "" : "\n") + without_controls(line);
    return std::string{trim(clean)};
}

std::string to_url_cell(std::string_view url)
{
    auto const text = without_controls(valid(trim(url)));
    auto const scheme = lower_ascii(std::string_view{text}.substr(0, 8));
    if (!scheme.starts_with("http://") && !scheme.starts_with("https://"))
        return {};
    std::string cell;
    for (char const c : text) {
        switch (c) {
        case ' ': cell += "%20"; break;
        case '"': cell += "%22"; break;
        case '<': cell += "%3C"; break;
        case '>': cell += "%3E"; break;
        case '\\': cell += "%5C"; break;
        default: cell += c;
        }
    }
    return cell;
}

std::string_view currency_symbol(std::string_view code)
{
    if (code.empty() || code == "USD" || code == "CAD" || code == "AUD" || code == "NZD" || code == "MXN")
        return "$";
    if (code == "EUR")
        return "€";
    if (code == "GBP")
        return "£";
    return code;
}

std::string to_country_cell(std::string_view country)
{
    auto const folded = fold(country);
    if (folded == "us" || folded == "usa" || folded == "united states of america")
        return "United States";
    if (folded == "ca")
        return "Canada";
    if (folded == "gb" || folded == "uk")
        return "United Kingdom";
    return to_text_cell(country);
}

}  // namespace almanac
