#pragma once

#include "html/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace almanac {

struct HtmlLimits {
    std::size_t max_bytes = 20U << 20U;
    std::size_t max_depth = 512;       ///< as browsers; deeper elements are flattened before the tree is built
    std::size_t max_attributes = 256;  ///< of one element; further ones are dropped
};

/// A light handle on one element of a document; valid as long as the document.
struct Element {
    Document const* document = nullptr;
    std::uint32_t id = 0;

    bool operator==(Element const&) const = default;
    explicit operator bool() const { return document != nullptr; }
};

/// The tree of a page (WHATWG HTML, scripting off; UTF-8 in, malformed bytes become U+FFFD; comments are left out).
/// What exceeds a limit is cut and named in Document::problems(). Time is linear in the page's size.
[[nodiscard]] Document parse_html(std::string utf8, HtmlLimits const& limits = {});

/// The same from the bytes of a reply: a byte order mark, else the charset of the Content-Type header, else what the
/// page declares tells how to read them; names that the bytes contradict lose (text/charset.hpp).
[[nodiscard]] Document parse_page(std::string_view bytes, std::string_view content_type, HtmlLimits const& limits = {});

/// The document itself, parent of <html>: to search the whole page.
[[nodiscard]] Element whole(Document const& document);
/// Root (<html>), parent, children: empty handle when there is none.
[[nodiscard]] Element root(Document const& document);
[[nodiscard]] Element parent(Element element);
[[nodiscard]] Element first_child(Element element);   ///< elements only, text skipped
[[nodiscard]] Element next_sibling(Element element);  ///< elements only

[[nodiscard]] std::string_view tag(Element element);  ///< lower case; "" for the document itself
/// The value, entities decoded; nothing when the attribute is absent. Names are lower case.
[[nodiscard]] std::optional<std::string_view> attribute(Element element, std::string_view name);

/// All text below, white space collapsed; block elements and <br> separate words. Script and style text is left out.
[[nodiscard]] std::string text_of(Element element);
/// Text as text_of, but a space stands between words of elements that touch: <i>April</i><i>5</i> is "April 5".
[[nodiscard]] std::string words_of(Element element);
/// Text nodes that are direct children only, collapsed.
[[nodiscard]] std::string own_text(Element element);
/// Text as text_of, but blocks and <br> as line breaks ("\n"); no empty lines.
[[nodiscard]] std::string lines_of(Element element);
/// All text below byte for byte: for <script> and <style>.
[[nodiscard]] std::string raw_text(Element element);
[[nodiscard]] std::string inner_html(Element element);

/// Appends `text` with & < > (and " where it is for an attribute) as entities.
void append_escaped(std::string& out, std::string_view text, bool for_attribute);
[[nodiscard]] std::string escaped(std::string_view text, bool for_attribute = false);

/// "&amp;amp;" -> "&": entities decoded (WHATWG list), up to `rounds` times while something changes. As in text of a
/// page: the semicolon of old names may be missing, numbers from 128 to 159 mean windows-1252.
[[nodiscard]] std::string decode_entities(std::string_view text, int rounds = 1);

/// The charset a page declares in its first 1024 bytes (<meta charset>, http-equiv, XML declaration); else empty. Lower
/// case.
[[nodiscard]] std::string declared_charset(std::string_view bytes);

}  // namespace almanac
