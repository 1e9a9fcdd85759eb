#include "html/sanitize.hpp"

#include "fetch/url.hpp"
#include "html/walk.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <array>

namespace almanac {
namespace {

enum class Fate : std::uint8_t {
    unwrap,  ///< its content stays
    keep,
    as_div,  ///< a block that is not kept: its content stays a block
    remove,  ///< gone with its content
};

constexpr auto fates = [] {
    struct Group {
        Fate fate;
        std::string_view names;
    };
    constexpr Group groups[] = {
        {Fate::keep,
         "p br a img b strong i em u s del sub sup ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table caption thead tbody "
         "tfoot tr th td blockquote pre code div span hr figure figcaption"},
        {Fate::as_div,
         "address article aside center details dialog dir fieldset footer header hgroup legend listing main menu "
         "nav search section summary"},
        // Their text is code, a control's label or what shows when something else does not.
        {Fate::remove,
         "head title script style template noscript noembed noframes iframe frame frameset object embed applet "
         "param form input button select option optgroup datalist textarea keygen output progress meter "
         "audio video source track canvas svg math map area meta link base basefont bgsound xmp plaintext"},
    };
    std::array<Fate, known_tags.size() + 1> table{};
    for (auto const& group : groups) {
        for (auto rest = group.names; !rest.empty();) {
            auto const end = std::min(rest.find(' '), rest.size());
            table.at(find_tag(rest.substr(0, end))) = group.fate;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return table;
}();
static_assert(fates[0] == Fate::unwrap, "a group names an unknown tag");

Fate fate_of(TagId tag)
{
    return tag < fates.size() ? fates[tag] : Fate::unwrap;
}

/// An address as browsers read it: white space around and line breaks inside do not count (WHATWG URL, section 4.4).
/// Other control characters have no place in one: empty then.
std::string clean_address(std::string_view address)
{
    std::string clean;
    for (auto const c : trim(address))
        if (c != '\t' && c != '\n' && c != '\r')
            clean += c;
    auto const shown = [](char c) { return static_cast<unsigned char>(c) > ' '; };
    clean.erase(clean.begin(), std::ranges::find_if(clean, shown));
    for (auto const c : clean)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7F')
            return {};
    return clean;
}

/// "mailto:someone@example.org" with its subject, if it is no more than that; else empty.
std::string mail_link(std::string_view address)
{
    constexpr std::string_view scheme = "mailto:";
    if (!equal_ignoring_case(address.substr(0, scheme.size()), scheme))
        return {};
    auto const rest = trim(address.substr(scheme.size()));
    if (rest.find('@') == std::string_view::npos || rest.find_first_of("<>\"'`\\ {}") != std::string_view::npos)
        return {};
    return std::string{scheme}.append(rest);
}

std::string link_to(std::string_view address, std::string_view base_url)
{
    auto const clean = clean_address(address);
    if (clean.empty())
        return {};
    auto mail = mail_link(clean);
    return mail.empty() ? resolve_url(base_url, clean) : mail;
}

/// Text with white space collapsed as it is shown, one space kept at its ends; control characters are gone.
void append_text(std::string& out, std::string_view text, bool verbatim)
{
    std::string shown;
    for (auto const c : text) {
        auto const space = c == ' ' || (c >= '\t' && c <= '\r');
        auto const byte = static_cast<unsigned char>(c);
        if (verbatim ? space || byte >= ' ' : !space && byte > ' ' && c != '\x7F')
            shown += c;
        else if (space && (shown.empty() || shown.back() != ' '))
            shown += ' ';
    }
    append_escaped(out, shown, false);
}

class Sanitizer {
public:
    Sanitizer(Element top, std::string_view base_url) : m_document(*top.document), m_top(top), m_base_url(base_url) {}

    std::string run()
    {
        walk(
            m_top, [&](std::string_view text, std::uint32_t) { append_text(m_out, text, m_verbatim > 0); },
            [&](std::uint32_t id, bool start) { return start ? open(id) : close(); });
        return std::string{trim(m_out)};
    }

private:
    /// Whether to go on with the content. Every element leaves one end tag, maybe empty, for close().
    bool open(std::uint32_t id)
    {
        auto const tag = m_document.node(id).tag;
        auto& end_tag = m_end_tags.emplace_back();
        switch (fate_of(tag)) {
        case Fate::remove: m_out += needs_space() ? " " : ""; return false;
        case Fate::unwrap: return true;
        case Fate::as_div:
            m_out += "<div>";
            end_tag = "div";
            return true;
        case Fate::keep: break;
        }
        auto const is_link = tag == tag_id("a");
        auto const is_image = tag == tag_id("img");
        std::string address;
        if (is_link || is_image) {
            address = link_to(value_of(id, is_link ? "href" : "src"), m_base_url);
            if (is_image && !address.starts_with("http"))
                return false;
            if (address.empty())
                return true;
        }
        auto const name = m_document.tag_name(tag);
        m_out.append("<").append(name);
        if (is_link || is_image)
            put(is_link ? "href" : "src", address);
        if (is_image)
            put("alt", value_of(id, "alt"));
        if (auto const title = value_of(id, "title"); !title.empty())
            put("title", title);
        if (tag == tag_id("td") || tag == tag_id("th"))
            put_spans(id);
        m_out += '>';
        if ((traits_of(tag) & empty_tag) == 0)
            end_tag = name;
        m_verbatim += tag == tag_id("pre") ? 1 : 0;
        return true;
    }

    bool close()
    {
        auto const name = m_end_tags.back();
        m_end_tags.pop_back();
        if (!name.empty())
            m_out.append("</").append(name).append(">");
        m_verbatim -= name == "pre" ? 1 : 0;
        return true;
    }

    /// What is removed may have stood between two words.
    bool needs_space() const { return !m_out.empty() && m_out.back() != ' ' && m_out.back() != '>'; }

    std::string value_of(std::uint32_t id, std::string_view name) const
    {
        auto const* attribute = m_document.find_attribute(id, name, hash_name(name));
        return attribute == nullptr ? std::string{} : std::string{trim(m_document.value(*attribute))};
    }

    void put(std::string_view name, std::string_view value)
    {
        m_out.append(" ").append(name).append("=\"");
        std::string shown;
        for (auto const c : value)
            shown += static_cast<unsigned char>(c) < ' ' || c == '\x7F' ? ' ' : c;
        append_escaped(m_out, shown, true);
        m_out += '"';
    }

    void put_spans(std::uint32_t id)
    {
        constexpr std::size_t most_digits = 3;
        for (std::string_view const name : {"colspan", "rowspan"}) {
            auto const value = value_of(id, name);
            if (!value.empty() && value.size() <= most_digits &&
                value.find_first_not_of("0123456789") == std::string::npos)
                put(name, value);
        }
    }

    Document const& m_document;
    Element m_top;
    std::string_view m_base_url;
    std::string m_out;
    std::vector<std::string_view> m_end_tags;
    int m_verbatim = 0;  // how many <pre> are open
};

/// "<b", "</", "<!": what a browser would take for markup; "a < b" and "<3" are text.
bool has_markup(std::string_view text)
{
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        auto const next = at + 1 < text.size() ? text[at + 1] : ' ';
        if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' || next == '!' || next == '?')
            return true;
    }
    return false;
}

/// Each line escaped, with <br> between; at most one empty line in a row.
std::string plain_to_html(std::string_view text)
{
    auto const decoded = replace_all(replace_all(decode_entities(text), "\r\n", "\n"), "\r", "\n");
    std::string out;
    std::size_t breaks = 0;
    for (auto const line : split(decoded, '\n')) {
        auto const shown = collapse_spaces(line);
        if (!shown.empty()) {
            for (std::size_t i = 0; !out.empty() && i < std::min<std::size_t>(breaks, 2); ++i)
                out += "<br>";
            append_text(out, shown, false);
            breaks = 0;
        }
        ++breaks;
    }
    return out;
}

}  // namespace

std::string sanitize_html(std::string_view html, std::string_view base_url)
{
    if (!has_markup(html))
        return is_utf8(html) ? plain_to_html(html) : plain_to_html(to_utf8(html, "utf-8"));
    auto const document = parse_html(std::string{html});
    return Sanitizer{whole(document), base_url}.run();
}

std::string html_to_text(std::string_view html)
{
    if (!has_markup(html))
        return collapse_spaces(decode_entities(is_utf8(html) ? std::string{html} : to_utf8(html, "utf-8")));
    return text_of(whole(parse_html(std::string{html})));
}

}  // namespace almanac
