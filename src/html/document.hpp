#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

struct HtmlLimits {
    std::size_t max_bytes = 20U << 20U;
    std::size_t max_depth = 512;       ///< as browsers; deeper elements are flattened before the tree is built
    std::size_t max_attributes = 256;  ///< of one element; further ones are dropped
};

class Document;

/// A light handle on one element of a document; valid as long as the document.
struct Element {
    Document const* document = nullptr;
    std::uint32_t id = 0;

    bool operator==(Element const&) const = default;
    explicit operator bool() const { return document != nullptr; }
};

// The implementer of html/ defines class Document: a compact arena tree over one buffer (see facts/parsers.md).

/// The tree of a page (WHATWG HTML; UTF-8 in). What exceeds a limit is cut and named in Document::problems().
[[nodiscard]] Document parse_html(std::string utf8, HtmlLimits const& limits = {});

/// Root (<html>), parent, children: empty handle when there is none.
[[nodiscard]] Element root(Document const& document);
[[nodiscard]] Element parent(Element element);
[[nodiscard]] Element first_child(Element element);   ///< elements only, text skipped
[[nodiscard]] Element next_sibling(Element element);  ///< elements only

[[nodiscard]] std::string_view tag(Element element);  ///< lower case
/// The value, entities decoded; nothing when the attribute is absent.
[[nodiscard]] std::optional<std::string_view> attribute(Element element, std::string_view name);

/// All text below, white space collapsed; block elements and <br> separate words. Script and style text is left out.
[[nodiscard]] std::string text_of(Element element);
/// Text nodes that are direct children only, collapsed.
[[nodiscard]] std::string own_text(Element element);
/// Text as text_of, but paragraphs and <br> as line breaks.
[[nodiscard]] std::string lines_of(Element element);
/// All text below byte for byte: for <script> and <style>.
[[nodiscard]] std::string raw_text(Element element);
[[nodiscard]] std::string inner_html(Element element);

/// "&amp;amp;" -> "&": entities decoded (WHATWG list), up to `rounds` times while something changes.
[[nodiscard]] std::string decode_entities(std::string_view text, int rounds = 1);

/// The charset a page declares in its first 1024 bytes (<meta charset>, http-equiv, XML declaration); else empty.
[[nodiscard]] std::string declared_charset(std::string_view bytes);

}  // namespace almanac
