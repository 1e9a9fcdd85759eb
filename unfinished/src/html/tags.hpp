#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace almanac {

/// A tag's name as a number: 0 for text, then known_tags in order, then what a document holds beside them.
using TagId = std::uint16_t;

/// Every element of the HTML standard (index of elements, obsolete ones too) and the SVG ones met on pages; sorted.
inline constexpr auto known_tags = std::to_array<std::string_view>(
    {"a",        "abbr",    "acronym",  "address",  "applet",   "area",     "article",    "aside",  "audio",
     "b",        "base",    "basefont", "bdi",      "bdo",      "bgsound",  "big",        "blink",  "blockquote",
     "body",     "br",      "button",   "canvas",   "caption",  "center",   "cite",       "code",   "col",
     "colgroup", "data",    "datalist", "dd",       "del",      "details",  "dfn",        "dialog", "dir",
     "div",      "dl",      "dt",       "em",       "embed",    "fieldset", "figcaption", "figure", "font",
     "footer",   "form",    "frame",    "frameset", "g",        "h1",       "h2",         "h3",     "h4",
     "h5",       "h6",      "head",     "header",   "hgroup",   "hr",       "html",       "i",      "iframe",
     "image",    "img",     "input",    "ins",      "kbd",      "keygen",   "label",      "legend", "li",
     "link",     "listing", "main",     "map",      "mark",     "marquee",  "math",       "menu",   "meta",
     "meter",    "nav",     "nobr",     "noembed",  "noframes", "noscript", "object",     "ol",     "optgroup",
     "option",   "output",  "p",        "param",    "path",     "picture",  "plaintext",  "pre",    "progress",
     "q",        "rb",      "rp",       "rt",       "rtc",      "ruby",     "s",          "samp",   "script",
     "search",   "section", "select",   "slot",     "small",    "source",   "span",       "strike", "strong",
     "style",    "sub",     "summary",  "sup",      "svg",      "table",    "tbody",      "td",     "template",
     "textarea", "tfoot",   "th",       "thead",    "time",     "title",    "tr",         "track",  "tt",
     "u",        "ul",      "use",      "var",      "video",    "wbr",      "xmp"});

/// The number of a name; 0 when the standard does not know it.
constexpr TagId find_tag(std::string_view name)
{
    auto const* const at = std::ranges::lower_bound(known_tags, name);
    return at != known_tags.end() && *at == name ? static_cast<TagId>(at - known_tags.begin() + 1) : TagId{0};
}

/// The number of a name that the standard knows; anything else does not compile.
consteval TagId tag_id(std::string_view name)
{
    auto const id = find_tag(name);
    return id != 0 ? id : throw "no such tag";
}

/// What a tag means for text and for writing it out.
enum TagTrait : std::uint8_t {
    block = 1,      ///< starts and ends a line (HTML standard, section 15.3: display block, list-item, table parts)
    cell = 2,       ///< separates words only
    empty_tag = 4,  ///< has no end tag (section 13.1.2, void elements)
    raw = 8,        ///< its text is written unescaped (section 13.3)
    hidden = 16,    ///< its text is no text of the page
};

/// The traits of a tag, or-ed; 0 for unknown ones.
[[nodiscard]] std::uint8_t traits_of(TagId tag);

}  // namespace almanac
